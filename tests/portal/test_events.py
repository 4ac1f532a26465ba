"""A lower room publishes; what reacts is written in settings."""

from dataclasses import dataclass
from typing import Any

import pytest

from portal.events import Event, name_of, publish

heard: list[str] = []


@dataclass(frozen=True)
class Happened(Event):
    what: str


def first(event: Event) -> None:
    heard.append(f"first {event}")


def second(event: Event) -> None:
    heard.append(f"second {event}")


def broken(event: Event) -> None:
    raise RuntimeError("no")


@pytest.fixture(autouse=True)
def _silence() -> None:
    heard.clear()


def listen(settings: Any, *handlers: str) -> None:
    settings.EVENT_HANDLERS = {name_of(Happened): [f"{__name__}.{handler}" for handler in handlers]}


def test_handlers_are_called_in_the_order_of_the_settings(settings: Any) -> None:
    listen(settings, "second", "first")
    publish(Happened("x"))
    assert [line.split()[0] for line in heard] == ["second", "first"]


def test_an_event_that_nobody_listens_to_is_no_error(settings: Any) -> None:
    settings.EVENT_HANDLERS = {}
    publish(Happened("x"))
    assert heard == []


def test_an_error_of_a_handler_reaches_the_publisher_and_ends_the_rest(settings: Any) -> None:
    listen(settings, "broken", "first")
    with pytest.raises(RuntimeError, match="no"):
        publish(Happened("x"))
    assert heard == []
