"""A question with its parts, texts and dates, as the real actions keep them, given step by step.

Each step is checked against the definition and against who takes it; guards are not run again, since a past is given.
"""

import datetime as dt
import json
from collections.abc import Mapping
from uuid import UUID

from portal.audit.actor import Actor
from portal.workflow import clock, ledger
from portal.workflow.bulk import WrongPast
from portal.workflow.decisions import Decision
from portal.workflow.ledger import acted
from portal.workflow.models import DeadlineChange
from reconciliation.families.models import FamilyEngagement, Person
from reconciliation.families.references import new_reference
from reconciliation.safeguards.models import SafetyScreen
from reconciliation.tracks import parties, states
from reconciliation.tracks.actions import decided
from reconciliation.tracks.actions.answering import AnswerText
from reconciliation.tracks.actions.dates import LATEST_ANSWER_DAYS
from reconciliation.tracks.actions.replying import Reply, owed_again
from reconciliation.tracks.bulk.hard import HardSteps
from reconciliation.tracks.bulk.promising import PromiseSteps
from reconciliation.tracks.bulk.steps import acting_user
from reconciliation.tracks.gates import MAX_LOOPS
from reconciliation.tracks.models import (
    Answer,
    PartResponse,
    Proposal,
    ProposalState,
    QuestionPart,
    QuestionShare,
    Restatement,
    ShortTermTrack,
    Waiting,
)
from reconciliation.tracks.parts import InfoClass, PartStatus
from reconciliation.tracks.process import PROCESS_VERSION
from reconciliation.tracks.selectors.answers import digest_of_answers


