"""Safe hours on London's clock, through both changes of the clocks."""

import datetime as dt

import pytest

from portal.notifications.windows import Window
from portal.workflow.clock import LONDON
from tests.notifications.conftest import london

ALL = range(7)
TUE_THU = Window([1, 3], dt.time(10), dt.time(12))


def hours(start: str, end: str, days=ALL) -> Window:
    return Window(days, dt.time.fromisoformat(start), dt.time.fromisoformat(end))


@pytest.mark.parametrize(
    ("window", "at", "expected"),
    [
        (TUE_THU, london("2026-04-17", "16:00"), london("2026-04-21", "10:00")),  # Friday to Tuesday
        (TUE_THU, london("2026-04-21", "09:59"), london("2026-04-21", "10:00")),
        (TUE_THU, london("2026-04-21", "10:00"), london("2026-04-21", "10:00")),
        (TUE_THU, london("2026-04-21", "11:59"), london("2026-04-21", "11:59")),
        (TUE_THU, london("2026-04-21", "12:00"), london("2026-04-23", "10:00")),
        (TUE_THU, london("2026-04-22", "11:00"), london("2026-04-23", "10:00")),
        (Window(ALL), london("2026-04-22", "03:00"), london("2026-04-22", "03:00")),
        (Window([6]), london("2026-04-20", "00:00"), london("2026-04-26", "00:00")),
    ],
)
def test_the_next_safe_moment(window: Window, at: dt.datetime, expected: dt.datetime) -> None:
    assert window.next_safe(at) == expected


def test_the_hours_are_londons_in_winter_and_in_summer() -> None:
    window = hours("10:00", "12:00")
    assert window.next_safe(dt.datetime(2026, 1, 12, 8, tzinfo=dt.UTC)) == dt.datetime(2026, 1, 12, 10, tzinfo=dt.UTC)
    assert window.next_safe(dt.datetime(2026, 7, 13, 8, tzinfo=dt.UTC)) == dt.datetime(2026, 7, 13, 9, tzinfo=dt.UTC)


def test_a_window_across_the_change_to_summer_time_opens_at_the_hour_on_the_wall() -> None:
    window = hours("10:00", "12:00")
    saturday = london("2026-03-28", "13:00")
    assert window.next_safe(saturday) == dt.datetime(2026, 3, 29, 9, tzinfo=dt.UTC)


def test_an_hour_that_the_clocks_leave_out_is_not_replaced_by_another() -> None:
    """On 29 March 2026 there is no time between 01:00 and 02:00."""
    window = hours("01:00", "02:00", [6])
    assert window.next_safe(london("2026-03-28")) == london("2026-04-05", "01:00")


def test_a_window_that_begins_in_the_hour_left_out_opens_after_it() -> None:
    opened = hours("01:30", "04:00").next_safe(london("2026-03-29", "00:30"))
    assert opened is not None
    assert (opened.astimezone(LONDON).hour, opened.astimezone(LONDON).minute) == (2, 30)


def test_an_hour_that_comes_twice_opens_at_its_first_time_and_is_safe_in_both() -> None:
    """On 25 October 2026 the time between 01:00 and 02:00 comes twice."""
    window = hours("01:00", "02:00")
    assert window.next_safe(london("2026-10-25", "00:10")) == dt.datetime(2026, 10, 25, 0, tzinfo=dt.UTC)
    second = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)
    assert window.next_safe(second) == second
    after = dt.datetime(2026, 10, 25, 2, tzinfo=dt.UTC)
    assert window.next_safe(after) == dt.datetime(2026, 10, 26, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize("year", [2026, 2027])
def test_whatever_the_moment_what_is_found_is_safe_and_not_earlier(year: int) -> None:
    windows = [TUE_THU, hours("01:30", "01:45"), hours("23:00", "23:30", [5, 6]), hours("00:00", "01:00", [6])]
    moment = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    while moment.year == year:
        for window in windows:
            found = window.next_safe(moment)
            assert found is not None
            assert found >= moment
            assert window.holds(found)
        moment += dt.timedelta(hours=7, minutes=10)


def test_where_no_day_is_safe_there_is_no_moment() -> None:
    assert Window([]).next_safe(london("2026-04-22")) is None
