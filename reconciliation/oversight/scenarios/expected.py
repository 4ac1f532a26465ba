"""What a step expects: each expectation by its word in the file."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reconciliation.oversight.scenarios import when
from reconciliation.oversight.scenarios.unreadable import Wrong, must_be_one_of
from reconciliation.oversight.scenarios.vocabulary import code, plain
from reconciliation.tracks import states, words
from reconciliation.tracks.parts import PartStatus

CLOCK = "the clock"
PAGES = (
    "the question", "home", "the worklist", "the queue", "the reviews", "the promises", "the police list",
    "the decisions", "who opened what",
)  # fmt: skip
NO_DATE = "none"
_LOOK = re.compile(r"(?P<who>[^:]+?)(?: on (?P<page>[^:]+?))?(?:: *(?P<text>.+))?", re.DOTALL)


@dataclass(frozen=True)
class Look:
    """Somebody looks at a page; ``text`` is what to look for there, or nothing: then the page itself."""

    who: str
    page: str
    text: str

    @property
    def sees(self) -> str:
        """That they do, after their name."""
        return f"sees “{self.text}”{self._where}" if self.text else f"can open {self._page}"

    @property
    def does_not_see(self) -> str:
        """That they do not."""
        return f"does not see “{self.text}”{self._where}" if self.text else f"does not find {self._page}"

    @property
    def _page(self) -> str:
        return "the page of the question" if self.page == PAGES[0] else self.page

    @property
    def _where(self) -> str:
        return "" if self.page == PAGES[0] else f" on {self.page}"


@dataclass(frozen=True)
class Expected:
    """What a step expects. None: nothing is said about it."""

    must_fail: str | None = None
    state: str | None = None
    way: tuple[str, ...] | None = None
    parts_are: tuple[str, ...] | None = None
    due: Mapping[str, dt.date | None] = field(default_factory=dict)
    elapsed: int | None = None
    active: int | None = None
    reminded: int | None = None
    sees: tuple[Look, ...] = ()
    does_not_see: tuple[Look, ...] = ()


def read_expected(said: Mapping[str, Any], people: Mapping[str, object]) -> Expected:
    """The expectations among what a step says. Raises Wrong."""
    found: dict[str, Any] = {}
    for name, reader in EXPECTED.items():
        if name in said:
            try:
                found[name] = reader(said[name], people)
            except Wrong as wrong:
                raise Wrong(f"“{name}”: {wrong}") from None
    return Expected(**found)


def _text(value: object, people: Mapping[str, object]) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong(f"A text in quotation marks is wanted here, not {value!r}.")
    return value.strip()


def _count(value: object, people: Mapping[str, object]) -> int:
    if type(value) is not int:
        raise Wrong(f"A number without quotation marks is wanted here, not {value!r}.")
    return value


def _state(value: object, people: Mapping[str, object]) -> str:
    must_be_one_of(plain(_text(value, people)), map(plain, states.ALL), "a state of a question")
    return code(str(value))


def _status(value: object, people: Mapping[str, object]) -> str:
    must_be_one_of(plain(_text(value, people)), map(plain, PartStatus.values), "what becomes of a part")
    return code(str(value))


def _each(reader: Callable[[object, Mapping[str, object]], Any]) -> Callable[[object, Mapping[str, object]], Any]:
    def read(value: object, people: Mapping[str, object]) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Wrong(f"A list in square brackets is wanted here, not {value!r}.")
        return tuple(reader(entry, people) for entry in value)

    return read


def _due(value: object, people: Mapping[str, object]) -> dict[str, dt.date | None]:
    if not isinstance(value, dict):
        raise Wrong('Say which date is meant, as in due.answer = "15 April 2026".')
    found = {}
    for name, day in value.items():
        must_be_one_of(plain(name), ["next", *map(plain, words.DEADLINE)], "a date of a question")
        found[code(name)] = None if day == NO_DATE else when.date(day)
    return found


def _look(value: object, people: Mapping[str, object]) -> Look:
    found = _LOOK.fullmatch(_text(value, people))
    if found is None:
        raise Wrong(f'“{value}” cannot be read. Write it as "verity" or as "verity: the words".')
    who, page, text = found["who"].strip(), (found["page"] or PAGES[0]).strip(), (found["text"] or "").strip()
    must_be_one_of(who, people, "somebody of this scenario")
    must_be_one_of(page, PAGES, "a page that a scenario can look at")
    return Look(who, page, text)


EXPECTED: dict[str, Callable[[object, Mapping[str, object]], Any]] = {
    "must_fail": _text,
    "state": _state,
    "way": _each(_state),
    "parts_are": _each(_status),
    "due": _due,
    "elapsed": _count,
    "active": _count,
    "reminded": _count,
    "sees": _each(_look),
    "does_not_see": _each(_look),
}
