"""The ends of a question that are not an answer, and coming back from any end."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from portal.audit.actor import CLOCK, Actor
from portal.audit.changes import changed
from portal.notifications.actions import notify
from portal.notifications.selectors import can_be_told
from portal.recipients.actions import screen_text
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from portal.workflow.ledger import acted
from reconciliation.tracks import parties, states
from reconciliation.tracks.actions import decided
from reconciliation.tracks.actions.asking import must_be_in
from reconciliation.tracks.actions.clarifying import locked_for
from reconciliation.tracks.actions.moving import make, open_again
from reconciliation.tracks.actions.telling import tell
from reconciliation.tracks.models import (
    ClosingProposal,
    ComeBack,
    ProposalState,
    Reminder,
    ShortTermTrack,
    TextKind,
)
from reconciliation.tracks.selectors import Inputs
from reconciliation.tracks.selectors.collect import open_closing


@dataclass(frozen=True)
class Told:
    """What the family is told, by which way, and why words stay that we would rather not use."""

    text: str
    how: str = "phone"
    support: str = ""
    kept_words: str = ""


def redirect(
    *, actor: Actor, pk: UUID, where: str, reason: str, told: Told, version: int | None = None
) -> ShortTermTrack:  # fmt: skip
    """S4: it belongs to another procedure (``where`` is one of ``Elsewhere``), and the family is told which and how."""
    row = tell(
        actor=actor, pk=pk, party=parties.SUPERVISOR, within=(states.SCREENING,), kind=TextKind.REDIRECT,
        text=told.text, kept_words=told.kept_words, version=version,
    )  # fmt: skip
    decision = decided.redirected(where, reason, told=told.text, told_how=told.how)
    inputs = Inputs(reason=reason, told=told.text, told_id=row.pk)
    return make(actor=actor, pk=pk, event="redirect", version=version, inputs=inputs, decision=decision)


def disagree_and_finish(*, actor: Actor, pk: UUID, words: str = "", version: int | None = None) -> ShortTermTrack:
    """S10b: the person who asked does not agree, and stops here; other ways are open to them."""
    decision = decided.not_agreed(words)
    return make(actor=actor, pk=pk, event="disagree_and_finish", version=version, decision=decision)


@transaction.atomic
def propose_no_further_action(*, actor: Actor, pk: UUID, reason: str, told: Told) -> ClosingProposal:
    """The worker proposes not to go on, with a reason, an offer of support and what the family will be told."""
    row = tell(
        actor=actor, pk=pk, party=parties.WORKER, within=(states.ANSWERING,), kind=TextKind.NO_FURTHER_ACTION,
        text=told.text, support=told.support, kept_words=told.kept_words,
    )  # fmt: skip
    track = locked_for(actor, pk, parties.WORKER)
    waits = open_closing(track)
    if waits is not None and (waits.told_id, waits.reason, waits.told_how) == (row.pk, reason, told.how):
        return waits  # sent twice
    drop_closing(actor, track)
    proposal = ClosingProposal(
        **acted(actor), holder=track.holder, track=track, told=row, number=track.closing_proposals.count() + 1,
        reason=reason, told_how=told.how, at=clock.now(),
    )  # fmt: skip
    proposal.save()
    changed(actor, track.holder, "closing_proposed", proposal)
    return proposal


@transaction.atomic
def return_no_further_action(*, actor: Actor, pk: UUID, reason: str, version_shown: str) -> None:
    """The approver says why it should go on; nothing moves."""
    track = locked_for(actor, pk, parties.APPROVER)
    must_be_in(track, states.ANSWERING)
    proposal = open_closing(track)
    if proposal is None or proposal.digest != version_shown:
        raise OutOfDate()
    _decide(actor, proposal, ProposalState.RETURNED, reason)


def no_further_action(*, actor: Actor, pk: UUID, version_shown: str, version: int | None = None) -> ShortTermTrack:
    """S10c: somebody else approves exactly what was proposed; the family is told, with the offer of support."""
    proposal = _check_again(actor, pk)

    def decide(track: ShortTermTrack) -> None:
        _decide(actor, proposal, ProposalState.SHARED)

    decision = decided.not_further(proposal)
    return make(
        actor=actor, pk=pk, event="no_further_action", version=version, decision=decision, effect=decide,
        inputs=Inputs(version_shown=version_shown),
    )  # fmt: skip


def no_reply(*, actor: Actor, pk: UUID, version: int | None = None) -> ShortTermTrack:
    """S11: nobody replied; by the service's clock or by the worker. The notice of it is what the family is told."""
    return make(actor=actor, pk=pk, event="no_reply", version=version, decision=decided.not_replied())


@transaction.atomic
def remind(*, track: ShortTermTrack) -> Reminder:
    """The service's clock reminds the person who asked that their answer is there. The track is locked by the sweep."""
    sent = can_be_told(track.reached_by)
    if sent:
        # A notice that waits already says the same.
        notify(user_id=track.reached_by, because="reminder")
    number = track.reminders.filter(at__gte=track.state_since).count() + 1
    row = Reminder(holder=track.holder, track=track, number=number, sent=sent, at=clock.now())
    row.save(force_insert=True)
    changed(CLOCK, track.holder, "reminded", row, number=number, sent=sent)
    return row


def reminded_today(track: ShortTermTrack) -> bool:
    """Whether a reminder went today: a service that stood still sends one a day, and not all at once."""
    last = track.reminders.last()
    return last is not None and clock.london_date(last.at) >= clock.today()


def reopen(
    *, actor: Actor, pk: UUID, words: str, numbers: Collection[int] = (), version: int | None = None
) -> ShortTermTrack:  # fmt: skip
    """S18: somebody comes back to it. The parts that are numbered are open again; nothing has to be told twice."""

    def come_back(track: ShortTermTrack) -> None:
        now = clock.now()
        parts = list(track.parts.filter(number__in=numbers))
        if len(parts) != len(set(numbers)):
            raise NotYours()
        for part in parts:
            open_again(actor, track, part)
        row = ComeBack(**acted(actor), holder=track.holder, track=track, words=words, at=now)
        row.save(force_insert=True)
        changed(actor, track.holder, "come_back", row)
        track.reopened_at, track.loops, track.resume_state, track.review_state = now, 0, "", ""

    return make(actor=actor, pk=pk, event="reopen", version=version, effect=come_back)


def drop_closing(actor: Actor, track: ShortTermTrack) -> None:
    """A proposal not to go on ends where something else happens first."""
    for proposal in track.closing_proposals.filter(state=ProposalState.PROPOSED):
        _decide(actor, proposal, ProposalState.DROPPED)


@transaction.atomic
def _check_again(actor: Actor, pk: UUID) -> ClosingProposal:
    """A name may be protected only since it was written."""
    track = locked_for(actor, pk, parties.APPROVER)
    must_be_in(track, states.ANSWERING)
    proposal = open_closing(track)
    if proposal is None:
        raise OutOfDate()
    screen_text(actor=actor, holder=track.holder, subject=proposal.told_id, texts=proposal.told.texts)
    return proposal


def _decide(actor: Actor, proposal: ClosingProposal, state: str, reason: str = "") -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, actor.id, clock.now()
    proposal.return_reason = reason
    proposal.save()
    changed(actor, proposal.holder, "closing_decided", proposal, state=state)
