"""The values that the components draw. Each takes a plain tuple in its place too."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

Action = tuple[str, str, str]
"""A link beside a row: its text, its address, and what it is about for someone who cannot see the row."""


@dataclass(frozen=True)
class Row:
    """One line of a summary list."""

    key: str
    value: Any
    actions: Sequence[Action] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """One of the few steps of a question's way."""

    label: str
    state: Literal["done", "current", "todo"] = "todo"


@dataclass(frozen=True)
class Entry:
    """One line of a timeline."""

    when: dt.datetime | dt.date | str
    title: str
    by: str = ""
    text: str = ""


@dataclass(frozen=True)
class OpenMove:
    """Something that can be done now. ``kind`` is a button for the next thing to do, a link for the rest."""

    label: str
    url: str
    note: str = ""
    kind: Literal["button", "link"] = "button"


@dataclass(frozen=True)
class ClosedMove:
    """Something that cannot be done yet: the reason, and what would open it."""

    label: str
    why: str
    opens: str = ""


@dataclass(frozen=True)
class Task:
    """One line of a task list. Without an address it cannot be started yet."""

    title: str
    url: str = ""
    status: str = ""
    colour: str = ""
    hint: str = ""


T = TypeVar("T", Row, Step, Entry, OpenMove, ClosedMove, Task)


def each(kind: type[T], items: Iterable[Any]) -> list[T]:
    """Items of one kind; plain tuples and mappings are taken for its fields in order or by name."""
    return [item if isinstance(item, kind) else _made(kind, item) for item in items]


def _made(kind: type[T], item: Any) -> T:
    if isinstance(item, dict):
        return kind(**item)
    return kind(*item)
