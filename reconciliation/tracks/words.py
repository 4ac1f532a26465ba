"""What families read: status words and the names of things, in one place. Reading age about nine."""

from django.utils.translation import gettext_lazy as _

STATE = {
    "received": _("We have your question. We are making sure the right person sees it."),
    "screening": _("We have your question. We are making sure the right person sees it."),
    "clarifying": _("We want to check we have understood you."),
    "answering": _("%(name)s is working on your answer. You will hear by %(date)s."),
    "awaiting_approval": _("%(name)s is working on your answer. You will hear by %(date)s."),
    "answer_shared": _("Your answer is ready to read. Tell us if anything is missing."),
    "information_escalation": _("Someone new is looking at this decision."),
    "paused": _("We have paused this part. Your support carries on. We will check again by %(date)s."),
    "closed": _("This is finished for now. You can come back at any time."),
}
# A pause whose reason may be spoken of; the others read as STATE says, all alike.
PAUSED = {
    "awaiting_family": _("We have paused this because we are waiting for you. We will check again by %(date)s."),
    "proceedings": _(
        "We have paused this because the police or a court are still working on it. We will check again by %(date)s."
    ),
    "provider_capacity": _("We have paused this until a service has a place. We will check again by %(date)s."),
    "family_request": _("You asked us to pause this. It goes on when you say so."),
}
MOVES_ON = {
    "awaiting_family": _("You. When we hear from you, we go on."),
    "proceedings": _("The police or the court. When they say that we may, we go on. Your support carries on."),
    "provider_capacity": _("The service. When it has a place, we go on."),
    "family_request": _("You. Tell us when you want to go on."),
}
WHY_CHECKED = _("We check every pause again until it ends.")
WAITS_TO_BE_READ = _("A question that was written down for you")
NOBODY_YET = _("We are choosing your worker")
GOING_ON = _("We are going on with a part that was not fully answered. What we told you stays here.")
HELP_ASKED = _("You asked for more help. We will tell you by %(date)s what we can offer.")
WORKING_WITHOUT_NAME = _("We are working on your answer. You will hear by %(date)s.")

STEPS = (
    (_("We have it"), frozenset({"received", "screening"})),
    (_("We check we understand"), frozenset({"clarifying"})),
    (_("We are working on it"), frozenset({"answering", "awaiting_approval", "information_escalation", "paused"})),
    (_("Your answer"), frozenset({"answer_shared"})),
)

PART_STATUS = {
    "not_yet": _("Not answered yet"),
    "answered": _("Answered"),
    "part": _("Answered in part"),
    "cannot_answer": _("We cannot answer this now"),
}

REASON = {
    "third_party_data": _("It is about other people, and we must keep what is theirs private."),
    "legal_privilege": _("It is legal advice, which the law lets us keep private."),
    "live_proceedings": _("The police or a court are still working on this, so we may not talk about it yet."),
    "safety": _("Saying it could put someone at risk."),
    "court_order": _("A court has said that it may not be shared."),
    "not_held": _("We do not hold it. We tell you below who does."),
    "out_of_scope_here": _("We cannot answer it here. We tell you below where you can ask."),
}

# In which form a part was shared, where that is not in full.
FORM = {
    "redacted": _("You can read it with parts covered. Where something is left out, it says so, and why."),
    "summary": _("You can read a summary. It says what matters in it, in fewer words."),
}
ASK_AGAIN_LATER = {
    "awaiting_approval": _("You can ask for this decision to be looked at again when your next answer is here."),
    "paused": _("You can ask for this decision to be looked at again when this goes on."),
    "closed": _("To have this decision looked at again, open this question again first."),
}
LOOKED_AT_NOW = _("Someone new is looking at this decision.")

COVERED = _("[Covered here: %(reason)s]")
COVERED_BECAUSE = {
    "third_party_data": _("it is about other people"),
    "legal_privilege": _("it is legal advice"),
    "live_proceedings": _("the police or a court are still working on this"),
    "safety": _("saying it could put someone at risk"),
    "court_order": _("a court has said that it may not be shared"),
    "not_held": _("we do not hold it"),
    "out_of_scope_here": _("it cannot be answered here"),
}

