"""Medians of what is done many times, in seconds."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

WARM = 3


def once(action: Callable[[], object]) -> float:
    """How long it takes once."""
    start = perf_counter()
    action()
    return perf_counter() - start


def typical(actions: list[Callable[[], object]]) -> float:
    """The median of these, of which the first few only warm up."""
    return median([once(action) for action in actions][WARM:])


def side_by_side(pairs: list[tuple[Callable[[], object], Callable[[], object]]]) -> tuple[float, float]:
    """The medians of two kinds, taken in turns and in both orders, so that both meet the same machine."""
    firsts, seconds = [], []
    for number, (first, second) in enumerate(pairs):
        if number % 2:
            seconds.append(once(second))
            firsts.append(once(first))
        else:
            firsts.append(once(first))
            seconds.append(once(second))
    return median(firsts[WARM:]), median(seconds[WARM:])
