"""The Varnish family: what the drawn pages show, and what is private inside a family."""

from collections.abc import Iterator

from reconciliation.oversight.demo.cast import Cast
from reconciliation.oversight.demo.days import day, said
from reconciliation.oversight.demo.telling import Telling
from reconciliation.tracks.actions import ApologyText
from reconciliation.tracks.models import HowGiven

CLASSES = """Why were the classes moved, and who decided?

Corin came home on Monday and said that he is in another class now. Nobody had told us. He had to find out from the \
list on the door, with everybody looking.

We are not against it if it helps him. But we want to know who decided, why nobody called us first, and if there is \
anything written down that we can read. And who is with him now when he walks from one lesson to the next?"""

REPORT_ANSWER = """Yes. You can read all of it. Here is what it says, in short.

Two people from the school and one person from our team met Corin at home. They asked him what would make school \
easier. He said three things: a desk near the door, one teacher to go to, and no questions in front of others. The \
school agreed to all three on the same day.

Nothing in the report is kept back from you. Rowan Tallis can bring a printed copy, or post it to you."""

NOT_TOLD = """They meant to call you on the same day. Nobody did. They should have, and we are sorry.

From now on Rowan Tallis calls you before anything about Corin's school day changes."""


def stories(cast: Cast) -> Iterator[Telling]:
    """Imelda's two questions, one of them read by Anselm too; one of Corin's and one of Anselm's own."""
    yield _classes(cast)
    yield (
        Telling(cast, "varnish", "imelda", "Can I see the report about the visit?", on=-12, time="12:15")
        .taken_up(-12, -11)
        .answered(-5, 1, REPORT_ANSWER)
        .proposed(-4)
        .shared(-3, by="second_supervisor")
        .promised(-3, "We will bring you a printed copy of the report.", due=-1)
        .lets_read(-3, "anselm")
        .kept(-1, "Rowan Tallis brought it to you at home, and read it with you.")
    )
    yield (
        Telling(cast, "varnish", "corin", "Do I have to talk about it again in my new class?", on=-3, time="16:45")
        .screened(-2, "Corin writes himself. He is with his mother this week and says that he feels safe at home.")
        .given(-2)
        .restated(-1, "Do you have to tell your new teachers what happened?", "Who will know, and what will they know?")
    )
    yield (
        Telling(
            cast, "varnish", "anselm",
            "I live at another address now. Will I still get the letters about Corin, and will they come to me alone?",
            on=-5, time="08:50",
        )
        .taken_up(-5, -4)
        .answered(
            -1, 1, process=True,
            text="Yes. We send you your own copy of each letter about Corin, to the address that you gave us. "
            "Your letters go to nobody else.",
        )
        .proposed(-1)
    )  # fmt: skip


def _sorry(cast: Cast) -> ApologyText:
    boss = cast.actor("supervisor")
    return ApologyText(
        for_what="Corin's class was changed over a weekend. The school told us on the Friday. We should have called "
        "you that day, and we did not. Corin had to find out from the list on the door.",
        enquiries="Who was meant to call you, and why it was not written down. Rowan Tallis tells you what we find.",
        sorry="We are sorry. You and Corin should have heard it from us first. It was our job, and we did not do it.",
        support="Corin can talk to his year's counsellor, without waiting. Rowan Tallis can come with you to school.",
        by_post=boss.post, by_name=boss.name, how_given=HowGiven.PHONE, given_on=day(-2),
    )  # fmt: skip


def _classes(cast: Cast) -> Telling:
    return (
        Telling(cast, "varnish", "imelda", CLASSES, on=-9, time="21:40")
        .screened(-8)
        .given(-8)
        .restated(
            -7,
            "Who decided to move the classes?",
            "Why did nobody tell us first?",
            "Is there anything written down that we can read?",
            "Who is with Corin between lessons now?",
        )
        .agreed(-6)
        .answered(
            -5, 1,
            f"The head of year and the school's safeguarding lead decided it together on {said(-14)}. "
            "Nobody decided it alone.",
        )
        .answered(-5, 2, "The school was still working out the new timetable.", time="16:12")
        .answered(
            -5, 3, time="16:14",
            text="Yes. The school wrote a note of two pages when they met. You can read it with Rowan Tallis, "
            "or we can post it to you. Please tell us which you would like.",
        )
        .waits(-5, 4, "The school", asked=-5, chased=None, due=2)
        .proposed(-4)
        .returned(-4, "Part 2 does not say that they should have been told. Please say it plainly, and say sorry.")
        .answered(-3, 2, NOT_TOLD)
        .proposed(-3)
        .shared(-2, by="second_supervisor")
        .said_sorry(-2, _sorry(cast), by="second_supervisor")
        .continued(-1)
        .waits(-1, 4, "The school", asked=-5, chased=-1, due=2)
    )  # fmt: skip
