"""What happens here that upper rooms react to."""

from dataclasses import dataclass
from uuid import UUID

from portal.events import Event


@dataclass(frozen=True)
class TextReleased(Event):
    """A second person let a text go exactly as it stands."""

    holder: UUID
    subject: UUID
