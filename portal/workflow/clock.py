"""The working-day clock of England, in London time.

Day 0 is the working day on which something counts as received; day 1 is the next one.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings
from django.utils import timezone

LONDON = ZoneInfo("Europe/London")
END_OF_DAY = dt.time(17, 0)
STOPPING_REASONS = frozenset({"awaiting_family", "proceedings"})

Pause = tuple[dt.datetime, dt.datetime | None, str]

_ONE_DAY = dt.timedelta(days=1)
_moved_to: ContextVar[dt.datetime | None] = ContextVar("moved_to", default=None)


def now() -> dt.datetime:
    """The present moment, aware; inside ``moved`` the moment that was set."""
    return _moved_to.get() or timezone.now()


@contextmanager
def moved(to: dt.datetime) -> Iterator[None]:
    """Let the service's clock stand at an aware moment: for histories and scenarios that are written, nothing else."""
    token = _moved_to.set(_london(to))
    try:
        yield
    finally:
        _moved_to.reset(token)


def today() -> dt.date:
    """The date in London."""
    return london_date(now())


def london_date(moment: dt.datetime) -> dt.date:
    """The date that a London calendar shows at an aware moment."""
    return _london(moment).date()


def is_working_day(day: dt.date) -> bool:
    """Neither a weekend, nor a bank holiday in England, nor a local closure day."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year) and day not in settings.LOCAL_CLOSURE_DAYS


def next_working_day(day: dt.date) -> dt.date:
    """The day itself where it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def add_working_days(day: dt.date, n: int) -> dt.date:
    """The n-th working day after `day`; a non-working `day` first moves to the next working day."""
    if n < 0:
        raise ValueError("A count of working days cannot be negative.")
    day = next_working_day(day)
    for _ in range(n):
        day = next_working_day(day + _ONE_DAY)
    return day


def day_received(received_at: dt.datetime) -> dt.date:
    """Day 0: after 17:00, or on a non-working day, is the next working day."""
    local = _london(received_at)
    late = local.time() > END_OF_DAY
    return next_working_day(local.date() + _ONE_DAY if late else local.date())


def due_on(received_at: dt.datetime, n: int) -> dt.date:
    """The date by which n working days from receipt are used up."""
    return add_working_days(day_received(received_at), n)


def working_days_between(start: dt.date, end: dt.date) -> int:
    """How many working days lie after `start`, up to and with `end`; negative where `end` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    return sum(1 for _ in _working_days(next_working_day(start), end))


def elapsed_wd(received_at: dt.datetime, until: dt.datetime | dt.date) -> int:
    """The working days that the family has lived through."""
    return sum(1 for _ in _working_days(day_received(received_at), _as_date(until)))


def active_wd(received_at: dt.datetime, until: dt.datetime | dt.date, pauses: Sequence[Pause]) -> int:
    """Elapsed working days without those spent waiting for the family or for proceedings.

    A pause starts as receipt does (after 17:00 is the next working day), so that a pause
    overnight takes nothing from the clock; any other reason never stops it.
    """
    last = _as_date(until)
    paused: set[dt.date] = set()
    for start, end, reason in pauses:
        if reason in STOPPING_REASONS:
            ended = last if end is None else min(last, london_date(end))
            paused.update(_working_days(day_received(start), ended))
    return sum(1 for day in _working_days(day_received(received_at), last) if day not in paused)


def _working_days(after: dt.date, last: dt.date) -> Iterator[dt.date]:
    day = after + _ONE_DAY
    while day <= last:
        if is_working_day(day):
            yield day
        day += _ONE_DAY


@lru_cache(maxsize=256)
def _bank_holidays(year: int) -> frozenset[dt.date]:
    # Without the subdivision the library leaves out Easter Monday and the August holiday.
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def _london(moment: dt.datetime) -> dt.datetime:
    if timezone.is_naive(moment):
        raise ValueError("A moment must name its time zone.")
    return moment.astimezone(LONDON)


def _as_date(until: dt.datetime | dt.date) -> dt.date:
    return london_date(until) if isinstance(until, dt.datetime) else until
