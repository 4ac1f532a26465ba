"""Whether what is expected is so, in words for whoever wrote the scenario."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from portal.workflow.models import Deadline, MoveRecord
from reconciliation.oversight.scenarios import when
from reconciliation.oversight.scenarios.expected import Expected, Look
from reconciliation.oversight.scenarios.seeing import NOT_FOUND, seen, shows
from reconciliation.oversight.scenarios.stage import Stage
from reconciliation.oversight.scenarios.vocabulary import plain
from reconciliation.tracks import words
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors.staff import durations


@dataclass(frozen=True)
class Checked:
    """One expectation: what was expected, what happened, and whether the two agree."""

    expected: str
    happened: str
    passed: bool

    def as_record(self) -> dict[str, Any]:
        """The form that is kept."""
        return {"expected": self.expected, "happened": self.happened, "passed": self.passed}


def check(stage: Stage, expected: Expected, question: str) -> list[Checked]:
    """Every expectation of one step but that it must fail."""
    if expected == Expected(must_fail=expected.must_fail):
        return []
    track = stage.track(question)
    return [
        *_states(track, expected), *_dates(track, expected), *_days(track, expected),
        *(_sees(stage, look, question) for look in expected.sees),
        *(_does_not_see(stage, look, question) for look in expected.does_not_see),
    ]  # fmt: skip


def _compared(what: str, wanted: str, found: str) -> Checked:
    return Checked(f"{what}: {wanted}", found, wanted == found)


def _states(track: ShortTermTrack, expected: Expected) -> Iterator[Checked]:
    if expected.state is not None:
        yield _compared("The question is", plain(expected.state), plain(track.current))
    if expected.way is not None:
        moves = MoveRecord.objects.filter(track_id=track.pk).order_by("number").values_list("to_state", flat=True)
        yield _compared("Its way so far", _joined(expected.way), _joined(moves))
    if expected.parts_are is not None:
        statuses = track.parts.order_by("number").values_list("status", flat=True)
        yield _compared("The parts are", _joined(expected.parts_are), _joined(statuses))


def _joined(codes: Iterable[str]) -> str:
    return ", ".join(plain(code) for code in codes) or "none"


def _dates(track: ShortTermTrack, expected: Expected) -> Iterator[Checked]:
    running: dict[str, dt.date] = {}
    for deadline in Deadline.objects.filter(track_id=track.pk, stopped_at=None).order_by("-due_on"):
        running[deadline.kind] = deadline.due_on
    if track.next_due:
        running["next"] = track.next_due
    for kind, day in expected.due.items():
        yield _compared(words.DEADLINE.get(kind, "The next date that we owe"), _day(day), _day(running.get(kind)))


def _day(day: dt.date | None) -> str:
    return when.day_in_words(day) if day else "no date"


def _days(track: ShortTermTrack, expected: Expected) -> Iterator[Checked]:
    wanted = {"elapsed": expected.elapsed, "active": expected.active}
    found = dict(zip(wanted, durations(track), strict=True))
    for name, days in wanted.items():
        if days is not None:
            yield _compared(f"{name.capitalize()} working days", str(days), str(found[name]))
    if expected.reminded is not None:
        reminders = track.reminders.filter(at__gte=track.state_since).count()
        yield _compared("Reminders", str(expected.reminded), str(reminders))


def _sees(stage: Stage, look: Look, question: str) -> Checked:
    page, expected = seen(stage, look, question), f"{_name(stage, look)} {look.sees}"
    if page is NOT_FOUND:
        return Checked(expected, "“Page not found”", False)
    found = shows(page, look.text)
    return Checked(expected, "yes" if found else "the page is there, and these words are not on it", found)


def _does_not_see(stage: Stage, look: Look, question: str) -> Checked:
    page, expected = seen(stage, look, question), f"{_name(stage, look)} {look.does_not_see}"
    if page is NOT_FOUND:
        return Checked(expected, "“Page not found”", True)
    there = shows(page, look.text)
    return Checked(expected, "it is there to read" if there else "not there", not there)


def _name(stage: Stage, look: Look) -> str:
    return stage.names[look.who]
