"""Medians of what is done many times, in seconds."""

from collections.abc import Callable
from math import sqrt
from statistics import median
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

WARM = 3


def once(action: Callable[[], object]) -> float:
    """How long it takes once."""
    start = perf_counter()
    action()
    return perf_counter() - start


def typical(actions: list[Callable[[], object]]) -> float:
    """The median of these, of which the first few only warm up."""
    return median([once(action) for action in actions][WARM:])


def queries(action: Callable[[], object]) -> int:
    """How many queries it makes."""
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


def side_by_side(pairs: list[tuple[Callable[[], object], Callable[[], object]]]) -> tuple[float, float]:
    """The medians of two kinds."""
    firsts, seconds = in_turns(pairs)
    return median(firsts), median(seconds)


def told_apart(firsts: list[float], seconds: list[float]) -> dict[str, float]:
    """Whether the first kind can be known by its time: in which share of pairs it took longer, and how many standard
    deviations of a fair coin that is from a half. Beyond two either way somebody who asks often could tell."""
    longer = sum(first > second for first, second in zip(firsts, seconds, strict=True))
    share = longer / len(firsts)
    return {"slower_share": share, "slower_deviations": (share - 0.5) * 2 * sqrt(len(firsts))}


def in_turns(pairs: list[tuple[Callable[[], object], Callable[[], object]]]) -> tuple[list[float], list[float]]:
    """The times of two kinds, taken in turns and in both orders, so that both meet the same machine."""
    firsts, seconds = [], []
    for number, (first, second) in enumerate(pairs):
        if number % 2:
            seconds.append(once(second))
            firsts.append(once(first))
        else:
            firsts.append(once(first))
            seconds.append(once(second))
    return firsts[WARM:], seconds[WARM:]
