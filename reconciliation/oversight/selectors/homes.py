"""The homes of information governance and of the auditor."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.accounts.models import Role
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.refusals import NotYours
from portal.workflow.models import Deadline, DecisionRecord
from reconciliation.tracks import policy
from reconciliation.tracks.models import PartResponse, ShortTermTrack

PAGE_SIZE = 25


@dataclass(frozen=True)
class Review:
    """A decision that somebody asked to be looked at again."""

    track: ShortTermTrack
    due: date | None
    asked: list[tuple[int, str]]


def reviews(actor: Actor) -> list[Review]:
    """The reviews that wait, the next due first."""
    tracks = list(policy.visible_to(actor).select_related("engagement").order_by("next_due", "id")[:PAGE_SIZE])
    keys.warm([track.engagement_id for track in tracks])
    ids = [track.pk for track in tracks]
    running = Deadline.objects.filter(track_id__in=ids, kind="review", stopped_at=None)
    due = {row.track_id: row.due_on for row in running}
    asked: dict[UUID, list[tuple[int, str]]] = {pk: [] for pk in ids}
    said = PartResponse.objects.filter(part__track_id__in=ids, answers_me=False).select_related("part")
    for response in said.order_by("at"):
        asked[response.part.track_id].append((response.part.number, response.missing))
    return [Review(track, due.get(track.pk), asked[track.pk]) for track in tracks]


def decision_log(actor: Actor, after: UUID | None) -> tuple[list[DecisionRecord], UUID | None]:
    """Decisions with their reasons, newest first, by key. Never a question, an answer or a message."""
    if actor.role != Role.AUDITOR:
        raise NotYours()
    rows = DecisionRecord.objects.order_by("-decided_at", "-id")
    if after is not None:
        last = rows.filter(pk=after).first()
        if last is None:
            raise NotYours()
        rows = rows.filter(decided_at__lte=last.decided_at).exclude(decided_at=last.decided_at, id__gte=last.pk)
    found = list(rows[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    keys.warm({row.holder for row in page})
    return page, page[-1].pk if len(found) > PAGE_SIZE else None
