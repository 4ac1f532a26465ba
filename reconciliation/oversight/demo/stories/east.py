"""The East team's other families: someone new looks, a question taken back, wording put right, and one very late."""

from collections.abc import Iterator

from reconciliation.oversight.demo.cast import Cast
from reconciliation.oversight.demo.days import said
from reconciliation.oversight.demo.stories.texts import COACH_BEST, COACH_NOTE, COACH_WROTE, TOLL_HOUSE
from reconciliation.oversight.demo.telling import Telling


def stories(cast: Cast) -> Iterator[Telling]:
    """Osterlin, Quillfeather, Whitlock-Banerji and Mbeki-Thorne."""
    yield _osterlin(cast)
    yield from _quillfeather(cast)
    yield (
        Telling(cast, "whitlock_banerji", "saoirse", "Why us?", on=-4, time="12:20")
        .screened(
            -4, "Saoirse is 16 and writes herself. She asked that her mother is not told. She says that she is safe."
        )
        .given(-4)
        .restated(-3, "Why were you and your family asked to change schools?")
        .rejected(
            -2, "No. I want to know why I was the one who had to leave the room every time, like I did something."
        )
    )
    yield from _mbeki_thorne(cast)


def _osterlin(cast: Cast) -> Telling:
    return (
        Telling(
            cast, "osterlin", "freyja", on=-15, time="13:30",
            text="What did the club do when Linnea told a coach, and can we read what the coach wrote down?",
        )
        .taken_up(
            -15, -13, "What did the club do when Linnea told a coach?", "Can we read what the coach wrote down?"
        )
        .answered(
            -9, 1,
            "The coach listened and told the club's welfare officer the same evening. The officer called us the next "
            f"morning, {said(-30)}. The club did not call you. It should have, and it has said sorry to us for you.",
        )
        .withheld(
            -9, 2, COACH_WROTE, reason="third_party_data", again=12, time="16:12", best=COACH_BEST,
            weighed=("It names other children.", "Their words would still show who they are.", "So would a summary."),
        )
        .item(-9, 2, "The coach's note of one page", COACH_NOTE)
        .proposed(-9)
        .shared(-8)
        .replied(-2, "", "You could cover the other names. We only want to read the lines that are about Linnea.")
    )  # fmt: skip


def _quillfeather(cast: Cast) -> Iterator[Telling]:
    yield (
        Telling(cast, "quillfeather", "teodor", "Does my dad see what I write here?", on=-20, time="17:30")
        .taken_up(-19, -18)
        .withdrawn(-16)
    )
    yield (
        Telling(cast, "quillfeather", "ambrose", "Why did you take so long to answer my letter?", on=-60, time="10:10")
        .taken_up(-60, -58)
        .answered(-54, 1, "Your letter reached us late.")
        .proposed(-54)
        .shared(-53)
        .replied(-51, "That is not an answer. I brought it to your desk myself. Where was it for all those weeks?")
        .answered(-47, 1, TOLL_HOUSE)
        .proposed(-47)
        .shared(-46, by="second_supervisor")
        .replied(-44, "")
    )
    yield (
        Telling(
            cast, "quillfeather", "ambrose", on=-10, time="09:05",
            text="What is the other boy being told to do now? And will he be at the swimming gala?",
        )
        .taken_up(-10, -9, "What is another young person asked to do?", "Will Teodor be safe at the swimming gala?")
        .withheld(
            -4, 1, "We cannot tell you what another family is asked to do. We tell nobody what you are asked to do.",
            reason="third_party_data", again=20, best="Each child's plan works only if it stays private to that child.",
            weighed=("It is about another child.", "Nothing would be left.", "A summary would tell the same."),
        )
        .answered(
            -4, 2, time="16:12",
            text="Yes. There is a plan for the day, and Teodor has seen it. He arrives with you by the side door, and "
            "two grown-ups whom he knows stay near him. If he wants to go home, nobody asks why.",
        )
        .proposed(-3)
        .shared(-2)
    )  # fmt: skip


def _mbeki_thorne(cast: Cast) -> Iterator[Telling]:
    yield (
        Telling(cast, "mbeki_thorne", "nomvula", "Who is on the bus with Thandeka, and who chose them?", on=-6)
        .taken_up(-6, -5, "Who is on the bus with Thandeka in the mornings?", "Who chose them, and how?")
        .answered(
            -3, 1, "Mrs Ollerenshaw, every morning and every afternoon. Thandeka has met her twice and likes her."
        )
        .waits(-3, 2, "The council's school transport team", asked=-4, chased=None, due=3)
        .proposed(-3)
        .shared(-2)
        .waits(-1, 2, "The council's school transport team", asked=-4, chased=-1, due=3)
    )
    yield (
        Telling(
            cast, "mbeki_thorne", "nomvula", on=-14, time="12:40",
            text="Why did the bus company keep the same seats for two more weeks after I told them?",
        )
        .taken_up(-14, -12)
        .waits(-11, 1, "Harebell Coaches", asked=-11, chased=None)
        .waits(-6, 1, "Harebell Coaches", asked=-11, chased=-6)
        .moved_date(
            -5, 3, "The bus company has not answered us yet. We have now written to its manager.",
            "We told you by phone that it takes longer, and that you will hear from us by the new date either way.",
        )
    )  # fmt: skip
    yield (
        Telling(
            cast, "mbeki_thorne", "constance", on=-8, time="10:25", by_worker=True,
            text="Constance asked by phone: when Thandeka stays with me, what may I say if she wants to talk?",
        )
        .screened(-8)
        .given(-8)
        .restated(-7, "What can Constance say when Thandeka wants to talk about it?")
        .agreed(-2, by_worker=True)
        .answered(
            -1, 1, process=True,
            text="Listen, and let her stop when she wants to. You need not ask anything. It helps to say: I believe "
            "you, and it was right to tell me. If she says something new, call us on 01632 960140.",
        )
    )  # fmt: skip
