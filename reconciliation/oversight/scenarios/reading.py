"""Reading a written scenario: every word is known, every date is real, or it is said what would be right."""

import datetime as dt
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reconciliation.oversight.scenarios import deeds, when
from reconciliation.oversight.scenarios.expected import CLOCK, EXPECTED, Expected, read_expected
from reconciliation.oversight.scenarios.roles import PARTS, Someone
from reconciliation.oversight.scenarios.unreadable import Unreadable, Wrong, listed, must_be_one_of
from reconciliation.oversight.scenarios.vocabulary import Verb

FILES = Path(__file__).parent / "files"
HEAD = ("title", "why", "people", "step")
OWN = ("on", "who", "does", "question", "what_if")
A_MOMENT = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Step:
    """One step: when, who does what, and what is expected then. ``what_if`` says in a sentence what is only tried."""

    number: int
    at: dt.datetime
    who: str
    verb: Verb
    given: Mapping[str, Any]
    expected: Expected
    question: str = ""
    what_if: str = ""


@dataclass(frozen=True)
class Scenario:
    """A written scenario. ``digest`` names the exact text of its file."""

    slug: str
    title: str
    why: str
    people: Mapping[str, Someone]
    steps: tuple[Step, ...]
    digest: str = field(repr=False)


def shipped() -> list[Path]:
    """The files that come with the service."""
    return sorted(FILES.glob("*.toml"))


def read(path: Path) -> Scenario:
    """The scenario of one file. Raises Unreadable, which says where the fault is and what would be right."""
    try:
        text = path.read_bytes()
        data = tomllib.loads(text.decode("utf-8"))
    except OSError:
        raise Unreadable(f"{path.name}: there is no such file.") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{path.name}: save the file as plain text (UTF-8).") from None
    except tomllib.TOMLDecodeError as wrong:
        raise Unreadable(f"{path.name}: this is not written as a scenario: {wrong}.") from None
    try:
        return _scenario(path, data, hashlib.sha256(text).hexdigest())
    except Wrong as wrong:
        raise Unreadable(f"{path.name}{wrong}" if str(wrong).startswith(",") else f"{path.name}: {wrong}") from None


def _scenario(path: Path, data: dict[str, Any], digest: str) -> Scenario:
    for name in data:
        must_be_one_of(name, HEAD, "something that a scenario begins with")
    if missing := [name for name in HEAD if not data.get(name)]:
        raise Wrong(f"{listed(missing)} must be there too.")
    title, why = (_words(data[name], name) for name in ("title", "why"))
    if not isinstance(data["people"], dict) or not isinstance(data["step"], list):
        raise Wrong("Write [people] once, and [[step]] before each step.")
    people = {key: _someone(key, said) for key, said in data["people"].items()}
    steps: list[Step] = []
    for number, said in enumerate(data["step"], start=1):
        try:
            steps.append(_step(number, said, people, _before(said, steps)))
        except Wrong as wrong:
            raise Wrong(f", step {number}: {wrong}") from None
    return Scenario(path.stem, title, why, people, tuple(steps), digest)


def _before(said: Mapping[str, Any], steps: list[Step]) -> dt.datetime | None:
    """The moment that a step comes after: what was only tried did not happen for the steps that follow it."""
    counted = [
        step for step in steps if not step.what_if or (step is steps[-1] and step.what_if == said.get("what_if"))
    ]
    return counted[-1].at if counted else None


def _words(value: object, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong(f"“{name}” is a text in quotation marks.")
    return " ".join(value.split())


def _someone(key: str, said: object) -> Someone:
    entries = [entry.strip() for entry in said.split(",")] if isinstance(said, str) else []
    if len(entries) not in {2, 3} or not all(entries):
        raise Wrong(f'people, “{key}”: write the name and the role, as in {key} = "Imelda Varnish, parent".')
    name, role, *age = entries
    try:
        must_be_one_of(role.replace("’", "'"), PARTS, "a role")
    except Wrong as wrong:
        raise Wrong(f"people, “{key}”: {wrong}") from None
    if age and not age[0].isdecimal():
        raise Wrong(f"people, “{key}”: “{age[0]}” is not an age. Write a number of years, or nothing.")
    return Someone(key, name, role.replace("’", "'"), int(age[0]) if age else None)


def _step(number: int, said: dict[str, Any], people: Mapping[str, Someone], before: dt.datetime | None) -> Step:
    if missing := [name for name in ("does", "on") if name not in said and (name == "does" or before is None)]:
        raise Wrong(f"{listed(missing)} must be there too.")
    at = _at(said.get("on"), before)
    must_be_one_of(_words(said["does"], "does"), deeds.VERBS, "something that can be done")
    verb = deeds.VERBS[said["does"]]
    who = _who(said.get("who"), verb, people)
    given = {name: value for name, value in said.items() if name not in OWN and name not in EXPECTED}
    return Step(
        number, at, who, verb, verb.read(given, people), read_expected(said, people),
        *(_words(said[name], name) if name in said else "" for name in ("question", "what_if")),
    )  # fmt: skip


def _at(said: object, before: dt.datetime | None) -> dt.datetime:
    if said is None and before is not None:
        return before + A_MOMENT
    try:
        at = when.moment(said)
    except Wrong as wrong:
        raise Wrong(f"“on”: {wrong}") from None
    if before is not None and at < before:
        raise Wrong(f"“on”: {when.in_words(at)} is before the step above it. Steps stand in the order of time.")
    return at


def _who(said: object, verb: Verb, people: Mapping[str, Someone]) -> str:
    if verb.by_clock:
        if said not in {None, CLOCK}:
            raise Wrong(f"“{verb.word}” is done by {CLOCK}, and by nobody else.")
        return CLOCK
    if said is None:
        raise Wrong("“who” must be there too.")
    name = _words(said, "who")
    must_be_one_of(name, people, "somebody of this scenario")
    return name
