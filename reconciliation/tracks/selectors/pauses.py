"""Pauses as the clock counts them, and as the family may know of them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.ui.text import visible
from portal.workflow import clock
from reconciliation.tracks import states, words
from reconciliation.tracks.models import UNSPOKEN, Pause, PauseReason, ShortTermTrack, TextKind
from reconciliation.tracks.selectors.told_texts import may_be_read, told_with

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What the family sees of a pause whose reason is unspoken, whatever day we look again: working days, again and again.
SHOWN_INTERVAL = 5


def as_counted(pauses: Iterable[Pause]) -> list[clock.Pause]:
    """The pauses of a question, for the working-day clock."""
    return [(pause.at, pause.ended_at, pause.reason) for pause in pauses]


def stood_still(pauses: Iterable[Pause], *, since: dt.datetime) -> int:
    """How many working days the clock stood still, in those of these pauses that have ended since a moment."""
    ended = [pause for pause in pauses if pause.ended_at is not None and pause.at >= since]
    return sum(clock.elapsed_wd(p.at, p.ended_at) for p in ended if p.ended_at and p.reason in clock.STOPPING_REASONS)


def shown_day(pause: Pause) -> dt.date:
    """By which day the family hears again. For an unspoken reason it depends on the start and on today alone."""
    if pause.reason not in UNSPOKEN:
        return pause.review_on
    day = clock.due_on(pause.at, SHOWN_INTERVAL)
    while day < clock.today():
        day = clock.add_working_days(day, SHOWN_INTERVAL)
    return day


def paused_for_family(track: ShortTermTrack) -> bool:
    """Whether the pause that runs is the family's own, be it asked for here or by phone: they end it when they want."""
    return track.paused_by_family or track.pauses.filter(ended_at=None, reason=PauseReason.FAMILY_REQUEST).exists()


@dataclass(frozen=True)
class PauseTold:
    """A pause as the family reads it. Everything of it is the same for every unspoken reason."""

    now: "StrOrPromise"
    by: dt.date
    moves_on: "StrOrPromise" = ""
    said: str = ""


def pause_told(track: ShortTermTrack, pauses: Iterable[Pause]) -> PauseTold | None:
    """What the family is told of the pause that runs, which is one of these; None where none does."""
    pause = next((pause for pause in pauses if pause.ended_at is None), None)
    if pause is None or track.current != states.PAUSED:
        return None
    if pause.reason in UNSPOKEN:
        return PauseTold(words.STATE[states.PAUSED], shown_day(pause))
    reason = PauseReason(pause.reason)
    return PauseTold(words.PAUSED[reason], shown_day(pause), words.MOVES_ON[reason], _said(track, pause))


def _said(track: ShortTermTrack, pause: Pause) -> str:
    text = told_with(track, "pause", TextKind.PAUSE)
    if text is None or pause.reason == PauseReason.FAMILY_REQUEST or not may_be_read(text):
        return ""
    return visible(text.text)
