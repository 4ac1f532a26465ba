"""What happens in this room that upper rooms may react to."""

from dataclasses import dataclass
from uuid import UUID

from portal.events import Event


@dataclass(frozen=True)
class WorkerChanged(Event):
    """An engagement has another named caseworker, or (None) no longer one."""

    engagement_id: UUID
    user_id: UUID | None
