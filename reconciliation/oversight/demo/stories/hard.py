"""The hard cases: sent elsewhere, paused, looked at again, not agreed, not replied to, taken up again."""

from collections.abc import Iterator

from reconciliation.oversight.demo.cast import Cast
from reconciliation.oversight.demo.days import said
from reconciliation.oversight.demo.telling import Telling
from reconciliation.tracks.actions import Review

MINUTES = """The three of us met at nine and wrote this down together.

Two other families were named, with what each of them had told the school in confidence.

We agreed that Thandeka's own teacher sits beside her on the first morning, and that her mother is told before she \
gets on the bus.

A lawyer of the council told us by phone what we may write to the bus company."""

COVERED = Review(
    outcome="redacted", reason_code="third_party_data",
    text="These are the minutes of the meeting. Two paragraphs are covered.",
    reason="Two paragraphs are about other families or are legal advice. All else is about Thandeka herself.",
    considered={"full": "It would name two other families."}, covered={2: "third_party_data", 4: "legal_privilege"},
)  # fmt: skip


def stories(cast: Cast) -> Iterator[Telling]:
    """One or two a family that has room for them."""
    yield from _west(cast)
    yield from _east(cast)
    yield _minutes(cast)


def _west(cast: Cast) -> Iterator[Telling]:
    yield (
        Telling(cast, "pellamore", "casimir", "I want to complain about the taxi firm.", on=-12, time="10:30")
        .screened(-12)
        .sent_elsewhere(
            -12, "complaint", "It is about a firm that the transport team pays, and about no child's safety.",
            "A complaint about the taxi firm goes to the council's complaints team. We have passed on what you wrote, "
            f"and they write to you by {said(-2)}. You can come back here at any time.",
        )
    )  # fmt: skip
    yield (
        Telling(cast, "skerrowby", "petra", "Who will sit with Wyn at lunch?", on=-14, time="19:00")
        .taken_up(-13, -12)
        .paused(
            -6, "safety", 3, "A meeting about the dining hall has to come first.",
            "We have paused this part. Your support carries on.",
        )
    )  # fmt: skip
    yield (
        Telling(cast, "hartshorn_vey", "marguerite", "Why did the first meeting have no minutes?", on=-40, time="14:00")
        .taken_up(-40, -38)
        .answered(-33, 1, "Nobody wrote any. Somebody should have, and from now on somebody always does.")
        .proposed(-32)
        .shared(-31)
        .nobody_replied(-21, -16, -11)
    )
    yield (
        Telling(
            cast, "achterberg_west", "mathilde", on=-9, time="08:20",
            text="Which forms do I still have to fill in for Hendrik?",
        )
        .taken_up(-9, -8)
        .paused(
            -5, "awaiting_family", 4, "She looks for the letter of the court that names her as guardian.",
            "Please send us a copy of the court's letter, or bring it to us. We then fill in the rest for you.",
        )
    )  # fmt: skip


def _east(cast: Cast) -> Iterator[Telling]:
    yield (
        Telling(cast, "lindqvist", "torvald", "Can you make the other parents answer me?", on=-22, time="11:40")
        .taken_up(-22, -20)
        .not_taken_further(
            -15, "What other families say or do not say is theirs. There is nothing that the council holds.",
            "We cannot ask other families to answer you, and we pass on nothing between families.",
            "Lowri Penhallow of our team can call you on Tuesdays, and Signe can talk to somebody at school.",
            decided=-14,
        )
    )  # fmt: skip
    yield (
        Telling(cast, "okonjo_reyes", "estela", "Why was my letter not answered for three days?", on=-34, time="09:10")
        .taken_up(-34, -33)
        .answered(-27, 1, "It lay at the office. It should have been read on the day that you brought it.")
        .proposed(-27)
        .shared(-26)
        .disagreed(-23, "You say that it lay there. You do not say who let it lie. I will ask somebody else.")
    )
    yield (
        Telling(cast, "whitlock_banerji", "saoirse", "Can I see somebody to talk to, and not at school?", on=-6)
        .taken_up(-6, -5)
        .asked_for_more(-3)
        .paused_by_them(-2)
    )
    yield (
        Telling(cast, "quillfeather", "ambrose", "What happens at the next meeting?", on=-70, time="15:00")
        .taken_up(-69, -68)
        .answered(-66, 1, "We look together at how the last weeks went.", process=True)
        .shared_at_once(-66)
        .replied(-64, "")
        .came_back(-1, "There was no next meeting. When is it?", 1)
    )


def _minutes(cast: Cast) -> Telling:
    return (
        Telling(
            cast, "mbeki_thorne", "nomvula", on=-50, time="12:20",
            text="What was said about Thandeka when you met without me, and may I read it?",
        )
        .taken_up(-50, -48, "What was said about Thandeka?", "May I read it?")
        .answered(-43, 1, "That she should not be alone on the first morning, and that you hear of everything first.")
        .withheld(
            -43, 2, "We cannot give you the minutes, because other families are named in them.", again=-20,
            reason="third_party_data", best="What other families said in trust stays with them.", time="16:12",
            weighed=("It names two families.", "We thought that too little would be left.", "You have it in part 1."),
        )
        .item(-43, 2, "The minutes of the meeting, one page", MINUTES)
        .proposed(-42)
        .shared(-41)
        .replied(-39, "", "Cover what is not ours. I want to read what is about my daughter.")
        .reviewed(-31, 2, COVERED)
        .replied(-29, "", "")
    )  # fmt: skip
