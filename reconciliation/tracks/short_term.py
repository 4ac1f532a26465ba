"""The short-term track: a family asks and we answer properly. One track is one question with its parts.

The table of transitions stands here and nowhere else: the machine, its guards, its deadlines, the list of open moves
and the drawn flowchart all read it.
"""

from dataclasses import replace

from django_fsm import RETURN_VALUE

from portal.workflow.declare import Opens, move
from reconciliation.tracks import gates, states
from reconciliation.tracks.parties import (
    APPROVER,
    ASKER,
    CLOCK,
    DUTY_WORKER,
    REVIEWER,
    SUPERVISOR,
    WORKER,
)
from reconciliation.tracks.question import QuestionBase

# The family is invited to reply for 10 working days; after 20 the worker may finish without one.
INVITED = (Opens("family_reply", 10), Opens("no_reply", 20))
# A decision that was looked at again leads back to where that was asked for, once no other part waits for the same.
REVIEW_OUTCOMES = RETURN_VALUE(states.ANSWERING, states.ANSWER_SHARED, states.INFORMATION_ESCALATION)
REVIEWED = (
    Opens("family_reply", 10, to=states.ANSWER_SHARED), Opens("no_reply", 20, to=states.ANSWER_SHARED),
    Opens("propose", 8, to=states.ANSWERING),
)  # fmt: skip
LOOKED_AT_AGAIN = (
    gates.reason_given, gates.reason_coded, gates.reviewer_uninvolved, gates.considered_in_order, gates.information,
    gates.recipient,
)  # fmt: skip


