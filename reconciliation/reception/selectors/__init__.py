"""What the pages of this room show, and who holds a receipt."""

from reconciliation.reception.selectors.asking import draft_of, receipt_of
from reconciliation.reception.selectors.holding import begin_session, has_receipt, holder_of
from reconciliation.reception.selectors.lists import duty_counts, duty_list, to_tie
from reconciliation.reception.selectors.standing import (
    asked_without_account,
    duty_receipt,
    latest_said,
    receipt_to_tie,
    receipt_to_untie,
)

__all__ = [
    "asked_without_account",
    "begin_session",
    "draft_of",
    "duty_counts",
    "duty_list",
    "duty_receipt",
    "has_receipt",
    "holder_of",
    "latest_said",
    "receipt_of",
    "receipt_to_tie",
    "receipt_to_untie",
    "to_tie",
]
