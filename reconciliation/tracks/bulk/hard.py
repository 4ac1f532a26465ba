"""The hard cases of a past: pauses, reviews, ends that are no answer, and coming back."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from portal.audit.actor import CLOCK, Actor
from portal.workflow import clock, ledger
from portal.workflow.bulk import Past, WrongPast
from portal.workflow.ledger import acted
from reconciliation.families.references import new_reference
from reconciliation.tracks import parties, states
from reconciliation.tracks.actions import decided
from reconciliation.tracks.actions.answering import promised
from reconciliation.tracks.actions.ending import Told
from reconciliation.tracks.actions.pausing import PauseText
from reconciliation.tracks.actions.reviewing import Review, decision_of, review_columns, text_of
from reconciliation.tracks.bulk.steps import Steps
from reconciliation.tracks.models import (
    UNSPOKEN,
    Answer,
    ClosingProposal,
    ComeBack,
    Covered,
    HelpRequest,
    LongTermTrack,
    Pause,
    PauseReason,
    ProposalState,
    QuestionPart,
    Reminder,
    ReviewRequest,
    TextKind,
    ToldText,
    WithheldItem,
)
from reconciliation.tracks.parts import PartStatus
from reconciliation.tracks.process import LONG_TERM_VERSION


class HardSteps(Steps):
    """Steps beside the straight road; named as the actions are."""

    long_term: Past[LongTermTrack] | None = None

    def redirect(self, *, actor: Actor, at: dt.datetime, where: str, reason: str, told: Told) -> None:
        """S4."""
        self._tell(actor, at, TextKind.REDIRECT, told.text)
        decision = decided.redirected(where, reason, told=told.text, told_how=told.how)
        self._move("redirect", actor, parties.SUPERVISOR, at, decision=decision)

    def disagree_and_finish(self, *, actor: Actor, at: dt.datetime, words: str) -> None:
        """S10b."""
        decision = decided.not_agreed(words)
        self._move("disagree_and_finish", actor, parties.ASKER, at, decision=decision)

    def propose_no_further_action(self, *, actor: Actor, at: dt.datetime, reason: str, told: Told) -> None:
        """The worker proposes not to go on."""
        self._step(at, states.ANSWERING, actor=actor, party=parties.WORKER)
        row = self._tell(actor, at, TextKind.NO_FURTHER_ACTION, told.text, told.support)
        proposal = ClosingProposal(
            **acted(actor), holder=self.track.holder, track=self.track, told=row, reason=reason, told_how=told.how,
            number=len(self.rows[ClosingProposal]) + 1, at=at,
        )  # fmt: skip
        self._keep(actor, "closing_proposed", proposal, at)

    def no_further_action(self, *, actor: Actor, at: dt.datetime) -> None:
        """S10c, by somebody else than who proposed."""
        proposal = self.rows[ClosingProposal][-1] if self.rows[ClosingProposal] else None
        if proposal is None or proposal.state != ProposalState.PROPOSED or proposal.actor_id == actor.id:
            raise WrongPast("Nothing that somebody else proposed waits.")
        proposal.state, proposal.decided_by, proposal.decided_at = ProposalState.SHARED, actor.id, at
        self._say(actor, "closing_decided", proposal, at, state=proposal.state)
        decision = decided.not_further(proposal)
        self._move("no_further_action", actor, parties.APPROVER, at, decision=decision)

    def remind(self, *, at: dt.datetime, sent: bool = True) -> None:
        """The service's clock reminds."""
        self._step(at, states.ANSWER_SHARED)
        number = len(self.rows[Reminder]) + 1
        row = Reminder(holder=self.track.holder, track=self.track, number=number, sent=sent, at=at)
        self._keep(CLOCK, "reminded", row, at, number=number, sent=sent)

    def no_reply(self, *, at: dt.datetime) -> None:
        """S11, by the service's clock."""
        decision = decided.not_replied()
        self._move("no_reply", CLOCK, parties.CLOCK, at, decision=decision)

    def pause(self, *, actor: Actor, at: dt.datetime, text: PauseText | None = None) -> None:
        """S15: without a text by the person who asked."""
        party = parties.WORKER if text else parties.ASKER
        reason = text.reason if text else PauseReason.FAMILY_REQUEST
        review_on = text.review_on if text else clock.add_working_days(clock.london_date(at), 10)
        if text and reason not in UNSPOKEN:
            self._tell(actor, at, TextKind.PAUSE, text.told)
        decision = (
            decided.paused(reason, review_on, why=text.why, told=text.told, told_how=text.told_how)
            if text
            else decided.paused_by_asker(review_on)
        )
        self.track.resume_state, self.track.paused_by_family = self.past.state, text is None
        self._move("pause", actor, party, at, decision=decision)
        if reason in clock.STOPPING_REASONS:
            self.past.stop(["*"], at)
        self.past.open(ledger.row(self.track, kind="resume", at=at, due_on=review_on))
        row = Pause(
            **acted(actor), holder=self.track.holder, track=self.track, reason=reason, why=text.why if text else "",
            review_on=review_on, at=at,
        )  # fmt: skip
        self._keep(actor, "pause_recorded", row, at)

    def resume(self, *, actor: Actor, at: dt.datetime) -> None:
        """S16."""
        pause = self.rows[Pause][-1]
        pause.ended_at = at
        self._say(actor, "pause_ended", pause, at)
        party = parties.ASKER if self.track.paused_by_family else parties.WORKER
        self._move("resume", actor, party, at, target=self.track.resume_state)
        if pause.reason in clock.STOPPING_REASONS:
            self._run_again(pause.at, at)

    def _run_again(self, stood: dt.datetime, at: dt.datetime) -> None:
        lost = clock.elapsed_wd(stood, at)
        parts = {part.pk: part for part in self.rows[QuestionPart]}
        for row in [row for row in self.past.deadlines if row.stopped_at == stood and row.kind != "resume"]:
            row.stopped_at, row.due_on = None, clock.add_working_days(row.due_on, lost)
            if row.kind == "part" and row.subject in parts:
                parts[row.subject].next_date = row.due_on

    def keep_item(self, *, actor: Actor, at: dt.datetime, number: int, what: str, text: str) -> None:
        """The whole item behind a part that is withheld."""
        self._step(at, states.ANSWERING, actor=actor, party=parties.WORKER)
        row = WithheldItem(
            **acted(actor), holder=self.track.holder, part=self.part(number), version=1, what=what, text=text, at=at
        )
        self._keep(actor, "withheld_item_kept", row, at, part=number, version=1)

    def decide_review(self, *, actor: Actor, at: dt.datetime, number: int, review: Review) -> None:
        """S13 on one part."""
        part = self.part(number)
        asked = [row for row in self.rows[ReviewRequest] if row.decided_at is None]
        request = next((row for row in asked if row.part is part), None)
        if request is None:
            raise WrongPast(f"Nobody asked that part {number} is looked at again.")
        item = next((row for row in reversed(self.rows[WithheldItem]) if row.part is part), None)
        versions = [row for row in self.rows[Answer] if row.part is part]
        answer = Answer(
            **acted(actor), **review_columns(review), holder=self.track.holder, part=part, version=len(versions) + 1,
            info_class=versions[-1].info_class, text=text_of(item, review), written_at=at,
        )  # fmt: skip
        self._keep(actor, "answer_written", answer, at, part=number, version=answer.version)
        for paragraph, code in sorted(review.covered.items()):
            self.rows[Covered].append(Covered(
                holder=self.track.holder, answer=answer, item=item, paragraph=paragraph, reason_code=code
            ))  # fmt: skip
        request.decided_at, request.outcome, request.answer = at, review.outcome, answer
        self._say(actor, "review_decided", request, at, part=number, outcome=review.outcome)
        target = self.track.review_state if len(asked) == 1 else states.INFORMATION_ESCALATION
        self._move(review.outcome, actor, parties.REVIEWER, at, target=target, decision=decision_of(number, review))
        self._apply_answer(actor, at, answer)

    def reopen(
        self, *, actor: Actor, at: dt.datetime, words: str, numbers: Iterable[int] = (), party: str = parties.ASKER
    ) -> None:  # fmt: skip
        """S18."""
        for number in numbers:
            self._open_again(actor, at, self.part(number))
        row = ComeBack(**acted(actor), holder=self.track.holder, track=self.track, words=words, at=at)
        self._keep(actor, "come_back", row, at)
        self.track.reopened_at, self.track.loops = at, 0
        self._move("reopen", actor, party, at)

    def step_up(self, *, actor: Actor, at: dt.datetime) -> None:
        """S14: a long-term request beside the question."""
        self._move("step_up", actor, parties.ASKER, at, target=self.past.state)
        track = self.track
        new = LongTermTrack(
            engagement=track.engagement, team_id=track.team_id, worker_id=track.worker_id, reference=new_reference(),
            received_at=at, state_since=at, process_version=LONG_TERM_VERSION,
        )  # fmt: skip
        self.long_term = Past(new)
        self.long_term.move("request", actor=actor, party=parties.ASKER, at=at)
        owed = [str(part.pk) for part in self.rows[QuestionPart] if part.status == PartStatus.NOT_YET]
        row = HelpRequest(
            **acted(actor), holder=track.holder, track=new, person=track.asker, question=track, open_parts=owed, at=at
        )
        self._keep(actor, "more_help_asked", row, at, question=str(track.pk))

    def _tell(self, actor: Actor, at: dt.datetime, kind: str, text: str, support: str = "") -> ToldText:
        row = ToldText(
            **acted(actor), holder=self.track.holder, track=self.track, kind=kind, text=text, support=support, at=at
        )
        self._keep(actor, "told_text_written", row, at, kind=kind)
        return row

    def _open_again(self, actor: Actor, at: dt.datetime, part: QuestionPart) -> None:
        part.status, part.reason_code, part.form, part.next_date = PartStatus.NOT_YET, "", "", None
        self._say(actor, "part_opened_again", part, at, part=part.number)

    def _review(self, actor: Actor, at: dt.datetime, said: Mapping[int, str]) -> None:
        """S12 on these parts, in the words of the person who asked."""
        self.track.review_state = self.past.state
        for number, words in said.items():
            row = ReviewRequest(
                **acted(actor), holder=self.track.holder, part=self.part(number), words=words, at=at
            )  # fmt: skip
            self._keep(actor, "part_review_requested", row, at, part=number)
        self._move("review_requested", actor, parties.ASKER, at)

    def _apply_answer(self, actor: Actor, at: dt.datetime, answer: Answer) -> None:
        """This version is what the family reads of its part; the clock stops where nothing is owed any more."""
        part: Any = answer.part
        part.status, part.reason_code, part.form = answer.status, answer.reason_code, answer.form
        part.next_date, part.shared_answer = promised(answer), answer
        said = {"part": part.number, "answer": str(answer.pk), "status": part.status}
        self._say(actor, "part_shared", part, at, **said)
        self._end_waits(part, at)
        self.past.stop(["part"], at, subject=part.pk)
        if part.next_date is not None:
            self.past.open(ledger.row(self.track, kind="part", at=at, due_on=part.next_date, subject=part.pk))
        if not self._owed():
            self.past.stop(["answer"], at)
