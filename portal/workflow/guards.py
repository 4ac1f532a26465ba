"""What a guard answers. Guards are pure: they judge facts that were collected before, and never query."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

NOT_AVAILABLE = "This is not available at the moment."
ASK_YOUR_LEAD = "Ask the safeguarding lead."
SEES_THROUGH_WALLS = "safeguarding_lead"


@dataclass(frozen=True)
class GuardResult:
    """One guard's answer.

    ``why`` says what is missing and ``opens`` what would satisfy it, in plain sentences. A ``wall`` guard knows of
    the other side or of a conflict: it explains itself to the safeguarding lead only.
    """

    guard: str
    passed: bool
    why: str = ""
    opens: str = ""
    evidence: tuple[str, ...] = ()
    as_at: datetime | None = None
    wall: bool = False

    def told_to(self, role: str) -> tuple[str, str]:
        """The explanation that this role may read, as (why, what would open it)."""
        if self.wall and role != SEES_THROUGH_WALLS:
            return NOT_AVAILABLE, ASK_YOUR_LEAD
        return self.why, self.opens

    def as_record(self) -> dict[str, Any]:
        """The form kept in the move record: no sentence, only what was judged, on what evidence and when."""
        return {
            "guard": self.guard,
            "passed": self.passed,
            "evidence": list(self.evidence),
            "as_at": self.as_at.isoformat() if self.as_at else None,
        }


Gate = Callable[[Any], GuardResult]


def passed(guard: str, *evidence: object, as_at: datetime | None = None, wall: bool = False) -> GuardResult:
    """A guard that holds, with the ids of what it rests on."""
    return GuardResult(guard, True, evidence=tuple(str(e) for e in evidence if e), as_at=as_at, wall=wall)


def failed(guard: str, why: str, opens: str, *, wall: bool = False) -> GuardResult:
    """A guard that does not hold, and what would satisfy it."""
    return GuardResult(guard, False, why=why, opens=opens, wall=wall)
