"""The West team's families: the other side of two incidents, and some that have nothing to do with them."""

from collections.abc import Iterator

from reconciliation.oversight.demo.cast import Cast
from reconciliation.oversight.demo.days import said
from reconciliation.oversight.demo.stories.texts import WYN_TALKS
from reconciliation.oversight.demo.telling import Telling

CALLED_MASH = "Juno told her carer that somebody waits for her at the gate. She was kept home today."
MASH_SAID = "The hub agreed with keeping Juno at home today and called the school. They meet tomorrow at nine."


def stories(cast: Cast) -> Iterator[Telling]:
    """Skerrowby, Dravenport, Achterberg of the West team, Pellamore and Hartshorn-Vey."""
    yield from _skerrowby(cast)
    yield from _dravenport(cast)
    yield from _achterberg(cast)
    yield Telling(
        cast, "pellamore", "casimir", "Is there somebody at the gate after school?", on=-1, time="08:35"
    ).screened(-1, CALLED_MASH, outcome="mash_contacted", contact=MASH_SAID)
    yield (
        Telling(cast, "pellamore", "casimir", "Who do I call at the weekend?", on=-28, time="13:45")
        .taken_up(-28, -27)
        .answered(
            -26, 1, process=True,
            text="At the weekend call the council's front door on 01632 960100. Somebody answers day and night. "
            "If anybody is in danger, call 999.",
        )
        .shared_at_once(-26)
        .replied(-24, "")
    )  # fmt: skip
    yield from _hartshorn_vey(cast)


def _skerrowby(cast: Cast) -> Iterator[Telling]:
    yield (
        Telling(
            cast, "skerrowby", "petra", "What is Wyn's new timetable, and how long does it last?", on=-6, time="20:05"
        )
        .taken_up(-5, -4, "What is Wyn's new timetable?", "How long does it last?")
        .answered(-2, 1, f"Wyn starts at ten and has lessons with Mr Brackenbury until two, from {said(-10)} on.")
        .waits(-2, 2, "The school", asked=-3, chased=-1)
    )
    yield (
        Telling(cast, "skerrowby", "petra", "Who can help Wyn talk about this?", on=-10, time="09:50")
        .taken_up(-10, -9)
        .answered(-7, 1, WYN_TALKS, process=True)
        .shared_at_once(-7)
    )
    yield (
        Telling(cast, "skerrowby", "petra", "Do we have to move house?", on=-45, time="22:30")
        .taken_up(-44, -43)
        .answered(-41, 1, "No. Nobody has asked that of you, and nobody will. You can stay where you are.")
        .proposed(-40)
        .shared(-39)
        .replied(-38, "")
    )


def _dravenport(cast: Cast) -> Iterator[Telling]:
    yield (
        Telling(
            cast, "dravenport", "liesel", on=-9, time="11:15",
            text="Why was Fenn sent home for three days before anyone had heard his side?",
        )
        .taken_up(-9, -7)
        .waits(-6, 1, "The school's governors", asked=-6, chased=-3)
        .moved_date(
            -3, 5, "The governors meet only once a month, and we want their answer in it.",
            "We wrote that the date moves, why it moves, and that nothing else waits for it.",
        )
        .answered(
            -1, 1,
            "The school wanted everybody to be calm and safe first. That was its reason. But it should have listened "
            "to Fenn on the first day, and it did not. The head teacher has said that this was wrong.",
        )
        .proposed(-1)
    )  # fmt: skip
    yield Telling(
        cast, "dravenport", "liesel", "Is Fenn allowed to walk home along our own street?", on=-4, time="11:00"
    ).taken_up(-4, -3)


def _achterberg(cast: Cast) -> Iterator[Telling]:
    yield Telling(
        cast, "achterberg_west", "mathilde", on=-1, time="16:30",
        text="Hendrik saw it happen. He does not sleep. Is there somebody for children who only saw it?",
    )  # fmt: skip
    yield (
        Telling(cast, "achterberg_west", "mathilde", "What did Hendrik's teacher write about him, and when?", on=-30)
        .taken_up(-30, -29)
        .answered(
            -24, 1, status="part", reason="not_held",
            text="His class teacher wrote three short notes in the spring. We have them and you can read them with us.",
            elsewhere="What was written before that is kept by his old school, Thornmere Primary. Please ask there.",
        )
        .proposed(-23)
        .shared(-22)
        .replied(-20, "")
    )  # fmt: skip


def _hartshorn_vey(cast: Cast) -> Iterator[Telling]:
    yield (
        Telling(cast, "hartshorn_vey", "marguerite", "May Delphine choose her own seat again?", on=-2, time="10:45")
        .screened(-1)
        .given(-1)
    )
    yield (
        Telling(
            cast, "hartshorn_vey", "marguerite", "Who told the newspaper, and what will you do about it?",
            on=-5, time="13:30",
        )
        .taken_up(-5, -4, "Who spoke to the newspaper?", "What do we do about it?")
        .answered(-2, 1, "We looked into it and nobody here spoke to the newspaper.")
        .proposed(-2)
        .returned(-1, "Say what was looked at, by whom and when. As it stands it asks her to take our word for it.")
    )  # fmt: skip
