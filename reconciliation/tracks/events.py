"""What happens here beside the moves: an id and never a text."""

from dataclasses import dataclass
from uuid import UUID

from portal.events import Event


@dataclass(frozen=True)
class Restated(Event):
    """A worker has written what we understood; where it names somebody, it waits for a second person first."""

    track_id: UUID
    restatement_id: UUID


@dataclass(frozen=True)
class Promised(Event):
    """A promise was kept or not, or an apology approved; where it names somebody, it waits for a second person."""

    holder: UUID
    subject: UUID
