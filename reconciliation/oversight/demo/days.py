"""Days of the demo, told from today in working days, so that it never grows old."""

import datetime as dt

from portal.workflow import clock

ONE_DAY = dt.timedelta(days=1)


def day(n: int) -> dt.date:
    """The working day ``n`` days after today, or before where negative; on a weekend today is Friday."""
    found = clock.today()
    while not clock.is_working_day(found):
        found -= ONE_DAY
    for _ in range(-n):
        found -= ONE_DAY
        while not clock.is_working_day(found):
            found -= ONE_DAY
    return clock.add_working_days(found, n) if n > 0 else found


def at(n: int, time: str) -> dt.datetime:
    """A moment of such a day, never one that is still to come."""
    hour, minute = map(int, time.split(":"))
    moment = dt.datetime.combine(day(n), dt.time(hour, minute), tzinfo=clock.LONDON)
    return min(moment, clock.now())


def said(n: int) -> str:
    """A day as a text names it: 4 March."""
    return f"{day(n):%-d %B}"


def born(age: int) -> dt.date:
    """A birth date that makes somebody this old today, and for some months more."""
    today = clock.today()
    return dt.date(today.year - age, 1, 1) + dt.timedelta(days=(today - dt.date(today.year, 1, 1)).days * 2 // 3)
