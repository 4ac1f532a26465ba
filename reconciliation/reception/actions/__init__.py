"""What can be done in this room: ask and come back without an account; call, note what they say, tie to a family."""

from reconciliation.reception.actions.asking import ReachBy, begin, save, submit
from reconciliation.reception.actions.coming_back import (
    ask_for_call,
    come_back,
    confirm_address,
    mail_code,
    renew_secret,
    with_code,
)
from reconciliation.reception.actions.duty import record_call, record_said
from reconciliation.reception.actions.tying import tie_question, untie_question

__all__ = [
    "ReachBy",
    "ask_for_call",
    "begin",
    "come_back",
    "confirm_address",
    "mail_code",
    "record_call",
    "record_said",
    "renew_secret",
    "save",
    "submit",
    "tie_question",
    "untie_question",
    "with_code",
]
