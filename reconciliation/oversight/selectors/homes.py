"""The home of information governance."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.audit.actor import Actor
from portal.encryption import keys
from portal.workflow.models import Deadline
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
