"""A question as a list shows it: which one, where it stands, what is owed next, and whom it waits for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.accounts.selectors import names_of
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


def lines_of(tracks: Sequence[ShortTermTrack]) -> list[Line]:
    """Names, dates and whom each waits for, read for all of them at once."""
    families = families_of(track.engagement_id for track in tracks)
    workers = names_of(track.worker_id for track in tracks if track.worker_id)
    waits, owed, late_for_long = waits_of(tracks), _owed(track.pk for track in tracks), escalated(tracks)
    return [
        Line(
            track=track,
            title=title_of(track.question),
            family=families[track.engagement_id],
            stage=words.STAFF_STATE[track.current],
            owed=owed.get(track.pk, ""),
            wait=waits.get(track.pk, NOBODY),
            worker=workers[track.worker_id][0] if track.worker_id in workers else "",
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


def _owed(track_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What the next date of each is for."""
    running = Deadline.objects.filter(track_id__in=list(track_ids), stopped_at=None).exclude(kind__in=ledger.NOT_OURS)
    latest_first = running.order_by("-due_on", "-opened_at", "-id").values_list("track_id", "kind")
    return {track_id: words.DEADLINE.get(kind, kind) for track_id, kind in latest_first}
