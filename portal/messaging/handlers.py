"""How this room reacts to what happens below it."""

from portal.events import Event
from portal.messaging.actions import release
from portal.recipients.events import TextReleased


def send_released(event: Event) -> None:
    """A second person let a text go: where it is a message, it is sent."""
    if isinstance(event, TextReleased):
        release(holder=event.holder, held_id=event.subject)
