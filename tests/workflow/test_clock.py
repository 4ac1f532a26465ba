"""The working-day clock: every worked example, both clock changes, and its laws."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from portal.workflow import clock
from portal.workflow.clock import (
    active_wd,
    add_working_days,
    due_on,
    elapsed_wd,
    is_working_day,
    working_days_between,
)

LONDON = ZoneInfo("Europe/London")
D = dt.date

days = st.dates(min_value=D(2015, 1, 1), max_value=D(2035, 12, 31))
counts = st.integers(min_value=0, max_value=60)
moments = st.datetimes(
    min_value=dt.datetime(2015, 1, 1),
    max_value=dt.datetime(2035, 12, 31),
    timezones=st.sampled_from([LONDON, dt.UTC, ZoneInfo("Pacific/Auckland")]),
)


def at(year: int, month: int, day: int, hour: int = 10, minute: int = 0, second: int = 0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, second, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (D(2026, 3, 30), 10, D(2026, 4, 15)),
        (D(2026, 3, 30), 20, D(2026, 4, 29)),
        (D(2026, 12, 18), 10, D(2027, 1, 6)),
        (D(2026, 5, 1), 25, D(2026, 6, 9)),
        (D(2026, 12, 24), 2, D(2026, 12, 30)),
    ],
)
def test_each_worked_example_gives_its_date(start: dt.date, count: int, expected: dt.date) -> None:
    assert add_working_days(start, count) == expected
    assert due_on(dt.datetime.combine(start, dt.time(9), LONDON), count) == expected


@pytest.mark.parametrize(
    "day",
    [
        D(2026, 4, 3),  # Good Friday
        D(2026, 4, 6),  # Easter Monday
        D(2026, 5, 4),
        D(2026, 5, 25),
        D(2026, 8, 31),
        D(2026, 12, 25),
        D(2026, 12, 28),  # Boxing Day falls on a Saturday
        D(2027, 12, 27),  # Christmas Day falls on a Saturday
        D(2027, 12, 28),  # and Boxing Day on a Sunday
        D(2028, 1, 3),  # New Year's Day falls on a Saturday
        D(2026, 7, 4),
        D(2026, 7, 5),
    ],
)
def test_bank_holidays_their_substitutes_and_weekends_are_not_working_days(day: dt.date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [D(2026, 3, 17), D(2026, 8, 3), D(2026, 12, 29), D(2026, 1, 2)])
def test_the_holidays_of_the_other_nations_are_working_days_here(day: dt.date) -> None:
    assert is_working_day(day)


def test_a_local_closure_day_is_not_a_working_day(settings: Settings) -> None:
    settings.LOCAL_CLOSURE_DAYS = frozenset({D(2026, 12, 29)})
    assert not is_working_day(D(2026, 12, 29))
    assert add_working_days(D(2026, 12, 24), 2) == D(2026, 12, 31)


def test_the_twenty_ninth_of_february_is_an_ordinary_day() -> None:
    assert add_working_days(D(2028, 2, 28), 1) == D(2028, 2, 29)
    assert add_working_days(D(2028, 2, 29), 1) == D(2028, 3, 1)
    assert add_working_days(D(2027, 2, 26), 1) == D(2027, 3, 1)


def test_exactly_five_in_the_afternoon_is_still_that_day() -> None:
    assert due_on(at(2026, 7, 8, 17), 1) == D(2026, 7, 9)


@pytest.mark.parametrize("received", [at(2026, 7, 8, 17, 0, 1), at(2026, 7, 8, 23, 59), at(2026, 7, 9, 0, 1)])
def test_a_second_after_five_counts_as_the_next_working_day(received: dt.datetime) -> None:
    assert due_on(received, 1) == D(2026, 7, 10)


def test_a_microsecond_after_five_is_after_five() -> None:
    assert clock.day_received(at(2026, 7, 8, 17).replace(microsecond=1)) == D(2026, 7, 9)


@pytest.mark.parametrize("received", [at(2026, 7, 10, 18), at(2026, 7, 11), at(2026, 7, 12, 18), at(2026, 7, 13, 9)])
def test_friday_evening_and_the_weekend_count_as_monday(received: dt.datetime) -> None:
    assert clock.day_received(received) == D(2026, 7, 13)


def test_sunday_evening_before_a_bank_holiday_counts_as_the_tuesday() -> None:
    assert clock.day_received(at(2026, 5, 3, 20)) == D(2026, 5, 5)


def test_when_summer_time_begins_five_o_clock_is_four_by_universal_time() -> None:
    assert clock.day_received(dt.datetime(2026, 3, 27, 17, 0, tzinfo=dt.UTC)) == D(2026, 3, 27)
    assert clock.day_received(dt.datetime(2026, 3, 30, 16, 0, tzinfo=dt.UTC)) == D(2026, 3, 30)
    assert clock.day_received(dt.datetime(2026, 3, 30, 16, 0, 1, tzinfo=dt.UTC)) == D(2026, 3, 31)


def test_when_summer_time_ends_five_o_clock_is_five_by_universal_time() -> None:
    assert clock.day_received(dt.datetime(2026, 10, 23, 16, 0, 1, tzinfo=dt.UTC)) == D(2026, 10, 26)
    assert clock.day_received(dt.datetime(2026, 10, 26, 17, 0, tzinfo=dt.UTC)) == D(2026, 10, 26)


def test_an_hour_before_midnight_universal_time_in_summer_is_the_next_day_in_london() -> None:
    moment = dt.datetime(2026, 7, 8, 23, 30, tzinfo=dt.UTC)
    assert clock.london_date(moment) == D(2026, 7, 9)
    with time_machine.travel(moment, tick=False):
        assert clock.today() == D(2026, 7, 9)
        assert clock.now() == moment


def test_counting_from_a_non_working_day_starts_at_the_next_working_day() -> None:
    assert add_working_days(D(2026, 7, 11), 0) == D(2026, 7, 13)
    assert add_working_days(D(2026, 7, 11), 1) == D(2026, 7, 14)


def test_counting_backwards_is_negative_so_that_lateness_can_be_told() -> None:
    assert working_days_between(D(2026, 7, 6), D(2026, 7, 8)) == 2
    assert working_days_between(D(2026, 7, 8), D(2026, 7, 6)) == -2
    assert working_days_between(D(2026, 7, 10), D(2026, 7, 12)) == 0


def test_a_naive_moment_is_an_error() -> None:
    naive = dt.datetime(2026, 7, 8, 10)
    for call in (lambda: due_on(naive, 1), lambda: elapsed_wd(naive, at(2026, 7, 9))):
        with pytest.raises(ValueError, match="time zone"):
            call()
    with pytest.raises(ValueError, match="time zone"):
        elapsed_wd(at(2026, 7, 8), naive)


def test_a_negative_count_is_an_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(D(2026, 7, 8), -1)
    with pytest.raises(ValueError, match="negative"):
        due_on(at(2026, 7, 8), -1)


def test_elapsed_days_run_from_the_day_received() -> None:
    assert elapsed_wd(at(2026, 7, 8), at(2026, 7, 8, 16)) == 0
    assert elapsed_wd(at(2026, 7, 8), at(2026, 7, 10)) == 2
    assert elapsed_wd(at(2026, 7, 8, 18), D(2026, 7, 10)) == 1
    assert elapsed_wd(at(2026, 7, 10, 18), D(2026, 7, 11)) == 0


@pytest.mark.parametrize("reason", ["awaiting_family", "proceedings"])
def test_waiting_for_the_family_or_for_proceedings_stops_the_active_clock(reason: str) -> None:
    pause = (at(2026, 7, 8), at(2026, 7, 14), reason)
    assert elapsed_wd(at(2026, 7, 6), at(2026, 7, 17)) == 9
    assert active_wd(at(2026, 7, 6), at(2026, 7, 17), [pause]) == 5


@pytest.mark.parametrize("reason", ["provider_capacity", "safety", "family_request", ""])
def test_no_other_pause_stops_the_clock(reason: str) -> None:
    pause = (at(2026, 7, 8), at(2026, 7, 14), reason)
    assert active_wd(at(2026, 7, 6), at(2026, 7, 17), [pause]) == 9


def test_pauses_that_overlap_are_taken_off_once() -> None:
    pauses: list[clock.Pause] = [
        (at(2026, 7, 7), at(2026, 7, 10), "proceedings"),
        (at(2026, 7, 8), at(2026, 7, 9), "awaiting_family"),
    ]
    assert active_wd(at(2026, 7, 6), at(2026, 7, 13), pauses) == 2


def test_a_pause_still_open_runs_to_the_day_asked_about() -> None:
    assert active_wd(at(2026, 7, 6), at(2026, 7, 17), [(at(2026, 7, 8), None, "proceedings")]) == 2


def test_a_pause_within_one_day_or_overnight_takes_nothing_off() -> None:
    pauses: list[clock.Pause] = [
        (at(2026, 7, 7, 9), at(2026, 7, 7, 18), "awaiting_family"),
        (at(2026, 7, 8, 18), at(2026, 7, 9, 9), "awaiting_family"),
    ]
    assert active_wd(at(2026, 7, 6), at(2026, 7, 10), pauses) == 4


@given(days, counts)
def test_adding_days_and_then_counting_them_gives_the_same_number(day: dt.date, n: int) -> None:
    assert working_days_between(day, add_working_days(day, n)) == n


@given(days, counts, counts)
def test_adding_in_two_steps_is_adding_once(day: dt.date, n: int, m: int) -> None:
    assert add_working_days(add_working_days(day, n), m) == add_working_days(day, n + m)


@given(days, days, counts)
def test_a_later_start_is_never_due_earlier(one: dt.date, other: dt.date, n: int) -> None:
    first, second = sorted((one, other))
    assert add_working_days(first, n) <= add_working_days(second, n)


@given(moments, moments, counts)
def test_a_later_receipt_is_never_due_earlier(one: dt.datetime, other: dt.datetime, n: int) -> None:
    first, second = sorted((one, other))
    assert due_on(first, n) <= due_on(second, n)


@given(moments, counts)
def test_every_due_date_is_a_working_day_and_one_more_day_is_later(received: dt.datetime, n: int) -> None:
    assert is_working_day(due_on(received, n))
    assert due_on(received, n) < due_on(received, n + 1)
    assert elapsed_wd(received, due_on(received, n)) == n


@given(moments, counts, st.lists(st.tuples(moments, moments), max_size=3))
def test_active_days_are_never_more_than_elapsed_nor_fewer_than_none(
    received: dt.datetime, n: int, spans: list[tuple[dt.datetime, dt.datetime]]
) -> None:
    until = due_on(received, n)
    pauses: list[clock.Pause] = [(min(s), max(s), "proceedings") for s in spans]
    assert 0 <= active_wd(received, until, pauses) <= elapsed_wd(received, until)
