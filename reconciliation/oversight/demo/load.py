"""The whole demo: the cast, the other households, what is known of police and court, and all the stories."""

import datetime as dt

from django.db import transaction

from portal.encryption import keys
from portal.workflow import clock
from reconciliation.oversight.demo import contacts
from reconciliation.oversight.demo.cast import BOSS, Cast, link, load_cast
from reconciliation.oversight.demo.days import at, day
from reconciliation.oversight.demo.duty import ask_without_account
from reconciliation.oversight.demo.households import OF_THE_CAST, OF_THE_STORIES
from reconciliation.oversight.demo.stories import stories
from reconciliation.oversight.demo.talks import talk
from reconciliation.safeguards.actions import record_check, record_need_met, record_proceedings
from reconciliation.tracks.actions import AnswerText, write_answer
from reconciliation.tracks.bulk import write
from reconciliation.tracks.models import ShortTermTrack

OFFICER = "Detective constable, child protection unit"
CHECK_AGAIN_AFTER = 10
# Where police or court work stands, and how many working days ago it was last asked; all others: none known.
PROCEEDINGS: dict[str, tuple[str, int, str]] = {
    "ekpeneh": (
        "investigation",
        4,
        "Still speaking to people who were there. No decision before the end of the month.",
    ),
    "mbeki_thorne": ("no_further_action", 14, "The police have told the family in writing and take no further steps."),
    "lindqvist": ("out_of_court", 2, "Ended with an apology that both families agreed to."),
    "okonjo_reyes": ("police_enquiry", 10, "They will say by the end of the month whether they look further."),
    "quillfeather": ("concluded_conviction", 3, "Ended. Nothing is open any more."),
}
# How many working days ago they were asked since, and did not answer.
CHASED: dict[str, tuple[int, ...]] = {"okonjo_reyes": (7, 4, 1)}
# Names the child of the other side: it waits for the safeguarding lead.
HELD = (
    "Yes. Fenn may use Weir Street like everybody else. We ask him only to cross over when he sees Linnea Osterlin, "
    "until both families say that it is no longer needed."
)


@transaction.atomic
def load_demo() -> Cast:
    """Everything, in an empty database, in one transaction."""
    return load_stories(load_cast())


@transaction.atomic
def load_stories(cast: Cast) -> Cast:
    """The other households, and what became of everybody's questions."""
    with keys.key_ring():
        cast = cast.with_(OF_THE_STORIES)
        link(cast, "osterlin", "dravenport", opened=25)
        for home in (*OF_THE_CAST, *OF_THE_STORIES):
            _proceedings(cast, home.key, home.team, home.opened)
        write(telling.past for telling in stories(cast))
        _spoken_to_yusra(cast)
        _names_the_other_side(cast)
        contacts.say(cast)
        ask_without_account(cast)
        talk(cast)
    return cast


def _proceedings(cast: Cast, family: str, team: str, opened: int) -> None:
    boss, engagement = cast.actor(BOSS[team]), cast.engagements[family]
    status, ago, outcome = PROCEEDINGS.get(family, ("none_known", 0, ""))
    asked, due = at(-ago, "11:45"), day(CHECK_AGAIN_AFTER - ago)
    with clock.moved(at(-opened, "15:05")):
        record_proceedings(actor=boss, engagement=engagement, status=status)
    if outcome:
        with clock.moved(asked):
            record_check(actor=boss, engagement=engagement, officer_role=OFFICER, next_check_due=due, outcome=outcome)
    for ago in CHASED.get(family, ()):
        with clock.moved(at(-ago, "10:20")):
            record_check(actor=boss, engagement=engagement, officer_role=OFFICER, answered=False)


def _spoken_to_yusra(cast: Cast) -> None:
    """The answer that she has was spoken by an interpreter who knows neither family."""
    asked = _newest_before(cast, "al_naqib", at(-10, "00:00"))
    with clock.moved(at(-5, "15:30")):
        record_need_met(
            actor=cast.actor("caseworker"), engagement=cast.engagements["al_naqib"], subject=asked.pk,
            person=cast.people["yusra"], how="interpreter", interpreter="Farida Quenby, Lanternhouse Interpreters",
            conflict_checked=True,
        )  # fmt: skip


def _names_the_other_side(cast: Cast) -> None:
    asked = _newest_before(cast, "dravenport", clock.now())
    with clock.moved(at(-1, "15:20")):
        write_answer(
            actor=cast.actor("other_caseworker"), pk=asked.pk, number=1,
            answer=AnswerText("answered", "incident_information", HELD),
        )  # fmt: skip


def _newest_before(cast: Cast, family: str, moment: dt.datetime) -> ShortTermTrack:
    rows = ShortTermTrack.objects.filter(engagement=cast.engagements[family], received_at__lt=moment)
    return rows.latest("received_at")
