"""The other families of Rowan Tallis: police at work, another language, a long letter; some late, some due today."""

from collections.abc import Iterator

from reconciliation.oversight.demo.cast import Cast
from reconciliation.oversight.demo.days import said
from reconciliation.oversight.demo.stories.texts import ESTELA_ASKS, NEXT_STEPS, WHO_SHOULD_CALL, WHY_NOBODY_CALLED
from reconciliation.oversight.demo.telling import Telling

SWIMMING_AGAIN = "متى يعود سمير إلى درس السباحة؟"


def stories(cast: Cast) -> Iterator[Telling]:
    """Ekpeneh, Okonjo-Reyes, Lindqvist, Achterberg of the East team, and al-Naqib."""
    yield from _ekpeneh(cast)
    yield from _al_naqib(cast)
    yield (
        Telling(cast, "okonjo_reyes", "estela", ESTELA_ASKS, on=-5, time="07:55")
        .screened(-5)
        .given(-5)
        .restated(
            -3,
            "Why did three days pass before anybody called you?",
            "Who read the letter that you sent, and what did they do with it?",
            "Why was Pilar asked to tell it twice?",
            "What is different now in the changing rooms?",
            "Can Mateus start at the same school in September and be safe there?",
        )
    )
    yield _lindqvist(cast)
    yield Telling(
        cast, "achterberg", "lotte", "Can Bram sit somewhere else on the coach on Friday?", on=0, time="08:10"
    )
    yield Telling(
        cast, "achterberg", "lotte", on=-1, time="09:20",
        text="Bram will not go to the after-school club any more. Has something happened there that we should know?",
    ).screened(
        -1, "Bram is at home with his mother and does not go to the club. She will call us if he says more.",
    )  # fmt: skip


def _ekpeneh(cast: Cast) -> Iterator[Telling]:
    """Police are at work: what happened cannot be told yet, what comes next can."""
    yield (
        Telling(
            cast, "ekpeneh", "adaeze", on=-9, time="10:40",
            text="Has anyone spoken to the people who were on the bus? Will we be told what they said?",
        )
        .taken_up(-9, -7, "Has anyone spoken to the people who were on the bus?", "Will we be told what they said?")
        .answered(-3, 1, "Yes. The bus company gave the police the names of the drivers, and they were spoken to.")
        .waits(-3, 2, "The police officer in charge", asked=-6, chased=-3)
    )  # fmt: skip
    yield (
        Telling(cast, "ekpeneh", "adaeze", "What happens next, and who do we call?", on=-7, time="18:20")
        .taken_up(-6, -5)
        .answered(-4, 1, NEXT_STEPS, process=True)
        .shared_at_once(-4)
    )
    yield (
        Telling(cast, "ekpeneh", "adaeze", "Did the driver report it, and is there a film from the bus?", on=-40)
        .taken_up(-40, -38, "Did the driver report it?", "Is there a film from the bus?")
        .answered(-34, 1, f"Yes. The driver told the bus company the same evening, and they called us on {said(-44)}.")
        .withheld(
            -34, 2, "We may not say yet what there is. When the police tell us that we may, we will write to you.",
            reason="live_proceedings", again=8, time="16:12", best="What the police find must not be put at risk.",
            weighed=("The police asked us to wait.", "Any line of it could be evidence.", "So could a summary."),
        )
        .proposed(-33)
        .shared(-32)
        .replied(-29, "", "")
    )  # fmt: skip


def _lindqvist(cast: Cast) -> Telling:
    """Promised and not done: the day has passed, and nobody has said what became of it."""
    return (
        Telling(
            cast, "lindqvist", "torvald", "What have you told the other parents in Signe's class, and in which words?",
            on=-7, time="13:05",
        )
        .taken_up(-7, -6)
        .promised(-6, "We will tell you on which day the head of year can meet you about the letter.", due=-2)
        .answered(
            -3, 1,
            f"We sent one letter to all the parents of the class, on {said(-16)}. It says that something happened at "
            "school, that the children are being looked after, and whom to call. It names no child. "
            "A copy is in the post to you.",
        )
        .proposed(-3)
    )  # fmt: skip


def _al_naqib(cast: Cast) -> Iterator[Telling]:
    """Yusra writes in Arabic and is answered by voice."""
    yield (
        Telling(cast, "al_naqib", "yusra", WHY_NOBODY_CALLED, on=-4, time="11:50")
        .taken_up(-4, -3, "Why did nobody from the school call you that day?", "Who should have called you?")
        .answered(
            -1, 1, "The office had an old number for you. They tried it once and then stopped. That was not enough."
        )
        .answered(-1, 2, WHO_SHOULD_CALL, time="16:12")
    )
    yield (
        Telling(cast, "al_naqib", "yusra", SWIMMING_AGAIN, on=-14, time="12:10")
        .taken_up(-14, -13, "When does Samir go back to swimming lessons?")
        .answered(
            -7, 1,
            f"From {said(3)}. A teacher whom he chose stays at the pool the whole time. He has a changing room of his "
            "own. If he wants to stop, he only has to say so.",
        )
        .proposed(-6)
        .shared(-5)
    )  # fmt: skip
