"""Requests for more help that wait for a supervisor, with the dates by which the family hears."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from django.db.models import QuerySet

from portal.accounts.selectors import names_of
from portal.audit.actor import Actor
from portal.ui.text import visible
from portal.workflow.models import Deadline
from reconciliation.families.policy import among, workable_by
from reconciliation.oversight.selectors.counting import place_of
from reconciliation.oversight.selectors.lines import families_of
from reconciliation.oversight.selectors.worklist import after_key
from reconciliation.tracks import words
from reconciliation.tracks.long_term import REQUESTED
from reconciliation.tracks.models import HelpRequest, LongTermTrack
from reconciliation.tracks.selectors.told import title_of


@dataclass(frozen=True)
class Asked:
    """Who asked, out of which question."""

    row: HelpRequest
    name: str
    title: str


@dataclass(frozen=True)
class HelpLine:
    """One family that asked for more help: by when what is owed, who asked, and who works with them."""

    track: LongTermTrack
    family: str
    dates: Sequence[tuple[str, dt.date]]
    asked: Sequence[Asked]
    worker: str


def keys_of(actor: Actor, after: str, count: int) -> list[tuple[dt.date, UUID]]:
    """Those that wait, the next due first."""
    rows = _requested(actor).filter(after_key(after), next_due__isnull=False).order_by("next_due", "id")
    found = [rows.filter(team_id=team).values_list("next_due", "pk")[:count] for team in place_of(actor).teams]
    return sorted((due, pk) for due, pk in chain.from_iterable(found) if due)[:count]


def lines_of(actor: Actor, ids: Iterable[UUID]) -> list[HelpLine]:
    """Everything that the list shows of these, read at once."""
    tracks = list(_requested(actor).filter(pk__in=list(ids)).select_related("engagement").order_by("next_due", "id"))
    families = families_of(track.engagement_id for track in tracks)
    workers = names_of(track.worker_id for track in tracks if track.worker_id)
    asked: dict[UUID, list[Asked]] = defaultdict(list)
    for row in HelpRequest.objects.filter(track__in=tracks).select_related("person", "question"):
        asked[row.track_id].append(Asked(row, visible(row.person.name), title_of(row.question.question)))
    dates: dict[UUID, list[tuple[str, dt.date]]] = defaultdict(list)
    running = Deadline.objects.filter(track_id__in=[track.pk for track in tracks], stopped_at=None)
    for deadline in running.order_by("due_on", "id"):
        dates[deadline.track_id].append((words.DEADLINE.get(deadline.kind, deadline.kind), deadline.due_on))
    return [
        HelpLine(
            track=track,
            family=families[track.engagement_id],
            dates=dates[track.pk],
            asked=asked[track.pk],
            worker=workers[track.worker_id][0] if track.worker_id in workers else "",
        )
        for track in tracks
    ]


def _requested(actor: Actor) -> QuerySet[LongTermTrack]:
    return LongTermTrack.objects.filter(among(workable_by(actor)), state=REQUESTED)
