"""Writing answers part by part, proposing, returning and sharing them, and saying whom we wait for."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.recipients.actions import screen_text
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock, ledger
from portal.workflow.ledger import acted
from portal.workflow.models import Deadline
from reconciliation.tracks import parties, states
from reconciliation.tracks.actions import decided
from reconciliation.tracks.actions.asking import must_be_in
from reconciliation.tracks.actions.clarifying import locked_for
from reconciliation.tracks.actions.dates import LATEST_ANSWER_DAYS
from reconciliation.tracks.actions.ending import drop_closing
from reconciliation.tracks.actions.moving import make
from reconciliation.tracks.models import (
    Answer,
    Proposal,
    ProposalState,
    QuestionPart,
    ShortTermTrack,
    Waiting,
)
from reconciliation.tracks.parts import AnswerForm, PartStatus
from reconciliation.tracks.selectors import Inputs, question_for
from reconciliation.tracks.selectors.answers import digest_of_answers, drafts_of, on_the_table
from reconciliation.tracks.selectors.pauses import stood_still


@dataclass(frozen=True)
class AnswerText:
    """What one version of an answer says. ``elsewhere`` names who holds it, or where else it can be asked.

    For a part that is withheld ``considered`` says, by fuller form, why it will not do, ``best_interests`` why this is
    best for the child, and ``next_date`` when it is looked at again.
    """

    status: str
    info_class: str
    text: str
    reason_code: str = ""
    elsewhere: str = ""
    next_date: dt.date | None = None
    considered: Mapping[str, str] = field(default_factory=dict)
    best_interests: str = ""
    kept_words: str = ""

    @property
    def row(self) -> dict[str, Any]:
        """The columns of an answer that says this."""
        said = {name: value for name, value in vars(self).items() if name != "considered"}
        weighed = {form: why for form, why in self.considered.items() if why.strip()}
        form = AnswerForm.REFUSED if self.status == PartStatus.CANNOT_ANSWER else AnswerForm.FULL
        return {**said, "form": form, "considered_text": json.dumps(weighed) if weighed else ""}


@transaction.atomic
def write_answer(*, actor: Actor, pk: UUID, number: int, answer: AnswerText, after: int | None = None) -> Answer:
    """The worker writes a new version of the answer to one part; what was written before stays.

    ``after`` is the version that the page was filled with. Raises OutOfDate where another was written since.
    """
    track = locked_for(actor, pk, parties.WORKER)
    must_be_in(track, states.ANSWERING)
    part = part_of(track, number)
    if after is not None and after != part.answers.count():
        raise OutOfDate()
    row = Answer(
        **acted(actor), **answer.row, holder=track.holder, part=part, version=part.answers.count() + 1,
        written_at=clock.now(),
    )  # fmt: skip
    row.save()
    changed(actor, track.holder, "answer_written", row, part=number, version=row.version)
    earlier = part.answers.exclude(pk=row.pk).values_list("pk", flat=True)
    screen_text(
        actor=actor, holder=track.holder, subject=row.pk, texts=[answer.text, answer.elsewhere], replaces=earlier
    )
    return row


def part_of(track: ShortTermTrack, number: int) -> QuestionPart:
    """One part of a question by its number; otherwise the one refusal."""
    part = track.parts.filter(number=number).first()
    if part is None:
        raise NotYours()
    return part


def propose(
    *, actor: Actor, pk: UUID, numbers: frozenset[int] = frozenset(), version: int | None = None
) -> ShortTermTrack:
    """S6: the parts that are ready (or those numbered) go to a second person, in their exact versions."""

    def put(track: ShortTermTrack) -> None:
        drop_closing(actor, track)
        _propose(actor, track, ProposalState.PROPOSED, numbers)

    return make(actor=actor, pk=pk, event="propose_answer", version=version, inputs=Inputs(named=numbers), effect=put)


def return_answer(*, actor: Actor, pk: UUID, reason: str, version: int | None = None) -> ShortTermTrack:
    """S7: the approver says what is missing; the worker reads it on the page of the question."""

    def give_back(track: ShortTermTrack) -> None:
        _decide(actor, track, ProposalState.RETURNED, reason)

    decision = decided.returned(reason)
    return make(
        actor=actor, pk=pk, event="return", version=version, inputs=Inputs(reason=reason), effect=give_back,
        decision=decision,
    )  # fmt: skip


def share_answer(
    *, actor: Actor, pk: UUID, version_shown: str, version: int | None = None, kept_words: str = ""
) -> ShortTermTrack:
    """S8: someone else approves the exact version, and the family can read it. ``version_shown`` is its digest.

    ``kept_words`` is why the approver keeps words that are better avoided; it is part of the reason on record.
    """
    look_again(actor=actor, pk=pk)
    reason = decided.BY_A_SECOND_PERSON
    if kept_words:
        reason = f"{reason} Words kept because: {kept_words}"

    def share(track: ShortTermTrack) -> None:
        _apply(actor, track, _decide(actor, track, ProposalState.SHARED))

    return make(
        actor=actor, pk=pk, event="share_answer", version=version, inputs=Inputs(version_shown=version_shown),
        effect=share, decision=decided.shared(reason),
    )  # fmt: skip


def share_process_information(
    *, actor: Actor, pk: UUID, numbers: frozenset[int] = frozenset(), version: int | None = None
) -> ShortTermTrack:
    """S8b: what happens next, rights and contacts go without a second person; a sample is read later."""
    look_again(actor=actor, pk=pk)

    def share(track: ShortTermTrack) -> None:
        drop_closing(actor, track)
        _apply(actor, track, _propose(actor, track, ProposalState.SHARED_UNAPPROVED, numbers))

    return make(
        actor=actor, pk=pk, event="share_process_information", version=version, inputs=Inputs(named=numbers),
        effect=share, decision=decided.shared(decided.PROCESS_ONLY),
    )  # fmt: skip


def continue_part(*, actor: Actor, pk: UUID, version: int | None = None) -> ShortTermTrack:
    """S10a: a part that was not ready is taken up again."""
    return make(actor=actor, pk=pk, event="continue_part", version=version)


@transaction.atomic
def wait_for(
    *, actor: Actor, pk: UUID, number: int, whom: str, asked_on: dt.date, chased_on: dt.date | None,
    next_date: dt.date | None, kept_words: str = "",
) -> Waiting:  # fmt: skip
    """Say whom we wait for on one part, since when, when last chased, and by when the part is owed.

    ``kept_words`` is why words stay that are better avoided.
    """
    track = locked_for(actor, pk, parties.WORKER)
    must_be_in(track)
    part = part_of(track, number)
    now = clock.now()
    part.waits.filter(ended_at=None).update(ended_at=now)
    row = Waiting(
        **acted(actor), holder=track.holder, part=part, whom=whom, asked_on=asked_on, chased_on=chased_on,
        kept_words=kept_words,
    )  # fmt: skip
    row.save()
    changed(actor, track.holder, "waiting_recorded", row, part=number)
    screen_text(actor=actor, holder=track.holder, subject=row.pk, texts=[whom])
    if next_date is not None and part.status == PartStatus.NOT_YET and next_date != part.next_date:
        _owe(actor, track, part, next_date)
    return row


def latest_part_date(track: ShortTermTrack) -> dt.date:
    """The last date that a part may be given without moving the answer's own date."""
    running = Deadline.objects.filter(track_id=track.pk, kind="answer", stopped_at=None).first()
    if running is None:
        return clock.today()
    days = LATEST_ANSWER_DAYS + stood_still(track.pauses.all(), since=running.counted_from)
    return max(running.due_on, clock.due_on(running.counted_from, days))


