"""Saying back what was asked, until the family says that it is right."""

from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.recipients.actions import screen_text
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from portal.workflow.ledger import acted
from reconciliation.tracks import parties, policy, states
from reconciliation.tracks.actions.asking import must_be_in
from reconciliation.tracks.actions.moving import make
from reconciliation.tracks.asking import PART_BREAK
from reconciliation.tracks.models import QuestionPart, Restatement, ShortTermTrack


def locked_for(actor: Actor, pk: UUID, party: str) -> ShortTermTrack:
    """The question under a lock, for one party of it; otherwise the one refusal."""
    rows = policy.visible_to(actor).select_related("asker", "engagement")
    track = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if track is None or party not in policy.parties_of(actor, track):
        raise NotYours()
    return track


@transaction.atomic
def restate(*, actor: Actor, pk: UUID, parts: list[str]) -> Restatement:
    """The worker writes what is asked, in parts. The family's own words, unchanged, need no confirmation."""
    track = locked_for(actor, pk, parties.WORKER)
    must_be_in(track, states.CLARIFYING)
    verbatim = len(parts) == 1 and parts[0].strip() == track.question.strip()
    restatement = Restatement(
        **acted(actor), holder=track.holder, track=track, version=track.restatements.count() + 1,
        verbatim=verbatim, parts_text=PART_BREAK.join(parts), at=clock.now(),
    )  # fmt: skip
    restatement.save()
    changed(actor, track.holder, "question_restated", restatement)
    if not verbatim:
        earlier = track.restatements.exclude(pk=restatement.pk).values_list("pk", flat=True)
        screen_text(actor=actor, holder=track.holder, subject=restatement.pk, texts=parts, replaces=earlier)
    return restatement


def confirm_question(*, actor: Actor, pk: UUID, version: int | None = None) -> ShortTermTrack:
    """S5: the parts are agreed, by the person who asked, or by the worker where the rule allows it."""
    return make(actor=actor, pk=pk, event="confirm_question", version=version, effect=_make_parts)


def _make_parts(track: ShortTermTrack) -> None:
    restatement = track.restatements.order_by("-version")[0]
    for number, wording in enumerate(restatement.parts, start=1):
        QuestionPart(holder=track.holder, track=track, number=number, wording=wording).save()


@transaction.atomic
def reject_restatement(*, actor: Actor, pk: UUID, because: str, version: int | None = None) -> None:
    """The person who asked says that this is not what they meant, and how they would put it."""
    track = locked_for(actor, pk, parties.ASKER)
    must_be_in(track, states.CLARIFYING)
    if version is not None and version != track.version:
        raise OutOfDate()
    restatement = track.restatements.order_by("-version").first()
    if restatement is None:
        raise NotYours()
    restatement.rejected_at = clock.now()
    restatement.rejected_because = because
    restatement.save()
    changed(actor, track.holder, "restatement_rejected", restatement)
