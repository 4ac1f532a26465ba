"""Dates as people write them, in London time: “Monday 30 March 2026, 10:00”."""

import datetime as dt
import re

from portal.workflow.clock import LONDON
from reconciliation.oversight.scenarios.unreadable import Wrong

MORNING = dt.time(10)
FORM = "Write it as “Monday 30 March 2026, 10:00”."
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WRITTEN = re.compile(r"(?:([A-Za-z]+day),? )?(\d{1,2}) ([A-Za-z]+) (\d{4})(?:,? (?:at )?(\d{1,2})[:.](\d{2}))?")


def moment(value: object) -> dt.datetime:
    """The moment that was written; without an hour ten o'clock. Raises Wrong."""
    if isinstance(value, dt.datetime):
        return _in_london(value.replace(tzinfo=None)) if value.tzinfo is None else value
    if isinstance(value, dt.date):
        return _in_london(dt.datetime.combine(value, MORNING))
    day, time = _read(value)
    return _in_london(dt.datetime.combine(day, time or MORNING))


def date(value: object) -> dt.date:
    """The day that was written. Raises Wrong."""
    if isinstance(value, dt.datetime):
        raise Wrong("A day is wanted here, without an hour. Write it as “15 April 2026”.")
    if isinstance(value, dt.date):
        return value
    day, time = _read(value)
    if time is not None:
        raise Wrong("A day is wanted here, without an hour. Write it as “15 April 2026”.")
    return day


def in_words(moment: dt.datetime) -> str:
    """The moment as a person would write it."""
    local = moment.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


def day_in_words(day: dt.date) -> str:
    """The day as a person would write it."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def _read(value: object) -> tuple[dt.date, dt.time | None]:
    found = _WRITTEN.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise Wrong(f"“{value}” is not a date. {FORM}")
    weekday, day, month, year, hour, minute = found.groups()
    number = next((n for n, name in enumerate(MONTHS, 1) if month.lower() in {name, name[:3]}), 0)
    try:
        read = dt.date(int(year), number, int(day))
        time = dt.time(int(hour), int(minute)) if hour else None
    except ValueError:
        raise Wrong(f"“{value}” is not a real date. {FORM}") from None
    if weekday and f"{read:%A}".lower() != weekday.lower():
        raise Wrong(f"{day} {month} {year} is not a {weekday}. It is a {read:%A}.")
    return read, time


def _in_london(naive: dt.datetime) -> dt.datetime:
    moment = naive.replace(tzinfo=LONDON)
    if moment.astimezone(dt.UTC).astimezone(LONDON).replace(tzinfo=None) != naive:
        raise Wrong(f"There is no {naive:%H:%M} on {naive.day} {naive:%B %Y}: the clocks go forward. Choose another.")
    return moment
