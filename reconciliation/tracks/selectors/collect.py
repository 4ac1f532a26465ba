"""The facts that the guards judge, collected under the lock (or, for a page, without one)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from portal.audit.actor import Actor
from portal.notifications.selectors import can_be_told
from portal.recipients.models import Hold, HoldState
from portal.recipients.selectors import cleared, held_subjects
from portal.workflow import clock
from portal.workflow.guards import Gate
from portal.workflow.models import MoveRecord
from reconciliation.families import selectors as families
from reconciliation.families.models import ConflictStatus
from reconciliation.safeguards import selectors as safeguards
from reconciliation.tracks import gates, states
from reconciliation.tracks.facts import ELSEWHERE, Facts, PartFact
from reconciliation.tracks.models import (
    Answer,
    ClosingProposal,
    HelpRequest,
    PartResponse,
    Proposal,
    ProposalState,
    QuestionPart,
    Restatement,
    ShortTermTrack,
    ToldText,
)
from reconciliation.tracks.selectors.answers import digest_of_answers, on_the_table, open_proposal
from reconciliation.tracks.selectors.pauses import paused_for_family
from reconciliation.tracks.selectors.questions import readers_of


@dataclass(frozen=True)
class Inputs:
    """What the person who moves put in, as far as a guard asks about it."""

    worker_id: UUID | None = None
    named: frozenset[int] = field(default=frozenset())
    version_shown: str = ""
    reason: str = ""
    reason_code: str = ""
    told: str = ""
    told_id: UUID | None = None
    support_offered: str = ""
    outcome: str = ""
    considered: tuple[str, ...] = ()
    review_on: dt.date | None = None


def collect(actor: Actor, track: ShortTermTrack, inputs: Inputs) -> Facts:
    """Everything that the guards of this question's moves may ask; `with_closing` adds a proposal not to go on."""
    proposal = open_proposal(track)
    answers = on_the_table(track, proposal)
    closed = track.current in states.CLOSED
    facts = Facts(
        today=clock.today(), now=clock.now(), actor_id=actor.id, from_state=track.current,
        actor_is_asker=track.is_of(actor.id),
        screen=safeguards.screen_facts(track.pk, since=_entered(track, states.SCREENING)),
        proceedings=safeguards.proceedings_facts(track.engagement_id),
        language=safeguards.language_facts(
            track.pk, [person.pk for person in readers_of(track)], since=_written(proposal, answers)
        ),
        parts=_parts(track, answers),
        actor_is_approver=actor.id is not None and families.is_approver(actor.id, track.team_id),
        loops=track.loops, named=inputs.named, reason=inputs.reason, reason_code=inputs.reason_code, told=inputs.told,
        told_held=_told_held(track, inputs), support_offered=inputs.support_offered, outcome=inputs.outcome,
        considered=inputs.considered, asked_before=_asked_before(track),
        reminders=track.reminders.filter(at__gte=track.state_since).count(),
        safe_channel=can_be_told(track.reached_by),
        review_on=inputs.review_on, paused_by_family=track.paused_by_family, version_shown=inputs.version_shown,
        waited_days=clock.working_days_between(clock.london_date(track.state_since), clock.today()),
        closed_on=clock.london_date(track.state_since) if closed else None, involved_before=was_involved(actor, track),
    )  # fmt: skip
    facts = _with_restatement(with_worker(facts, track, inputs.worker_id), track)
    return _with_rechecked(_with_proposal(facts, proposal), track)


def _written(proposal: Proposal | None, answers: dict[UUID, Answer]) -> dt.datetime | None:
    """Since when the texts that go stand: a need was met for them only after that."""
    if proposal is not None:
        return proposal.at
    return max((answer.written_at for answer in answers.values()), default=None)


def _parts(track: ShortTermTrack, answers: dict[UUID, Answer]) -> tuple[PartFact, ...]:
    said = {}
    for response in PartResponse.objects.filter(part__track=track).order_by("at"):
        said[response.answer_id] = response.answers_me
    held = {a.pk for a in answers.values() if not cleared(track.holder, a.pk, [a.text, a.elsewhere])}
    return tuple(part_fact(part, answers.get(part.pk), said, held) for part in track.parts.all())


def part_fact(part: QuestionPart, answer: Answer | None, said: dict[UUID, bool], held: set[UUID]) -> PartFact:
    """One part, with the answer that would go."""
    fact = PartFact(
        id=part.pk, number=part.number, shared_status=part.status,
        answers_me=said.get(part.shared_answer_id) if part.shared_answer_id else None,
        can_go_on=part.status in {"part", "cannot_answer"},
    )  # fmt: skip
    if answer is None:
        return fact
    return replace(
        fact, answer_id=answer.pk, status=answer.status, reason_code=answer.reason_code, info_class=answer.info_class,
        has_text=bool(answer.text), held=answer.pk in held,
        explains=bool(answer.elsewhere) or answer.reason_code not in ELSEWHERE,
        considered=tuple(answer.considered), best_interests=bool(answer.best_interests),
        dated=answer.next_date is not None,
    )  # fmt: skip


def _entered(track: ShortTermTrack, state: str) -> dt.datetime | None:
    record = MoveRecord.objects.filter(track_id=track.pk, to_state=state).order_by("-number").first()
    return record.at if record else None


