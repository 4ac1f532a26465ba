"""The facts that the guards judge, collected under the lock (or, for a page, without one)."""

import datetime as dt
from dataclasses import dataclass, field, replace
from uuid import UUID

from portal.audit.actor import Actor
from portal.recipients.models import Hold, HoldState
from portal.recipients.selectors import cleared, held_subjects
from portal.workflow import clock
from portal.workflow.models import MoveRecord
from reconciliation.families import selectors as families
from reconciliation.families.models import Conflict, ConflictStatus
from reconciliation.safeguards import selectors as safeguards
from reconciliation.tracks import states
from reconciliation.tracks.facts import Facts, PartFact
from reconciliation.tracks.models import Answer, PartResponse, Proposal, QuestionPart, ShortTermTrack
from reconciliation.tracks.selectors.answers import digest_of_answers, on_the_table, open_proposal
from reconciliation.tracks.selectors.questions import readers_of

EXPLAINED_ELSEWHERE = frozenset({"not_held", "out_of_scope_here"})


@dataclass(frozen=True)
class Inputs:
    """What the person who moves put in, as far as a guard asks about it."""

    worker_id: UUID | None = None
    named: frozenset[int] = field(default=frozenset())
    version_shown: str = ""
    reason: str = ""
    told: str = ""
    support_offered: str = ""
    outcome: str = ""
    considered: tuple[str, ...] = ()
    review_on: dt.date | None = None


def collect(actor: Actor, track: ShortTermTrack, inputs: Inputs) -> Facts:
    """Everything that the guards of this question's open moves may ask."""
    proposal = open_proposal(track)
    answers = on_the_table(track)
    closed = track.current in states.CLOSED
    facts = Facts(
        today=clock.today(), now=clock.now(), actor_id=actor.id, from_state=track.current,
        actor_is_asker=actor.id is not None and track.asker.user_id == actor.id,
        screen=safeguards.screen_facts(track.pk, since=_entered(track, states.SCREENING)),
        proceedings=safeguards.proceedings_facts(track.engagement_id),
        language=safeguards.language_facts(
            track.pk, [person.pk for person in readers_of(track)], since=_written(proposal, answers)
        ),
        parts=_parts(track, answers),
        actor_is_approver=actor.id is not None and families.is_approver(actor.id, track.team_id),
        loops=track.loops, named=inputs.named, reason=inputs.reason, told=inputs.told,
        support_offered=inputs.support_offered, outcome=inputs.outcome, considered=inputs.considered,
        review_on=inputs.review_on, paused_by_family=track.paused_by_family, version_shown=inputs.version_shown,
        waited_days=clock.working_days_between(clock.london_date(track.state_since), clock.today()),
        closed_on=clock.london_date(track.state_since) if closed else None, involved_before=_involved(actor, track),
    )  # fmt: skip
    return _with_proposal(_with_restatement(_with_worker(facts, track, inputs), track), proposal)


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
    return tuple(_part(part, answers.get(part.pk), said, held) for part in track.parts.all())


def _part(part: QuestionPart, answer: Answer | None, said: dict[UUID, bool], held: set[UUID]) -> PartFact:
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
        explains=bool(answer.elsewhere) or answer.reason_code not in EXPLAINED_ELSEWHERE,
    )  # fmt: skip


def _entered(track: ShortTermTrack, state: str) -> dt.datetime | None:
    record = MoveRecord.objects.filter(track_id=track.pk, to_state=state).order_by("-number").first()
    return record.at if record else None


def _with_worker(facts: Facts, track: ShortTermTrack, inputs: Inputs) -> Facts:
    if inputs.worker_id is None:
        return facts
    said = (ConflictStatus.NONE_DECLARED, ConflictStatus.DECLARED)
    asked = Conflict.objects.filter(engagement_id=track.engagement_id, user_id=inputs.worker_id, status__in=said)
    newest = asked.order_by("recorded_at").last()
    return replace(
        facts,
        worker_id=inputs.worker_id,
        worker_answer=_said(newest, barred=families.has_conflict(inputs.worker_id, track.engagement_id)),
        worker_answer_id=newest.pk if newest else None,
        worker_on_other_side=inputs.worker_id in families.other_side_worker_ids(track.engagement_id),
    )


def _said(newest: Conflict | None, *, barred: bool) -> str:
    """What the worker said; a conflict that was declared or upheld once bars whatever is said later."""
    if barred:
        return ConflictStatus.DECLARED
    return newest.status if newest else ""


def _with_restatement(facts: Facts, track: ShortTermTrack) -> Facts:
    newest = track.restatements.last()
    if newest is None:
        return facts
    held = bool(held_subjects(track.holder, [newest.pk]))
    # The family's own words are never held back from it.
    if held or not (newest.verbatim or cleared(track.holder, newest.pk, newest.parts)):
        return replace(facts, restated_held=True)
    released = Hold.objects.filter(holder=track.holder, subject=newest.pk, state=HoldState.RELEASED).last()
    # The family could read it only since then.
    shown_at = released.decided_at if released is not None and released.decided_at else newest.at
    return replace(
        facts,
        restated=True,
        restated_verbatim=newest.verbatim,
        restated_days=clock.working_days_between(clock.london_date(shown_at), clock.today()),
        restated_rejected=newest.rejected_at is not None,
    )


def _with_proposal(facts: Facts, proposal: Proposal | None) -> Facts:
    if proposal is None:
        return facts
    return replace(
        facts,
        proposal_id=proposal.pk,
        proposed_by=proposal.actor_id,
        version_proposed=digest_of_answers(proposal.answers.all()),
    )


def _involved(actor: Actor, track: ShortTermTrack) -> bool:
    own = MoveRecord.objects.filter(track_id=track.pk, actor_id=actor.id)
    return actor.id is not None and own.exists()
