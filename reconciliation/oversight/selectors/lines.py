"""A question as a list shows it: which one, where it stands, what is owed next, and whom it waits for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from portal.encryption import keys
from portal.ui.text import visible
from portal.workflow import clock, ledger
from portal.workflow.models import Deadline
from reconciliation.families.models import Person
from reconciliation.families.selectors import family_name
from reconciliation.oversight.selectors.waits import NOBODY, Wait, waits_of
from reconciliation.tracks import words
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors.staff import escalated
from reconciliation.tracks.selectors.standing import with_newest
from reconciliation.tracks.selectors.told import title_of

WEEK = dt.timedelta(days=7)
LATE, TODAY, OTHERS, SOON, AFTER = "Late", "Due today", "Waiting for others", "In the next 7 days", "After that"
BANDS = (LATE, TODAY, OTHERS, SOON, AFTER)


@dataclass(frozen=True)
class Line:
    """One question as a list shows it. ``owed`` is what is due on its date, ``why`` what a list says of it besides."""

    track: ShortTermTrack
    title: str
    family: str
    stage: str
    owed: str
    wait: Wait
    worker: str
    escalated: bool = False
    why: str = ""

    def band(self, *, own_turn: bool = False) -> str:
        """Where it stands in a day's work: what is late or due comes first, then what waits for somebody else.

        ``own_turn``: whoever reads the list is the one that it waits for.
        """
        due, today = self.track.next_due, clock.today()
        waits = self.wait.on_others and not own_turn
        if due is None or due > today + WEEK:
            return OTHERS if waits else AFTER
        if due <= today:
            return LATE if due < today else TODAY
        return OTHERS if waits else SOON


def for_lines(rows: QuerySet[ShortTermTrack]) -> QuerySet[ShortTermTrack]:
    """These questions, each joined with all that its line shows but names and whom we asked."""
    running = Deadline.objects.filter(track_id=OuterRef("pk"), stopped_at=None).exclude(kind__in=ledger.NOT_OURS)
    owed = running.order_by("due_on", "opened_at", "id").values("kind")[:1]
    return with_newest(rows).annotate(owed=Subquery(owed)).select_related("engagement", "worker")


def lines_of(tracks: Sequence[ShortTermTrack], families: Mapping[UUID, str]) -> list[Line]:
    """The lines of questions that were read by ``for_lines``, with the names of their families."""
    waits, late_for_long = waits_of(tracks), escalated(tracks)
    return [
        Line(
            track=track,
            title=title_of(track.question),
            family=families[track.engagement_id],
            stage=words.STAFF_STATE[track.current],
            owed=_owed(track),
            wait=waits.get(track.pk, NOBODY),
            worker=track.worker.name if track.worker else "",
            escalated=track.pk in late_for_long,
        )
        for track in tracks
    ]


def families_of(engagement_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The name that each of these families goes by; their keys are warm afterwards."""
    people: dict[UUID, list[Person]] = defaultdict(list)
    ids = set(engagement_ids)
    keys.warm([*ids, keys.SITE])
    for person in Person.objects.filter(engagement_id__in=ids).order_by("position", "id"):
        people[person.engagement_id].append(person)
    return {pk: visible(family_name(people[pk])) for pk in ids}


def _owed(track: ShortTermTrack) -> str:
    """What its next date is for."""
    kind = getattr(track, "owed", None) or ""
    return words.DEADLINE.get(kind, kind)
