"""Dates that were moved: who moved which date from when to when, why, and what the family was told."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.audit.actor import Actor
from portal.ui.text import visible
from portal.workflow import clock
from portal.workflow.models import Deadline, DeadlineChange
from reconciliation.oversight.selectors.lines import families_of
from reconciliation.tracks import policy, words
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors.told import title_of

WORKING_DAYS = 10


@dataclass(frozen=True)
class MovedLine:
    """One date that was moved."""

    track: ShortTermTrack
    title: str
    family: str
    change: DeadlineChange
    what: str
    by: str
    why: str
    told: str


def keys_of(actor: Actor, after: str, count: int) -> list[tuple[dt.date, UUID]]:
    """The changes of the last working days, the newest first."""
    rows = _changes(actor)
    found = rows.filter(_after(rows, after)).order_by("-at", "-id").values_list("at", "pk")
    return [(clock.london_date(at), pk) for at, pk in found[:count]]


def lines_of(actor: Actor, ids: Iterable[UUID]) -> list[MovedLine]:
    """Everything that the list shows of these, read at once."""
    changes = list(_changes(actor).filter(pk__in=list(ids)).select_related("deadline").order_by("-at", "-id"))
    wanted = {change.deadline.track_id for change in changes}
    tracks = policy.visible_to(actor).select_related("engagement").in_bulk(wanted)
    families = families_of(track.engagement_id for track in tracks.values())
    return [
        MovedLine(
            track=track,
            title=title_of(track.question),
            family=families[track.engagement_id],
            change=change,
            what=words.DEADLINE.get(change.deadline.kind, change.deadline.kind),
            by=", ".join(part for part in (visible(change.actor_name), change.actor_post) if part),
            why=visible(change.reason),
            told=visible(change.family_told),
        )
        for change in changes
        for track in [tracks[change.deadline.track_id]]
    ]


def _changes(actor: Actor) -> QuerySet[DeadlineChange]:
    """Asked row by row of the few that are new enough, and never are all dates listed first."""
    question = policy.visible_to(actor).filter(pk=OuterRef("track_id"))
    dates = Deadline.objects.filter(Exists(question), pk=OuterRef("deadline_id"), track_kind=ShortTermTrack.KIND)
    return DeadlineChange.objects.filter(Exists(dates), at__gte=_since(clock.today()))


def _since(today: dt.date) -> dt.datetime:
    """The first moment of the days that count."""
    day = today
    while clock.working_days_between(day - dt.timedelta(days=1), today) <= WORKING_DAYS:
        day -= dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(), clock.LONDON)


def _after(rows: QuerySet[DeadlineChange], text: str) -> Q:
    """What is older than the last line of the page before."""
    try:
        last = rows.filter(pk=UUID(text.rpartition("_")[2])).first()
    except ValueError:
        last = None
    return Q(at__lt=last.at) | Q(at=last.at, id__lt=last.pk) if last is not None else Q()
