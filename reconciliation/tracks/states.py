"""The states of the short-term track. Plain strings, so that a gate or a template can name them."""

RECEIVED = "received"
SCREENING = "screening"
CLARIFYING = "clarifying"
ANSWERING = "answering"
AWAITING_APPROVAL = "awaiting_approval"
ANSWER_SHARED = "answer_shared"
INFORMATION_ESCALATION = "information_escalation"
PAUSED = "paused"
CLOSED_ANSWERED = "closed_answered"
CLOSED_PART_ANSWERED = "closed_part_answered"
CLOSED_NOT_AGREED = "closed_not_agreed"
CLOSED_NO_REPLY = "closed_no_reply"
CLOSED_NO_FURTHER_ACTION = "closed_no_further_action"
CLOSED_REDIRECTED = "closed_redirected"
CLOSED_WITHDRAWN = "closed_withdrawn"

WORKING = (RECEIVED, SCREENING, CLARIFYING, ANSWERING, AWAITING_APPROVAL, ANSWER_SHARED, INFORMATION_ESCALATION)
OPEN = (*WORKING, PAUSED)
CLOSED = (
    CLOSED_ANSWERED, CLOSED_PART_ANSWERED, CLOSED_NOT_AGREED, CLOSED_NO_REPLY, CLOSED_NO_FURTHER_ACTION,
    CLOSED_REDIRECTED, CLOSED_WITHDRAWN,
)  # fmt: skip
ALL = (*OPEN, *CLOSED)
NONE = ""
