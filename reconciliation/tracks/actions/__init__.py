"""What can be done to a question: each names its actor, asks the policy, and goes through the one mover."""

from reconciliation.tracks.actions.answering import (
    AnswerText,
    continue_part,
    propose,
    return_answer,
    share_answer,
    share_process_information,
    wait_for,
    write_answer,
)
from reconciliation.tracks.actions.asking import own_draft, save_draft, share_question, submit_question, withdraw
from reconciliation.tracks.actions.clarifying import confirm_question, place, reject_restatement, restate
from reconciliation.tracks.actions.dates import extend_answer
from reconciliation.tracks.actions.replying import Reply, ask_for_review, reply
from reconciliation.tracks.actions.screening import assign, give_worker, note_conflict, start_screen

__all__ = [
    "AnswerText",
    "Reply",
    "ask_for_review",
    "assign",
    "confirm_question",
    "continue_part",
    "extend_answer",
    "give_worker",
    "note_conflict",
    "own_draft",
    "place",
    "propose",
    "reject_restatement",
    "reply",
    "restate",
    "return_answer",
    "save_draft",
    "share_answer",
    "share_process_information",
    "share_question",
    "start_screen",
    "submit_question",
    "wait_for",
    "withdraw",
    "write_answer",
]  # fmt: skip