class QuestionPast(HardSteps, PromiseSteps):
    """One question, from its first move on. Steps are named as the actions are, and raise WrongPast.

    ``worker_id`` is the family's worker at the time, if there was one; ``party`` is who asked.
    """

    def __init__(
        self, *, engagement: FamilyEngagement, asker: Person, text: str, actor: Actor, at: dt.datetime,
        worker_id: UUID | None = None, party: str = parties.ASKER,
    ) -> None:  # fmt: skip
        super().__init__(ShortTermTrack(
            holder=engagement.pk, engagement=engagement, asker=asker, team_id=engagement.team_id, worker_id=worker_id,
            reference=new_reference(), received_at=at, state_since=at, process_version=PROCESS_VERSION, question=text,
        ))  # fmt: skip
        self.proposed: list[tuple[Proposal, list[Answer]]] = []
        self._move("submit_question", actor, party, at)

    def start_screen(self, *, actor: Actor, at: dt.datetime, party: str = parties.SUPERVISOR) -> None:
        """S2."""
        self._move("start_screen", actor, party, at)

    def screen(self, *, actor: Actor, at: dt.datetime, outcome: str, reason: str, contact_outcome: str = "") -> None:
        """The safeguarding screen of this question."""
        self._step(at, states.SCREENING)
        row = SafetyScreen(
            engagement=self.track.engagement, subject=self.track.pk, outcome=outcome, reason=reason,
            contact_outcome=contact_outcome, recorded_by_id=acting_user(actor), recorded_post=actor.post, at=at,
        )  # fmt: skip
        self._keep(actor, "screen_recorded", row, at, subject=str(self.track.pk), outcome=outcome)

    def assign(self, *, actor: Actor, at: dt.datetime, worker_id: UUID) -> None:
        """S3."""
        self._move("assign", actor, parties.SUPERVISOR, at)
        self.track.worker_id = worker_id

    def restate(self, *, actor: Actor, at: dt.datetime, parts: list[str]) -> None:
        """The worker writes what is asked, in parts."""
        self._step(at, states.CLARIFYING, actor=actor, party=parties.WORKER)
        row = Restatement(
            **acted(actor), holder=self.track.holder, track=self.track, version=len(self.rows[Restatement]) + 1,
            verbatim=parts == [self.track.question.strip()], parts_text=json.dumps(parts), at=at,
        )  # fmt: skip
        self._keep(actor, "question_restated", row, at)

    def reject_restatement(self, *, actor: Actor, at: dt.datetime, because: str) -> None:
        """The person who asked says that this is not what they meant."""
        self._step(at, states.CLARIFYING, actor=actor, party=parties.ASKER)
        row = self._newest_restatement()
        row.rejected_at, row.rejected_because = at, because
        self._say(actor, "restatement_rejected", row, at)

    def confirm_question(self, *, actor: Actor, at: dt.datetime, party: str = parties.ASKER) -> None:
        """S5: the newest wording becomes the parts."""
        wordings = self._newest_restatement().parts
        self._move("confirm_question", actor, party, at)
        known = {part.wording for part in self.rows[QuestionPart]}
        for wording in wordings:
            if wording not in known:
                number = len(self.rows[QuestionPart]) + 1
                part = QuestionPart(holder=self.track.holder, track=self.track, number=number, wording=wording)
                self._keep(actor, "part_agreed", part, at, part=number)

    def write_answer(self, *, actor: Actor, at: dt.datetime, number: int, answer: AnswerText) -> None:
        """A new version of the answer to one part."""
        self._step(at, states.ANSWERING, actor=actor, party=parties.WORKER)
        part = self.part(number)
        version = sum(row.part is part for row in self.rows[Answer]) + 1
        row = Answer(**acted(actor), **answer.row, holder=self.track.holder, part=part, version=version, written_at=at)
        self._keep(actor, "answer_written", row, at, part=number, version=version)

    def wait_for(
        self, *, actor: Actor, at: dt.datetime, number: int, whom: str, asked_on: dt.date,
        chased_on: dt.date | None = None, next_date: dt.date | None = None,
    ) -> None:  # fmt: skip
        """Whom we wait for on one part; a part that is still owed gets its own date."""
        self._step(at, *states.OPEN, actor=actor, party=parties.WORKER)
        part = self.part(number)
        self._end_waits(part, at)
        row = Waiting(
            **acted(actor), holder=self.track.holder, part=part, whom=whom, asked_on=asked_on, chased_on=chased_on
        )
        self._keep(actor, "waiting_recorded", row, at, part=number)
        if next_date is not None and part.status == PartStatus.NOT_YET:
            part.next_date = next_date
            self._say(actor, "part_dated", part, at, due=next_date.isoformat())
            self.past.open(ledger.row(self.track, kind="part", at=at, due_on=next_date, subject=part.pk))

    def propose(self, *, actor: Actor, at: dt.datetime, numbers: frozenset[int] = frozenset()) -> None:
        """S6."""
        self._propose(actor, at, ProposalState.PROPOSED, numbers)
        self._move("propose_answer", actor, parties.WORKER, at)

    def return_answer(self, *, actor: Actor, at: dt.datetime, reason: str) -> None:
        """S7."""
        decision = decided.returned(reason)
        self._decide(actor, at, ProposalState.RETURNED, reason)
        self._move("return", actor, parties.APPROVER, at, decision=decision)

    def share_answer(self, *, actor: Actor, at: dt.datetime) -> None:
        """S8, by somebody else than who proposed."""
        decision = decided.shared(decided.BY_A_SECOND_PERSON)
        self._decide(actor, at, ProposalState.SHARED)
        self._move("share_answer", actor, parties.APPROVER, at, decision=decision)
        self._apply(actor, at)

    def share_process_information(
        self, *, actor: Actor, at: dt.datetime, numbers: frozenset[int] = frozenset()
    ) -> None:
        """S8b."""
        self._propose(actor, at, ProposalState.SHARED_UNAPPROVED, numbers)
        if any(answer.info_class != InfoClass.PROCESS for answer in self.proposed[-1][1]):
            raise WrongPast("S8b shares what happens next, rights and contacts only.")
        decision = decided.shared(decided.PROCESS_ONLY)
        self._move("share_process_information", actor, parties.WORKER, at, decision=decision)
        self._apply(actor, at)

    def continue_part(self, *, actor: Actor, at: dt.datetime) -> None:
        """S10a."""
        self._move("continue_part", actor, parties.WORKER, at)

    def reply(self, *, actor: Actor, at: dt.datetime, replies: Mapping[int, Reply]) -> None:
        """What the person who asked says of each part, and the move that follows from it: S9, S10, S12 or none."""
        self._step(at, states.ANSWER_SHARED, actor=actor, party=parties.ASKER)
        answered = {number: self._respond(actor, at, number, said) for number, said in replies.items()}
        named = [part for number, part in answered.items() if not replies[number].answers_me]
        if named:
            self._not_answered(actor, at, named)
        elif not self._owed():
            self._satisfied(actor, at)

    def ask_for_review(self, *, actor: Actor, at: dt.datetime, number: int, missing: str) -> None:
        """S12 on one part that was shared."""
        self._respond(actor, at, number, Reply(answers_me=False, missing=missing))
        self._review(actor, at, {number: missing})

    def share_question(self, *, actor: Actor, at: dt.datetime, person: Person) -> None:
        """Whoever asked lets another member of the family read along."""
        self._step(at, *states.ALL, actor=actor, party=parties.ASKER)
        self._keep(actor, "question_shared", QuestionShare(track=self.track, person=person, since=at), at)

    def extend_answer(
        self, *, actor: Actor, at: dt.datetime, new_due: dt.date, reason: str, family_told: str
    ) -> None:  # fmt: skip
        """The one later date of the answer, with what the family was told."""
        self._step(at, *states.OPEN, actor=actor, party=parties.WORKER)
        running = [row for row in self.past.deadlines if row.kind == "answer" and row.stopped_at is None]
        latest = clock.due_on(self.track.counts_from, LATEST_ANSWER_DAYS)
        if not running or self.rows[DeadlineChange] or not running[0].due_on < new_due <= latest:
            raise WrongPast("The date of the answer is moved once, while it runs, to working day 20 at the latest.")
        self._extend(running[0], actor=actor, at=at, new_due=new_due, why=reason, told=family_told)

    def withdraw(self, *, actor: Actor, at: dt.datetime) -> None:
        """S17: what waited for approval goes no further."""
        self._move("withdraw", actor, parties.ASKER, at)
        for proposal, _ in self.proposed:
            if proposal.state == ProposalState.PROPOSED:
                proposal.state = ProposalState.DROPPED

    def _drafts(self, numbers: frozenset[int]) -> list[Answer]:
        newest = {answer.part.number: answer for answer in self.rows[Answer]}
        return [
            answer
            for number, answer in sorted(newest.items())
            if answer is not answer.part.shared_answer and (not numbers or number in numbers)
        ]

    def _propose(self, actor: Actor, at: dt.datetime, state: str, numbers: frozenset[int]) -> None:
        answers = self._drafts(numbers)
        if not answers or not numbers <= {answer.part.number for answer in answers}:
            raise WrongPast("No answer is ready.")
        proposal = Proposal(
            **acted(actor), holder=self.track.holder, track=self.track, number=len(self.proposed) + 1,
            digest=digest_of_answers(answers), state=state, at=at,
        )  # fmt: skip
        self.rows[Proposal].append(proposal)
        self.proposed.append((proposal, answers))
        said = {str(answer.part.number): str(answer.pk) for answer in answers}
        self._say(actor, "answers_proposed", proposal, at, answers=said)

    def _decide(self, actor: Actor, at: dt.datetime, state: str, reason: str = "") -> None:
        proposal = self.proposed[-1][0] if self.proposed else None
        if proposal is None or proposal.state != ProposalState.PROPOSED:
            raise WrongPast("Nothing is proposed.")
        if proposal.actor_id == actor.id:
            raise WrongPast("Whoever proposed it cannot decide on it.")
        proposal.state, proposal.decided_by, proposal.decided_at = state, actor.id, at
        proposal.return_reason = reason
        self._say(actor, "proposal_decided", proposal, at, state=state)

    def _apply(self, actor: Actor, at: dt.datetime) -> None:
        """The shared versions become what the family reads."""
        for answer in self.proposed[-1][1]:
            self._apply_answer(actor, at, answer)

    def _respond(self, actor: Actor, at: dt.datetime, number: int, said: Reply) -> QuestionPart:
        self._step(at, states.ANSWER_SHARED, states.ANSWERING, actor=actor, party=parties.ASKER)
        part = self.part(number)
        if part.shared_answer is None:
            raise WrongPast(f"Part {number} was not shared.")
        response = PartResponse(
            holder=self.track.holder, part=part, answer=part.shared_answer, person=self.track.asker,
            answers_me=said.answers_me, missing=said.missing, at=at,
        )  # fmt: skip
        self._keep(actor, "part_replied", response, at, part=number, answers=said.answers_me)
        return part

    def _not_answered(self, actor: Actor, at: dt.datetime, named: list[QuestionPart]) -> None:
        withheld = any(part.status == PartStatus.CANNOT_ANSWER for part in named)
        if withheld or self.track.loops >= MAX_LOOPS:
            self._review(actor, at, {part.number: self._missing(part) for part in named})
            return
        owed = self._owed()
        self._move("not_answered", actor, parties.ASKER, at)
        self.track.loops += 1
        for part in named:
            self._open_again(actor, at, part)
        for deadline in owed_again(self.track, named, at, other_parts_owed=owed):
            self.past.open(deadline)

    def _missing(self, part: QuestionPart) -> str:
        return next(str(row.missing) for row in reversed(self.rows[PartResponse]) if row.part is part)

    def _satisfied(self, actor: Actor, at: dt.datetime) -> None:
        short = any(part.status != PartStatus.ANSWERED for part in self.rows[QuestionPart])
        decision = Decision(
            text="The person who asked says that it is answered.", reason="Said part by part.",
            family_view="This answers me.",
        )  # fmt: skip
        target = states.CLOSED_PART_ANSWERED if short else states.CLOSED_ANSWERED
        self._move("family_satisfied", actor, parties.ASKER, at, target=target, decision=decision)
