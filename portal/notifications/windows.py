"""The safe hours of a person, on London's clock. Pure."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from portal.workflow.clock import LONDON

ONE_DAY = dt.timedelta(days=1)
DAYS_AHEAD = 15  # a safe day can fall into an hour that a clock change leaves out, so one week is not always enough


@dataclass(frozen=True)
class Window:
    """The days of the week (Monday is 0) and the hours in which a notice may arrive; no hours: at any time."""

    days: Collection[int]
    start: dt.time | None = None
    end: dt.time | None = None

    def holds(self, moment: dt.datetime) -> bool:
        """Whether the clock on a London wall shows a safe day and hour."""
        local = moment.astimezone(LONDON)
        after = self.start is None or local.time() >= self.start
        before = self.end is None or local.time() < self.end
        return local.weekday() in self.days and after and before

    def next_safe(self, moment: dt.datetime) -> dt.datetime | None:
        """The moment itself where it is safe, else the next one that is; none where no day is safe."""
        if self.holds(moment):
            return moment
        first = moment.astimezone(LONDON).date()
        for ahead in range(DAYS_AHEAD):
            opens = self._opens(first + ahead * ONE_DAY)
            if opens > moment and self.holds(opens):
                return opens
        return None

    def _opens(self, day: dt.date) -> dt.datetime:
        """When it begins on this day. An hour that the clocks leave out begins when they have gone forward."""
        start = dt.datetime.combine(day, self.start or dt.time.min, tzinfo=LONDON)
        return start.astimezone(dt.UTC)
