"""What a day holds besides questions: checks, promises, pauses, days to look again, and people to reach safely."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.audit.actor import Actor
from portal.notifications.selectors import asked_again, lost_notices
from portal.ui.text import visible
from portal.workflow import clock
from portal.workflow.models import Deadline
from reconciliation.families.models import Assignment, Person, current
from reconciliation.families.policy import among, user_of, workable_by
from reconciliation.oversight.selectors.later import later_come
from reconciliation.oversight.selectors.lines import families_of
from reconciliation.oversight.selectors.proceedings import Due, checks_due
from reconciliation.oversight.selectors.promises import late_promises
from reconciliation.oversight.selectors.worklist import counted, teams_of
from reconciliation.tracks import policy, states

SHOWN = 5


@dataclass(frozen=True)
class Reach:
    """Somebody whom the worker has to reach in a way that is safe."""

    person: Person
    name: str


@dataclass(frozen=True)
class Few:
    """The first of several, and whether there are more."""

    shown: Sequence[Any]
    more: bool


@dataclass(frozen=True)
class Day:
    """What else a caseworker's day holds; nothing of it is a question that is due."""

    checks: Few
    promises: str
    pauses: str
    later: str
    to_confirm: Few
    not_delivered: Few

    @property
    def lists(self) -> bool:
        """Whether there is somebody to ask or to reach."""
        return any(few.shown for few in (self.checks, self.to_confirm, self.not_delivered))


def day_of(actor: Actor) -> Day:
    """Of the families that this caseworker works with now; the same number of queries whatever there is."""
    checks: list[Due] = checks_due(actor, clock.today())
    lost, stale = lost_notices().values("user_id"), asked_again().values("user_id")
    return Day(
        checks=Few(checks[:SHOWN], len(checks) > SHOWN),
        promises=late_promises(actor),
        pauses=_pauses(actor),
        later=later_come(actor),
        to_confirm=_people(_own_people(actor).filter(user_id__in=stale)),
        not_delivered=_people(_own_people(actor).filter(user_id__in=lost)),
    )


def _pauses(actor: Actor) -> str:
    """How many pauses have come to the day on which they are looked at again."""
    today = clock.today()
    come = Deadline.objects.filter(track_id=OuterRef("pk"), kind="resume", stopped_at=None, due_on__lte=today)
    paused = policy.visible_to(actor).filter(Exists(come), state=states.PAUSED, next_due__lte=today)
    own = paused.filter(worker_id=actor.id)
    return counted([own.filter(team_id=team) for team in teams_of(actor)], Q())


def _own_people(actor: Actor) -> QuerySet[Person]:
    own = Assignment.objects.filter(current(), user_id=user_of(actor), engagement_id=OuterRef("engagement_id"))
    return Person.objects.filter(Exists(own), among(workable_by(actor)))


def _people(rows: QuerySet[Person]) -> Few:
    found = list(rows.select_related("engagement").order_by("engagement__reference", "position", "id")[: SHOWN + 1])
    families_of(person.engagement_id for person in found)
    return Few([Reach(person, visible(person.name)) for person in found[:SHOWN]], len(found) > SHOWN)
