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
from reconciliation.tracks.actions.ending import (
    Told,
    disagree_and_finish,
    no_further_action,
    no_reply,
    propose_no_further_action,
    redirect,
    remind,
    reminded_today,
    reopen,
    return_no_further_action,
)
from reconciliation.tracks.actions.pausing import PauseText, pause, resume
from reconciliation.tracks.actions.promising import (
    ApologyText,
    apologise,
    approve_apology,
    break_promise,
    keep_promise,
    promise,
    return_apology,
)
from reconciliation.tracks.actions.replying import Reply, ask_for_review, reply
from reconciliation.tracks.actions.reviewing import (
    Review,
    acknowledge_review,
    decide_review,
    keep_item,
    refer_for_review,
)
from reconciliation.tracks.actions.screening import assign, give_worker, note_conflict, start_screen
from reconciliation.tracks.actions.stepping_up import acknowledge_help, step_up
from reconciliation.tracks.actions.withholding import Item, withhold

__all__ = [
    "AnswerText",
    "ApologyText",
    "Item",
    "PauseText",
    "Reply",
    "Review",
    "Told",
    "acknowledge_help",
    "acknowledge_review",
    "apologise",
    "approve_apology",
    "ask_for_review",
    "assign",
    "break_promise",
    "confirm_question",
    "continue_part",
    "decide_review",
    "disagree_and_finish",
    "extend_answer",
    "give_worker",
    "keep_item",
    "keep_promise",
    "no_further_action",
    "no_reply",
    "note_conflict",
    "own_draft",
    "pause",
    "place",
    "promise",
    "propose",
    "propose_no_further_action",
    "redirect",
    "refer_for_review",
    "reject_restatement",
    "remind",
    "reminded_today",
    "reopen",
    "reply",
    "restate",
    "resume",
    "return_answer",
    "return_apology",
    "return_no_further_action",
    "save_draft",
    "share_answer",
    "share_process_information",
    "share_question",
    "start_screen",
    "step_up",
    "submit_question",
    "wait_for",
    "withdraw",
    "withhold",
    "write_answer",
]  # fmt: skip
