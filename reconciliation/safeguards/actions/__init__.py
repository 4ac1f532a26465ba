"""Recording what the guards read."""

from reconciliation.safeguards.actions.proceedings import (
    latest_next_check,
    record_check,
    record_escalation,
    record_proceedings,
)
from reconciliation.safeguards.actions.recording import (
    carry_need,
    record_need,
    record_need_met,
    record_screen,
)

__all__ = [
    "carry_need",
    "latest_next_check",
    "record_check",
    "record_escalation",
    "record_need",
    "record_need_met",
    "record_proceedings",
    "record_screen",
]
