"""What the ground announces about tracks: an id and never a text."""

from dataclasses import dataclass
from uuid import UUID

from portal.events import Event


@dataclass(frozen=True)
class Moved(Event):
    """A track has moved; whoever cares reads it again through its policy.

    Published inside the move's own transaction: what a handler writes is there exactly when the move is. What leaves
    the machine waits for the commit, in the outbox.
    """

    track_kind: str
    track_id: UUID