class ShortTermTrack(QuestionBase):
    """One question. It belongs to the person who asked it until they share it."""

    KIND = "short_term"

    @move(
        "S1", source=states.NONE, target=states.RECEIVED, by=(ASKER, WORKER, SUPERVISOR), label="Ask a question",
        question="Has the family asked something?", accountable="Duty supervisor", days=0,
        opens=(Opens("screen", 0, from_receipt=True), Opens("answer", 10, from_receipt=True)),
    )  # fmt: skip
    def submit_question(self) -> None:
        """A question comes in; the page itself is the acknowledgement."""

    @move(
        "S2", source=states.RECEIVED, target=states.SCREENING, by=(WORKER, SUPERVISOR, DUTY_WORKER),
        label="Start the safeguarding screen", question="Has somebody looked at whether anyone is at risk?",
        accountable="Assigned caseworker, else team manager", days=0,
        stops=("screen",), opens=(Opens("assign", 1, from_receipt=True),),
    )  # fmt: skip
    def start_screen(self) -> None:
        """Somebody looks first at whether anybody is at risk."""

    @move(
        "S3", source=states.SCREENING, target=states.CLARIFYING, by=SUPERVISOR, label="Choose the worker",
        question="Is it safe to go on, and is there a worker with no conflict of interest?",
        accountable="Team manager", days=1, guards=(gates.screen, gates.conflict),
        stops=("assign",), opens=(Opens("clarify", 5, from_receipt=True),),
    )  # fmt: skip
    def assign(self) -> None:
        """A named worker takes the question."""

    @move(
        "S4", source=states.SCREENING, target=states.CLOSED_REDIRECTED, by=SUPERVISOR, label="Send it elsewhere",
        question="Does it belong to another procedure?", accountable="Team manager", days=1,
        guards=(gates.screen, gates.reason_given, gates.told, gates.words_cleared), stops=("*",), decision=True,
        contact="The council's front door",
    )  # fmt: skip
    def redirect(self) -> None:
        """A complaint, an access request, a report of harm, a claim, or another area."""

    @move(
        "S5", source=states.CLARIFYING, target=states.ANSWERING, by=(ASKER, WORKER),
        label="Confirm what is asked", question="Has the family said that we understood?",
        accountable="Caseworker", days=5, guards=(gates.restated,),
        stops=("clarify",), opens=(Opens("propose", 8, from_receipt=True),),
    )  # fmt: skip
    def confirm_question(self) -> None:
        """The parts are agreed; work on the answers starts."""

    @move(
        "S6", source=states.ANSWERING, target=states.AWAITING_APPROVAL, by=WORKER, label="Propose the answer",
        question="Is at least one part ready?", accountable="Caseworker", days=8,
        guards=(gates.parts_complete, gates.withheld_in_order, gates.information), stops=("propose",),
        opens=(Opens("approve", 1),),
    )  # fmt: skip
    def propose_answer(self) -> None:
        """The parts that are ready go to a second person, in an exact version."""

    @move(
        "S7", source=states.AWAITING_APPROVAL, target=states.ANSWERING, by=APPROVER, event="return",
        label="Return it to the worker", question="Does it need more work?", accountable="Approver", days=1,
        guards=(gates.reason_given,), stops=("approve",), opens=(Opens("propose", 8, from_receipt=True),),
        decision=True,
    )  # fmt: skip
    def return_answer(self) -> None:
        """The second person says what is missing."""

    @move(
        "S8", source=states.AWAITING_APPROVAL, target=states.ANSWER_SHARED, by=APPROVER, label="Approve and share",
        question="Has someone else approved this exact version?", accountable="Approver", days=10,
        guards=(gates.approved, gates.information, gates.language, gates.recipient), stops=("approve", "propose"),
        opens=INVITED, decision=True,
    )  # fmt: skip
    def share_answer(self) -> None:
        """The family can read it."""

    @move(
        "S8b", source=states.ANSWERING, target=states.ANSWER_SHARED, by=WORKER, label="Share without approval",
        question="Is it only about what happens next, rights or contacts?", accountable="Caseworker", days=5,
        guards=(gates.parts_complete, gates.withheld_in_order, gates.process_only, gates.language, gates.recipient),
        stops=("propose",), opens=INVITED, decision=True,
    )  # fmt: skip
    def share_process_information(self) -> None:
        """What happens next, rights and contacts need no approval; a sample is read later."""

    @move(
        "S9", source=states.ANSWER_SHARED,
        target=RETURN_VALUE(states.CLOSED_ANSWERED, states.CLOSED_PART_ANSWERED), by=ASKER, label="It is answered",
        question="Does the family say that every part is answered?", accountable="The person who asked", days=10,
        guards=(gates.nothing_outstanding, gates.every_part_answers), stops=("*",), decision=True,
    )  # fmt: skip
    def family_satisfied(self) -> str:
        """The person who asked says so, part by part."""
        short = self.parts.filter(status__in=("part", "cannot_answer")).exists()
        return states.CLOSED_PART_ANSWERED if short else states.CLOSED_ANSWERED

    @move(
        "S10", source=states.ANSWER_SHARED, target=states.ANSWERING, by=ASKER, label="It is not answered",
        question="Does the family say that a part is not answered?", accountable="Caseworker", days=10,
        guards=(gates.loops_left,), stops=("family_reply", "no_reply"),
    )  # fmt: skip
    def not_answered(self) -> None:
        """The named parts are open again."""

    @move(
        "S10a", source=states.ANSWER_SHARED, target=states.ANSWERING, by=WORKER, label="Go on with a part",
        question="Is a part still to be answered, or can it be answered now?", accountable="Caseworker", days=None,
        guards=(gates.part_can_go_on,), stops=("family_reply", "no_reply"), opens=(Opens("propose", 8),),
    )  # fmt: skip
    def continue_part(self) -> None:
        """A part that was not ready is taken up again."""

    @move(
        "S10b", source=states.ANSWER_SHARED, target=states.CLOSED_NOT_AGREED, by=ASKER, label="Disagree and finish",
        question="Does the family disagree and want to stop here?", accountable="The person who asked", days=None,
        stops=("*",), decision=True,
    )  # fmt: skip
    def disagree_and_finish(self) -> None:
        """The ways to the Ombudsman and the Information Commissioner are shown."""

    @move(
        "S10c", source=states.ANSWERING, target=states.CLOSED_NO_FURTHER_ACTION, by=APPROVER,
        label="Take it no further", question="Do two people agree not to go on?",
        accountable="Approver", days=10,
        guards=(gates.reason_given, gates.support_offered, gates.approved, gates.told, gates.words_cleared),
        stops=("*",), decision=True,
    )  # fmt: skip
    def no_further_action(self) -> None:
        """Proposed by the worker, moved by the approver, with an offer of support."""

    @move(
        "S11", source=states.ANSWER_SHARED, target=states.CLOSED_NO_REPLY, by=(CLOCK, WORKER),
        label="Finish without a reply", question="Has the family not replied after two reminders?",
        accountable="The service's clock", days=20, guards=(gates.nothing_outstanding, gates.reminded), stops=("*",),
        decision=True,
    )  # fmt: skip
    def no_reply(self) -> None:
        """Nobody replied; the family can come back at any time."""

    @move(
        "S12", source=(states.ANSWERING, states.ANSWER_SHARED), target=states.INFORMATION_ESCALATION,
        by=(ASKER, WORKER), label="Ask for this decision to be looked at again",
        question="Does someone ask for a decision to be looked at again?", accountable="Information governance",
        days=10, stops=("propose", "family_reply", "no_reply"),
        opens=(Opens("review_acknowledge", 2), Opens("review", 10)),
    )  # fmt: skip
    def review_requested(self) -> None:
        """Somebody who was not involved before decides."""
        self.review_state = self.current

    def _decided(self) -> str:
        waits = any(part.reviews.filter(decided_at=None).exists() for part in self.parts.all())
        return self.current if waits else self.review_state

    @move(
        "S13", event="released", source=states.INFORMATION_ESCALATION, target=REVIEW_OUTCOMES, by=REVIEWER,
        label="Release in full", question="Can all of it be shared?", accountable="Information governance", days=10,
        guards=(gates.reason_given, gates.reviewer_uninvolved, gates.information, gates.recipient),
        stops=("review_acknowledge", "review"), opens=REVIEWED, decision=True,
    )  # fmt: skip
    def released(self) -> str:
        """The part becomes answered, in full."""
        return self._decided()

    @move(
        "S13", event="redacted", source=states.INFORMATION_ESCALATION, target=REVIEW_OUTCOMES, by=REVIEWER,
        label="Release with parts covered", question="Can it be shared with parts covered?",
        accountable="Information governance", days=10,
        guards=LOOKED_AT_AGAIN, stops=("review_acknowledge", "review"), opens=REVIEWED, decision=True,
    )  # fmt: skip
    def redacted(self) -> str:
        """The part becomes answered, redacted."""
        return self._decided()

    @move(
        "S13", event="summary", source=states.INFORMATION_ESCALATION, target=REVIEW_OUTCOMES, by=REVIEWER,
        label="Give a summary", question="Can a summary be shared?", accountable="Information governance", days=10,
        guards=LOOKED_AT_AGAIN, stops=("review_acknowledge", "review"), opens=REVIEWED, decision=True,
    )  # fmt: skip
    def summary(self) -> str:
        """The part becomes answered, in summary."""
        return self._decided()

    @move(
        "S13", event="refused", source=states.INFORMATION_ESCALATION, target=REVIEW_OUTCOMES, by=REVIEWER,
        label="Refuse with reasons", question="Is there no form in which it can be shared?",
        accountable="Information governance", days=10,
        guards=LOOKED_AT_AGAIN, stops=("review_acknowledge", "review"), opens=REVIEWED, decision=True,
    )  # fmt: skip
    def refused(self) -> str:
        """The part stays as it cannot be answered, with reasons."""
        return self._decided()

    @move(
        "S14", source=states.OPEN, target=RETURN_VALUE(*states.OPEN), by=ASKER, label="Ask for more help",
        question="Does the family ask for more than an answer?", accountable="Team manager", days=5,
        guards=(gates.not_asked_before,),
    )  # fmt: skip
    def step_up(self) -> str:
        """A long-term request opens at once; the question goes on."""
        return self.current

    @move(
        "S15", source=states.WORKING, target=states.PAUSED, by=(WORKER, ASKER), label="Pause",
        question="Does it have to wait?", accountable="Caseworker", days=10,
        guards=(gates.pause_allowed, gates.review_date, gates.told, gates.words_cleared), decision=True,
    )  # fmt: skip
    def pause(self) -> None:
        """Everything else goes on; the day to look again is a date that we owe."""
        self.resume_state = self.current

    @move(
        "S16", source=states.PAUSED, target=RETURN_VALUE(*states.WORKING), by=(WORKER, ASKER), label="Go on",
        question="Is the reason gone?", accountable="Whoever paused it", days=2, guards=(gates.resume_allowed,),
        stops=("resume",), opens=tuple(replace(opens, to=states.ANSWER_SHARED) for opens in INVITED),
    )  # fmt: skip
    def resume(self) -> str:
        """Back to where it was."""
        return self.resume_state

    @move(
        "S17", source=states.OPEN, target=states.CLOSED_WITHDRAWN, by=ASKER, label="Withdraw the question",
        question="Does the person who asked want to stop?", accountable="The person who asked", days=0, stops=("*",),

    )  # fmt: skip
    def withdraw(self) -> None:
        """At once, with no reason asked; only this person's question ends."""

    @move(
        "S18", source=states.CLOSED, target=states.SCREENING, by=(ASKER, SUPERVISOR), label="Open it again",
        question="Does someone want to come back to it?", accountable="Team manager", days=2,
        guards=(gates.reopen_in_time,), opens=(Opens("assign", 2), Opens("answer", 10)),
    )  # fmt: skip
    def reopen(self) -> None:
        """Nothing has to be told again."""
