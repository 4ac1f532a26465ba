"""The words of a scenario: what somebody does, and what each deed needs to be told."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reconciliation.oversight.scenarios import when
from reconciliation.oversight.scenarios.unreadable import Wrong, listed, must_be_one_of

if TYPE_CHECKING:
    from reconciliation.oversight.scenarios.stage import Turn

Deed = Callable[["Turn"], None]
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One thing that a deed is told. ``kind`` says in plain words what may stand there."""

    name: str
    kind: str = "a text"
    needed: bool = True
    choices: tuple[str, ...] = ()

    def read(self, value: object, people: Mapping[str, object]) -> Any:
        """The value as the deed uses it. Raises Wrong with what would be right."""
        read = _READERS[self.kind](value)
        for name in read if self.kind == "a list of people" else [read] if self.kind == "a person" else []:
            must_be_one_of(name, people, "somebody of this scenario")
        if self.choices:
            read = plain(read)
            must_be_one_of(read, self.choices, "one of the answers")
        return read


@dataclass(frozen=True)
class Verb:
    """One thing that somebody does, by its word in the file."""

    word: str
    says: str
    fields: tuple[Field, ...]
    deed: Deed = field(repr=False, compare=False)
    by_clock: bool = False

    def read(self, given: Given, people: Mapping[str, object]) -> dict[str, Any]:
        """What the deed is told, checked field by field. Raises Wrong."""
        known = {entry.name: entry for entry in self.fields}
        if missing := [entry.name for entry in self.fields if entry.needed and entry.name not in given]:
            raise Wrong(f"“{self.word}” needs {listed(missing)} too.")
        for name in given:
            must_be_one_of(name, known, f"something that “{self.word}” can be told")
        return {name: _read(known[name], value, people) for name, value in given.items()}


VERBS: dict[str, Verb] = {}


def verb(word: str, says: str, *fields: Field, by_clock: bool = False) -> Callable[[Deed], Deed]:
    """Teach the scenarios one more word."""

    def taught(deed: Deed) -> Deed:
        VERBS[word] = Verb(word, says, fields, deed, by_clock)
        return deed

    return taught


def text(name: str, *, needed: bool = True) -> Field:
    """A text."""
    return Field(name, "a text", needed)


def number(name: str, *, needed: bool = True) -> Field:
    """The number of a part, as a rule."""
    return Field(name, "a number", needed)


def numbers(name: str, *, needed: bool = False) -> Field:
    """The numbers of some parts."""
    return Field(name, "a list of numbers", needed)


def day(name: str, *, needed: bool = True) -> Field:
    """A date."""
    return Field(name, "a date", needed)


def person(name: str, *, needed: bool = True) -> Field:
    """Somebody of the scenario."""
    return Field(name, "a person", needed)


def choice(name: str, *choices: str, needed: bool = True) -> Field:
    """One of a few answers."""
    return Field(name, "a text", needed, choices)


def plain(words: str) -> str:
    """A code as people write it: small letters, blanks for underlines."""
    return words.strip().lower().replace("-", " ").replace("_", " ")


def code(words: str) -> str:
    """The same as the records keep it."""
    return plain(words).replace(" ", "_")


def _read(entry: Field, value: object, people: Mapping[str, object]) -> Any:
    try:
        return entry.read(value, people)
    except Wrong as wrong:
        raise Wrong(f"“{entry.name}”: {wrong}") from None


def _of(kind: type, what: str) -> Callable[[object], Any]:
    def read(value: object) -> Any:
        if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
            raise Wrong(f"{what} is wanted here, not {value!r}.")
        return value

    return read


def _list_of(kind: type, what: str) -> Callable[[object], Any]:
    def read(value: object) -> Any:
        if not isinstance(value, list) or not all(type(entry) is kind for entry in value):
            raise Wrong(f"{what} is wanted here, not {value!r}.")
        return value

    return read


def _table_of(right: str) -> Callable[[object], Any]:
    def read(value: object) -> Any:
        if not isinstance(value, dict) or not all(isinstance(entry, str) for entry in value.values()):
            raise Wrong(right)
        return value

    return read


def _day(value: object) -> dt.date:
    return when.date(value)


_READERS: dict[str, Callable[[object], Any]] = {
    "a text": _of(str, "A text in quotation marks"),
    "a number": _of(int, "A number without quotation marks"),
    "yes or no": _of(bool, "true or false, without quotation marks"),
    "a date": _day,
    "a person": _of(str, "The short name of a person in quotation marks"),
    "a list of texts": _list_of(str, 'A list of texts such as ["Who decided?", "Why?"]'),
    "a list of numbers": _list_of(int, "A list of numbers such as [1, 2]"),
    "a text for each form": _table_of('Write them as considered.full = "why it will not do".'),
    "a reason for each paragraph": _table_of('Write them as covered.2 = "third party data".'),
    "a list of people": _list_of(str, 'A list of short names such as ["verity"]'),
}