def with_worker(facts: Facts, track: ShortTermTrack, worker_id: UUID | None) -> Facts:
    if worker_id is None:
        return facts
    links = families.links_of(worker_id, track.engagement_id)
    return replace(
        facts,
        worker_id=worker_id,
        # A conflict that was declared or upheld once bars whatever is said later.
        worker_answer=ConflictStatus.DECLARED if links.barred else links.said,
        worker_answer_id=links.said_id,
        worker_on_other_side=links.other_side,
    )


def _with_restatement(facts: Facts, track: ShortTermTrack) -> Facts:
    # What was agreed before it was opened again answers for nothing that is asked now.
    newest = track.restatements.filter(at__gte=track.counts_from).last()
    if newest is None:
        return facts
    held = bool(held_subjects(track.holder, [newest.pk]))
    # The family's own words are never held back from it.
    held = held or not (newest.verbatim or cleared(track.holder, newest.pk, newest.parts))
    released = Hold.objects.filter(holder=track.holder, subject=newest.pk, state=HoldState.RELEASED).last()
    return with_wording(facts, newest, held=held, released_at=released.decided_at if released is not None else None)


def with_wording(facts: Facts, newest: Restatement, *, held: bool, released_at: dt.datetime | None) -> Facts:
    """What the newest wording says, and since when the family could read it."""
    if held:
        return replace(facts, restated_held=True)
    shown_at = released_at or newest.at
    return replace(
        facts,
        restated=True,
        restated_verbatim=newest.verbatim,
        restated_days=clock.working_days_between(clock.london_date(shown_at), clock.today()),
        restated_rejected=newest.rejected_at is not None,
    )


def _with_proposal(facts: Facts, proposal: Proposal | None) -> Facts:
    return facts if proposal is None else with_answers(facts, proposal, proposal.answers.all())


def with_answers(facts: Facts, proposal: Proposal, answers: Iterable[Answer]) -> Facts:
    """What waits for approval: these very versions."""
    return replace(
        facts, proposal_id=proposal.pk, proposed_by=proposal.actor_id, version_proposed=digest_of_answers(answers)
    )


def with_closing(facts: Facts, closing: ClosingProposal | None) -> Facts:
    """What a proposal not to go on says, for the one move that decides on it and for no other."""
    if closing is None:
        return facts
    return closing_facts(facts, closing, held=not cleared(closing.holder, closing.told_id, closing.told.texts))


def closing_facts(facts: Facts, closing: ClosingProposal, *, held: bool) -> Facts:
    """The same where it is known whether its words may go."""
    return replace(
        facts, proposal_id=closing.pk, proposed_by=closing.actor_id, version_proposed=closing.digest,
        reason=closing.reason, support_offered=closing.told.support, told=closing.told.text, told_held=held,
    )  # fmt: skip


def open_closing(track: ShortTermTrack) -> ClosingProposal | None:
    """The proposal not to go on, if one waits for an approver."""
    return track.closing_proposals.filter(state=ProposalState.PROPOSED).select_related("told").last()


def _told_held(track: ShortTermTrack, inputs: Inputs) -> bool:
    row = ToldText.objects.filter(pk=inputs.told_id, track=track).first() if inputs.told_id else None
    return row is not None and not cleared(track.holder, row.pk, row.texts)


def _asked_before(track: ShortTermTrack) -> bool:
    return HelpRequest.objects.filter(person_id=track.asker_id, track__engagement_id=track.engagement_id).exists()


def _with_rechecked(facts: Facts, track: ShortTermTrack) -> Facts:
    """While it is paused: what led to the state before, judged again over the facts as they stand."""
    if track.current != states.PAUSED:
        return facts
    facts = replace(facts, paused_for_family=paused_for_family(track))
    led = MoveRecord.objects.filter(track_id=track.pk, to_state=track.resume_state).exclude(from_state=states.PAUSED)
    entered = led.exclude(from_state=track.resume_state).order_by("-number").first()
    return facts if entered is None else rechecked(with_worker(facts, track, track.worker_id), track, entered.event)


def rechecked(standing: Facts, track: ShortTermTrack, event: str) -> Facts:
    """What led to the state before, judged again; ``standing`` has the worker where a guard asks for one."""
    facts = standing
    if track.resume_state == states.ANSWER_SHARED:
        # Nothing is on its way to the family there: what is drafted for another part is judged when it goes.
        standing = replace(standing, parts=tuple(replace(part, answer_id=None) for part in standing.parts))
    return replace(facts, rechecked=tuple(gate(standing) for gate in standing_guards(track, event)))


def standing_guards(track: ShortTermTrack, event: str) -> list[Gate]:
    """Those guards of a move that have to hold still when a pause ends."""
    return [gate for gate in type(track).moves()[event].guards if gate in gates.STANDING]


def was_involved(actor: Actor, track: ShortTermTrack) -> bool:
    """Whether this actor moved, answered or decided anything here before, or for another side."""
    if actor.id is None:
        return False
    moves = MoveRecord.objects.filter(track_id=track.pk, actor_id=actor.id)
    answers = Answer.objects.filter(part__track=track, actor_id=actor.id)
    others = families.other_side_ids(track.engagement_id)
    if MoveRecord.objects.filter(holder__in=others, actor_id=actor.id).exists():
        return True
    asked = MoveRecord.objects.filter(track_id=track.pk, event="review_requested").order_by("-number").first()
    # Part by part the same person decides one review, so what they did within it is none from before.
    if asked is not None and track.current == states.INFORMATION_ESCALATION:
        moves, answers = moves.filter(number__lt=asked.number), answers.filter(written_at__lt=asked.at)
    return moves.exists() or answers.exists()
