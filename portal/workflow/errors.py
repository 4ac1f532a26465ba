"""Refusals of the mover: they know their page and explain themselves."""

from collections.abc import Sequence

from portal.ui.refusals import OutOfDate, Refusal
from portal.workflow.guards import GuardResult

__all__ = ["MoveRefused", "OutOfDate"]


class MoveRefused(Refusal):
    """A guard does not hold. Carries every failed guard; ``reasons`` words them for one role."""

    status = 409
    template = "409.html"

    def __init__(self, *, move_id: str, failed: Sequence[GuardResult]) -> None:
        self.move_id = move_id
        self.failed = tuple(failed)
        super().__init__("This cannot be done yet.")

    def reasons(self, role: str) -> list[str]:
        """One plain sentence a failed guard, with what would open it; the same words once only."""
        told = [" ".join(part for part in result.told_to(role) if part) for result in self.failed]
        return list(dict.fromkeys(told))
