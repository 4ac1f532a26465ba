"""The facts that this room's guards judge, and what its pages and panels show."""

from reconciliation.safeguards.selectors.proceedings import (
    Recorded,
    can_be_checked,
    current_status,
    proceedings_facts,
    recorded_of,
    waited_for,
    watch_of,
    with_rows,
)
from reconciliation.safeguards.selectors.standing import (
    Standing,
    language_facts,
    may_escalate,
    may_record,
    may_see,
    must_be_question_of,
    needs_of,
    screen_facts,
    standing_of,
)

__all__ = [
    "Recorded",
    "Standing",
    "can_be_checked",
    "current_status",
    "language_facts",
    "may_escalate",
    "may_record",
    "may_see",
    "must_be_question_of",
    "needs_of",
    "proceedings_facts",
    "recorded_of",
    "screen_facts",
    "standing_of",
    "waited_for",
    "watch_of",
    "with_rows",
]
