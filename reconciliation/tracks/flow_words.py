"""What families read on the flowchart: its questions, and who decides, in their words. Reading age about nine.

A move that has no words here is a step inside the council, and is not drawn for families.
"""

from django.utils.translation import gettext_lazy as _

from reconciliation.tracks import parties

START = _("Before you ask")
# What stands in the words of a step for what only a question of their own has.
ANY_NAME = _("Your worker")
ANY_DATE = _("the date that we tell you")

STAYS = _("We carry on with your question as well")
BACK = _("Back to where it was")
OR = _(" Or: ")

# What each step is called in short, by the first of its states.
SHORT = {
    "received": _("We have it"),
    "clarifying": _("We check we understand"),
    "answering": _("We are working on it"),
    "answer_shared": _("Your answer"),
    "information_escalation": _("Someone new looks at it"),
    "paused": _("It waits"),
    "closed": _("It is finished for now"),
}

OFTEN = _("You can say this at any time")
SIDE = _("While it waits")
CLOSED = _("The end, for now")

# By event: the question, and what it is called in short. Moves with the same words are one question to a family.
QUESTION = {
    "submit_question": (_("Do you have a question for us?"), _("Ask a question")),
    "assign": (_("Have we chosen your worker?"), _("We choose your worker")),
    "redirect": (_("Is there a better place to answer it? Then we tell you where."), _("Another place")),
    "confirm_question": (_("Have we understood what you ask?"), _("We check we understand")),
    "share_answer": (_("Is an answer ready for you?"), _("We share an answer")),
    "share_process_information": (_("Is an answer ready for you?"), _("We share an answer")),
    "no_further_action": (
        _("Can we not go on? Then we tell you why, and offer other help."), _("We cannot go on"),
    ),
    "family_satisfied": (_("Does every part answer you?"), _("It is answered")),
    "not_answered": (_("Is something missing in the answer?"), _("Something is missing")),
    "continue_part": (_("Can we now answer a part that was still open?"), _("We answer more")),
    "disagree_and_finish": (
        _("Do you disagree, and want to stop here? We show you who else you can ask."), _("You disagree and stop"),
    ),
    "no_reply": (_("Did you not write back after two reminders?"), _("We did not hear from you")),
    "review_requested": (
        _("Do you want someone new to look at a decision?"), _("Ask for a new look at a decision"),
    ),
    "released": (_("Can we share more with you?"), _("We share more")),
    "redacted": (_("Can we share more with you?"), _("We share more")),
    "summary": (_("Can we share more with you?"), _("We share more")),
    "refused": (_("Does the answer stay the same? Then we tell you why."), _("It stays the same")),
    "step_up": (_("Do you want more help than an answer?"), _("Ask for more help")),
    "pause": (_("Do you want to wait, or does it have to wait?"), _("Wait for a while")),
    "resume": (_("Can we go on?"), _("Go on")),
    "withdraw": (_("Do you want to take your question back? You do not have to say why."), _("Take it back")),
    "reopen": (_("Do you want to come back to it?"), _("Come back to it")),
}  # fmt: skip

PARTY = {
    parties.ASKER: _("you"),
    parties.WORKER: _("your worker"),
    parties.SUPERVISOR: _("the manager of the team"),
    parties.APPROVER: _("a second person, who reads it first"),
    parties.DUTY_WORKER: _("the worker on duty"),
    parties.REVIEWER: _("someone new, who has not worked on it"),
    parties.CLOCK: _("our computer"),
}

# The posts of the table of transitions.
POST = {
    "Duty supervisor": _("The manager on duty"),
    "Assigned caseworker, else team manager": _("Your worker, or the manager of the team"),
    "Team manager": _("The manager of the team"),
    "Caseworker": _("Your worker"),
    "Approver": _("A second person, who reads it first"),
    "The person who asked": _("You"),
    "The service's clock": _("Our computer"),
    "Information governance": _("Someone new, who has not worked on it"),
    "Whoever paused it": _("Whoever asked for the wait"),
}
