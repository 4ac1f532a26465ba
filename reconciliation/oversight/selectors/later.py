"""What could be answered later: questions that were finished in part, the first day to look again first."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from portal.accounts.models import Role
from portal.accounts.selectors import names_of
from portal.audit.actor import Actor
from portal.workflow import clock
from reconciliation.families.models import Assignment, current
from reconciliation.families.policy import among, user_of, workable_by
from reconciliation.oversight.selectors.counting import PAGE_SIZE, Teams, place_of, teams_at_once
from reconciliation.oversight.selectors.lines import families_of
from reconciliation.tracks import policy, states
from reconciliation.tracks.models import QuestionPart, ShortTermTrack
from reconciliation.tracks.parts import PartStatus
from reconciliation.tracks.selectors.told import title_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Dated(TypedDict):
        review_on: dt.date


SHORT = (PartStatus.PART, PartStatus.CANNOT_ANSWER)
# Where no part has a day to look again, the question stands last.
NEVER = dt.date.max


@dataclass(frozen=True)
class Part:
    """One part that was not, or not wholly, answered."""

    row: QuestionPart
    title: str
    status: str
    reason: str


@dataclass(frozen=True)
class Line:
    """One finished question with those parts; ``review_on`` is the first day to look again."""

    track: ShortTermTrack
    title: str
    family: str
    parts: Sequence[Part]
    review_on: dt.date | None
    finished_on: dt.date
    worker: str


@dataclass(frozen=True)
class LaterList:
    """One page, how many days to look again have come, and where the next page starts."""

    lines: Sequence[Line]
    come: str
    following: str = ""


def later_list(actor: Actor, after: str = "") -> LaterList:
    """One page, with the same number of queries whatever there is."""
    place = place_of(actor, {"come": lists_of_later(actor, teams_at_once(actor))})
    rows = [lane.filter(_after(after)).order_by("review_on", "id") for lane in _lanes(actor, place.each)]
    found = sorted(chain.from_iterable(one.values_list("review_on", "pk")[: PAGE_SIZE + 1] for one in rows))
    page = found[:PAGE_SIZE]
    following = f"{page[-1][0]}_{page[-1][1]}" if len(found) > PAGE_SIZE else ""
    tracks = policy.visible_to(actor).select_related("engagement").in_bulk([pk for _, pk in page])
    return LaterList(_lines_of([tracks[pk] for _, pk in page if pk in tracks]), place.counts["come"], following)


def later_come(actor: Actor) -> str:
    """Of how many the day to look again has come, as far as anybody counts."""
    return place_of(actor, {"come": lists_of_later(actor, teams_at_once(actor))}).counts["come"]


def lists_of_later(actor: Actor, teams: Teams) -> "list[QuerySet[WithAnnotations[ShortTermTrack, _Dated]]]":
    """Those of which the day has come, to be counted."""
    return [lane.filter(review_on__lte=clock.today()) for lane in _lanes(actor, teams)]


def _lanes(actor: Actor, teams: Teams) -> "list[QuerySet[WithAnnotations[ShortTermTrack, _Dated]]]":
    """By team, as the index of these questions stands; of a caseworker's teams the families that they work with."""
    seen = policy.visible_to(actor).filter(among(workable_by(actor)), state=states.CLOSED_PART_ANSWERED)
    # Says nothing new, but without it SQLite takes another index, of all questions of the team.
    seen = seen.filter(state_since__lte=clock.now())
    dated = QuestionPart.objects.filter(track=OuterRef("pk"), status__in=SHORT, next_date__isnull=False)
    first = Subquery(dated.order_by("next_date").values("next_date")[:1])
    seen = seen.annotate(review_on=Coalesce(first, Value(NEVER), output_field=DateField()))
    if actor.role == Role.CASEWORKER:
        own = Assignment.objects.filter(current(), user_id=user_of(actor), engagement_id=OuterRef("engagement_id"))
        seen = seen.filter(Exists(own))
    return [seen.filter(team) for team in teams.all]


def _after(text: str) -> Q:
    day, _, pk = text.partition("_")
    try:
        review_on, last = dt.date.fromisoformat(day), UUID(pk)
    except ValueError:
        return Q()
    return Q(review_on__gt=review_on) | Q(review_on=review_on, id__gt=last)


def _lines_of(tracks: Sequence[ShortTermTrack]) -> list[Line]:
    families = families_of(track.engagement_id for track in tracks)
    workers = names_of(track.worker_id for track in tracks if track.worker_id)
    parts: dict[UUID, list[Part]] = defaultdict(list)
    for row in QuestionPart.objects.filter(track__in=tracks, status__in=SHORT).order_by("number"):
        status, reason = row.get_status_display(), row.get_reason_code_display()
        parts[row.track_id].append(Part(row, title_of(row.wording), status, reason))
    return [
        Line(
            track=track,
            title=title_of(track.question),
            family=families[track.engagement_id],
            parts=parts[track.pk],
            review_on=min((part.row.next_date for part in parts[track.pk] if part.row.next_date), default=None),
            finished_on=clock.london_date(track.state_since),
            worker=workers[track.worker_id][0] if track.worker_id in workers else "",
        )
        for track in tracks
    ]