def _owe(actor: Actor, track: ShortTermTrack, part: QuestionPart, next_date: dt.date) -> None:
    if part.next_date is not None and next_date > part.next_date:
        raise ledger.CannotExtend("The family was given a date for this part already. It cannot be made later here.")
    latest = latest_part_date(track)
    if next_date > latest:
        raise ledger.CannotExtend(f"The date must be on or before {latest:%-d %B %Y}.")
    part.next_date = next_date
    part.save(update_fields=["next_date"])
    changed(actor, track.holder, "part_dated", part, due=next_date.isoformat())
    ledger.open_one(ledger.row(track, kind="part", at=clock.now(), due_on=next_date, subject=part.pk))
    track.next_due = ledger.next_due(track)
    track.save(update_fields=["next_due"])


def promised(answer: Answer) -> dt.date | None:
    """When a part that falls short is looked at again; an answered one promises nothing more."""
    return None if answer.status == PartStatus.ANSWERED else answer.next_date


def _propose(actor: Actor, track: ShortTermTrack, state: str, numbers: frozenset[int]) -> Proposal:
    answers = [answer for answer in drafts_of(track) if not numbers or answer.part.number in numbers]
    proposal = Proposal(
        **acted(actor), holder=track.holder, track=track, number=track.proposals.count() + 1,
        digest=digest_of_answers(answers), state=state, at=clock.now(),
    )  # fmt: skip
    proposal.save()
    proposal.answers.set(answers)
    said = {str(answer.part.number): str(answer.pk) for answer in answers}
    changed(actor, track.holder, "answers_proposed", proposal, answers=said)
    return proposal


@transaction.atomic
def look_again(*, actor: Actor, pk: UUID) -> None:
    """Check the texts that are about to go once more: a name may be protected only since they were written.

    It stands even where the move is then refused, so that the safeguarding lead finds the text on their list.
    """
    track = question_for(actor, pk)
    for answer in on_the_table(track).values():
        screen_text(actor=actor, holder=track.holder, subject=answer.pk, texts=[answer.text, answer.elsewhere])


def _decide(actor: Actor, track: ShortTermTrack, state: str, reason: str = "") -> Proposal:
    proposal = track.proposals.get(state=ProposalState.PROPOSED)
    proposal.state = state
    proposal.decided_by = actor.id
    proposal.decided_at = clock.now()
    proposal.return_reason = reason
    proposal.save()
    changed(actor, track.holder, "proposal_decided", proposal, state=state)
    return proposal


def _apply(actor: Actor, track: ShortTermTrack, proposal: Proposal) -> None:
    """The shared versions become what the family reads."""
    for answer in proposal.answers.select_related("part"):
        apply_answer(actor, track, answer)


def apply_answer(actor: Actor, track: ShortTermTrack, answer: Answer) -> None:
    """This version is what the family reads of its part; the clock stops where nothing is owed any more."""
    now, part = clock.now(), answer.part
    part.status, part.reason_code, part.form = answer.status, answer.reason_code, answer.form
    part.next_date, part.shared_answer = promised(answer), answer
    part.save()
    changed(actor, track.holder, "part_shared", part, part=part.number, answer=str(answer.pk), status=part.status)
    part.waits.filter(ended_at=None).update(ended_at=now)
    ledger.stop(track, ["part"], now, subject=part.pk)
    if part.next_date is not None:
        ledger.open_one(ledger.row(track, kind="part", at=now, due_on=part.next_date, subject=part.pk))
    if not track.parts.filter(status=PartStatus.NOT_YET).exists():
        ledger.stop(track, ["answer"], now)