STAFF_STATE = {
    "received": "New question",
    "screening": "Being screened",
    "clarifying": "Check we understood",
    "answering": "Working on answers",
    "awaiting_approval": "Waiting for approval",
    "answer_shared": "Answer shared",
    "information_escalation": "Decision being looked at again",
    "paused": "Paused",
    "closed_answered": "Finished: answered",
    "closed_part_answered": "Finished: answered in part",
    "closed_not_agreed": "Finished: not agreed",
    "closed_no_reply": "Finished: no reply",
    "closed_no_further_action": "Finished: not taken further",
    "closed_redirected": "Finished: sent elsewhere",
    "closed_withdrawn": "Finished: withdrawn",
}

DEADLINE = {
    "screen": "Start the safeguarding screen",
    "assign": "Choose a worker",
    "clarify": "Check that we understood",
    "propose": "Propose the answer",
    "approve": "Approve or return",
    "answer": "Answer the family",
    "part": "Answer a part",
    "family_reply": "The family may reply",
    "no_reply": "Finish, if the family does not reply",
    "review_acknowledge": "Acknowledge the review",
    "review": "Decide the review",
    "support_plan": "Answer the request for more help",
    "acknowledge": "Acknowledge the request for more help",
    "offer": "Tell them what help we can offer",
    "resume": "Check whether to go on",
}

HAPPENED = {
    "submit_question": _("We got your question."),
    "assign": _("We chose your worker."),
    "confirm_question": _("We agreed what you are asking."),
    "share_answer": _("We shared an answer with you."),
    "share_process_information": _("We shared an answer with you."),
    "not_answered": _("You told us that something is missing."),
    "continue_part": _("We went on with a part that was still open."),
    "family_satisfied": _("You told us that it is answered."),
    "review_requested": _("You asked for a decision to be looked at again."),
    **dict.fromkeys(
        ("released", "redacted", "summary", "refused"), _("Someone new decided what was asked to be looked at again.")
    ),
    "withdraw": _("You took your question back."),
    "pause": _("We paused this."),
    "resume": _("We went on."),
    "reopen": _("It was opened again."),
    "redirect": _("We told you where this can be answered."),
    "no_reply": _("We finished this for now because we did not hear from you."),
    "disagree_and_finish": _("You told us that you do not agree, and finished here."),
    "no_further_action": _("We told you why we do not go on, and what help there is."),
    "step_up": _("You asked for more help."),
}
# The same moves, where the person who asked made them; or where staff did.
BY_FAMILY = {
    "pause": _("You asked us to pause this."),
    "resume": _("You asked us to go on."),
    "reopen": _("You came back to it."),
}
BY_STAFF = {
    "review_requested": _("Your worker asked for a decision to be looked at again."),
}
# What was asked of us in private: nobody reads it but the person who asked.
PRIVATE = frozenset({"step_up"})

HOW_TOLD = {
    "phone": "By phone",
    "in_person": "Face to face",
    "letter": "By letter",
    "portal": "Here, in writing",
}

WORKER_CHANGED = _("We have changed your worker.")

# The record as staff read it.
RECORD = {
    "submit_question": "Question received.",
    "start_screen": "Safeguarding screen started.",
    "assign": "Given to a worker.",
    "redirect": "Sent elsewhere.",
    "confirm_question": "The parts were confirmed.",
    "propose_answer": "Answer proposed.",
    "return": "Answer returned to the worker.",
    "share_answer": "Answer approved and shared.",
    "share_process_information": "Process information shared.",
    "family_satisfied": "The family says that it is answered.",
    "not_answered": "The family says that a part is not answered.",
    "continue_part": "An open part was taken up again.",
    "disagree_and_finish": "The family disagreed and finished.",
    "no_further_action": "Taken no further.",
    "no_reply": "Finished without a reply.",
    "review_requested": "A new look at a decision was asked for.",
    "released": "Review: released in full.",
    "redacted": "Review: released with parts covered.",
    "summary": "Review: summary given.",
    "refused": "Review: refused with reasons.",
    "step_up": "More help was asked for.",
    "pause": "Paused.",
    "resume": "Resumed.",
    "withdraw": "Withdrawn by the person who asked.",
    "reopen": "Opened again.",
}

# What a family reads of a promise, and of how an apology was given: said already, or still to come.
PROMISE = {
    "open": _("Not done yet"),
    "late": _("Late"),
    "kept": _("Done"),
    "broken": _("We did not do this"),
}
SORRY_GIVEN = {
    "in_person": (_("We said this to you face to face on %(day)s."), _("We will say this to you on %(day)s.")),
    "phone": (_("We said this to you by phone on %(day)s."), _("We will say this to you by phone on %(day)s.")),
}
