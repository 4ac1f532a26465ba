"""What a day holds besides questions: checks, promises, pauses, days to look again, and people to reach safely."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from portal.audit.actor import Actor
from portal.notifications.selectors import asked_again, lost_notices
from portal.ui.text import visible
from portal.workflow import clock
from portal.workflow.models import Deadline
from reconciliation.families.models import Assignment, Person, current
from reconciliation.families.policy import among, user_of, workable_by
from reconciliation.oversight.selectors.counting import Lists, Place, Teams
from reconciliation.oversight.selectors.later import lists_of_later
from reconciliation.oversight.selectors.proceedings import Due, checks_due
from reconciliation.oversight.selectors.promises import lists_of_late
from reconciliation.safeguards.models import ProceedingsWatch
from reconciliation.tracks import policy, states
from reconciliation.tracks.models import ShortTermTrack

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


def counts_of_day(actor: Actor, teams: Teams) -> dict[str, Lists]:
    """The lists of which a day says how long they are."""
    return {
        "promises": lists_of_late(actor, teams),
        "pauses": [_pauses(actor)],
        "later": lists_of_later(actor, teams),
    }


@dataclass(frozen=True)
class DayRows:
    """The same before it has names: of the families that this caseworker works with now."""

    checks: Sequence[ProceedingsWatch]
    stale: Sequence[Person]
    lost: Sequence[Person]

    @classmethod
    def of(cls, actor: Actor) -> "DayRows":
        """The same number of queries whatever there is."""
        lost, stale = lost_notices().values("user_id"), asked_again().values("user_id")
        return cls(checks_due(actor, clock.today()), _people(actor, stale), _people(actor, lost))

    @property
    def families(self) -> set[UUID]:
        """Whose names are needed."""
        people = {person.engagement_id for person in (*self.stale, *self.lost)}
        return people | {watch.engagement_id for watch in self.checks}


def day_of(rows: DayRows, place: Place, names: Mapping[UUID, str]) -> Day:
    """As the page shows it; the keys of these families are warm."""
    checks = [Due(watch, names[watch.engagement_id]) for watch in rows.checks]
    return Day(
        checks=Few(checks[:SHOWN], len(checks) > SHOWN),
        promises=place.counts["promises"],
        pauses=place.counts["pauses"],
        later=place.counts["later"],
        to_confirm=_few(rows.stale),
        not_delivered=_few(rows.lost),
    )


def _pauses(actor: Actor) -> QuerySet[ShortTermTrack]:
    """The pauses that have come to the day on which they are looked at again."""
    today = clock.today()
    come = Deadline.objects.filter(track_id=OuterRef("pk"), kind="resume", stopped_at=None, due_on__lte=today)
    paused = policy.visible_to(actor).filter(Exists(come), state=states.PAUSED, next_due__lte=today)
    return paused.filter(worker_id=actor.id)


def _people(actor: Actor, users: QuerySet[Any, Any]) -> list[Person]:
    own = Assignment.objects.filter(current(), user_id=user_of(actor), engagement_id=OuterRef("engagement_id"))
    rows = Person.objects.filter(Exists(own), among(workable_by(actor)), user_id__in=users)
    return list(rows.select_related("engagement").order_by("engagement__reference", "position", "id")[: SHOWN + 1])


def _few(found: Sequence[Person]) -> Few:
    return Few([Reach(person, visible(person.name)) for person in found[:SHOWN]], len(found) > SHOWN)
