"""Domain events: the one way by which a lower room lets an upper room react.

Settings list the reacting functions (`EVENT_HANDLERS`), so a reader sees the whole picture in one place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Event:
    """Something that has happened. Subclasses are frozen dataclasses that carry ids, never texts."""


Handler = Callable[[Event], None]


def name_of(event: type[Event]) -> str:
    """The key of an event in `EVENT_HANDLERS`."""
    return f"{event.__module__}.{event.__qualname__}"


def publish(event: Event) -> None:
    """Call the handlers of this event, in order, inside the caller's transaction.

    A handler that raises undoes the whole change.
    """
    for dotted in settings.EVENT_HANDLERS.get(name_of(type(event)), []):
        cast(Handler, import_string(dotted))(event)
