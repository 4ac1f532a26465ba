"""A step in words, and what became of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reconciliation.oversight.scenarios import when
from reconciliation.oversight.scenarios.checking import Checked
from reconciliation.oversight.scenarios.expected import CLOCK
from reconciliation.oversight.scenarios.reading import Scenario, Step
from reconciliation.oversight.scenarios.vocabulary import plain

PASSED, FAILED, NOT_PLAYED = "passed", "failed", "not played"


@dataclass(frozen=True)
class Outcome:
    """One step after it was played (or not): in words, with every expectation beside what happened."""

    number: int
    when: str
    says: str
    told: Sequence[tuple[str, str]]
    checks: Sequence[Checked]
    result: str
    what_if: str = ""

    def as_record(self) -> dict[str, Any]:
        """The form that is kept: all of it is invented."""
        return {
            "number": self.number, "when": self.when, "says": self.says, "told": [list(pair) for pair in self.told],
            "checks": [checked.as_record() for checked in self.checks], "result": self.result, "what_if": self.what_if,
        }  # fmt: skip


def outcome(scenario: Scenario, step: Step, checks: Sequence[Checked] | None) -> Outcome:
    """A step with what became of it; None: it was not played."""
    result = NOT_PLAYED
    if checks is not None:
        result = PASSED if all(checked.passed for checked in checks) else FAILED
    return Outcome(
        step.number, when.in_words(step.at), _sentence(scenario, step), _told(scenario, step.given), checks or (),
        result, step.what_if,
    )  # fmt: skip


def _sentence(scenario: Scenario, step: Step) -> str:
    someone = scenario.people.get(step.who)
    who = f"{someone.name} ({someone.role})" if someone else CLOCK.capitalize()
    about = f", on the question “{step.question}”" if step.question else ""
    return f"{who} {step.verb.says}{about}."


def _told(scenario: Scenario, given: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(plain(name).capitalize(), _words(scenario, value)) for name, value in given.items()]


def _words(scenario: Scenario, value: Any) -> str:
    if isinstance(value, Mapping):
        return "\n".join(f"{plain(name).capitalize()}: {entry}" for name, entry in value.items())
    if isinstance(value, list):
        return _listed([_words(scenario, entry) for entry in value])
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return when.day_in_words(value)
    someone = scenario.people.get(value) if isinstance(value, str) else None
    return someone.name if someone else str(value).strip()


def _listed(entries: list[str]) -> str:
    if any(" " in entry for entry in entries):
        return "\n".join(f"{number}. {entry}" for number, entry in enumerate(entries, start=1))
    return ", ".join(entries) or "nobody"
