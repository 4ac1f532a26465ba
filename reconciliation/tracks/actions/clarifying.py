"""Saying back what was asked, until the family says that it is right."""

import json
from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.events import publish
from portal.recipients.actions import screen_text
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from portal.workflow.ledger import acted
from portal.workflow.models import MoveRecord
from reconciliation.tracks import parties, policy, states
from reconciliation.tracks.actions.asking import must_be_in
from reconciliation.tracks.actions.moving import lock_family, make
from reconciliation.tracks.events import Restated
from reconciliation.tracks.models import QuestionPart, Restatement, ShortTermTrack


def locked_for(actor: Actor, pk: UUID, *party: str) -> ShortTermTrack:
    """The question under a lock, for one of these parties of it; otherwise the one refusal."""
    lock_family(pk)
    rows = policy.visible_to(actor).select_related("asker", "engagement")
    track = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if track is None or policy.parties_of(actor, track).isdisjoint(party):
        raise NotYours()
    return track


@transaction.atomic
def restate(
    *, actor: Actor, pk: UUID, parts: list[str], after: int | None = None, kept_words: str = ""
) -> Restatement:  # fmt: skip
    """The worker writes what is asked, in parts. The family's own words, unchanged, need no confirmation.

    ``after`` is the version that the page showed. Raises OutOfDate where another one, or a reply, came since.
    ``kept_words`` is why words stay that are better avoided.
    """
    track = locked_for(actor, pk, parties.WORKER)
    must_be_in(track, states.CLARIFYING)
    newest = track.restatements.last()
    if after is not None and after != place(newest):
        raise OutOfDate()
    verbatim = _their_own_words(track, parts)
    restatement = Restatement(
        **acted(actor), holder=track.holder, track=track, version=track.restatements.count() + 1,
        verbatim=verbatim, parts_text=json.dumps(parts), kept_words=kept_words, at=clock.now(),
    )  # fmt: skip
    restatement.save()
    changed(actor, track.holder, "question_restated", restatement)
    if not verbatim:
        earlier = track.restatements.exclude(pk=restatement.pk).values_list("pk", flat=True)
        screen_text(actor=actor, holder=track.holder, subject=restatement.pk, texts=parts, replaces=earlier)
    publish(Restated(track_id=track.pk, restatement_id=restatement.pk))
    return restatement


def confirm_question(
    *, actor: Actor, pk: UUID, version: int | None = None, wording: int | None = None
) -> ShortTermTrack:
    """S5: the parts are agreed, by the person who asked, or by the worker where the rule allows it.

    ``wording`` is the version of the wording that the page showed: nobody confirms what they did not read.
    """

    def make_parts(track: ShortTermTrack) -> None:
        restatement = track.restatements.order_by("-version")[0]
        if wording is not None and wording != restatement.version:
            raise OutOfDate()
        known = {part.wording.strip(): part for part in track.parts.all()}
        for text in restatement.parts:
            if text.strip() not in known:
                part = QuestionPart(holder=track.holder, track=track, number=len(known) + 1, wording=text)
                part.save()
                known[text.strip()] = part
                changed(actor, track.holder, "part_agreed", part, part=part.number)

    return make(actor=actor, pk=pk, event="confirm_question", version=version, effect=make_parts)


def asked_by_family(track: ShortTermTrack) -> bool:
    """Whether the asker wrote the question themselves, and not a worker for them."""
    first = MoveRecord.objects.filter(track_id=track.pk, number=1).first()
    return first is not None and track.is_of(first.actor_id)


def _their_own_words(track: ShortTermTrack, parts: list[str]) -> bool:
    """The family's one sentence as it stands; of a question that was opened again, parts that were agreed before."""
    agreed = {part.wording.strip() for part in track.parts.all()}
    if agreed:
        return {part.strip() for part in parts} <= agreed
    return len(parts) == 1 and parts[0].strip() == track.question.strip() and asked_by_family(track)


def place(restatement: Restatement | None) -> int:
    """A number that changes with each wording and with a reply to it."""
    if restatement is None:
        return 0
    return restatement.version * 2 + (restatement.rejected_at is not None)


@transaction.atomic
def reject_restatement(
    *, actor: Actor, pk: UUID, because: str, version: int | None = None, wording: int | None = None
) -> None:
    """The person who asked says that this is not what they meant, and how they would put it."""
    track = locked_for(actor, pk, parties.ASKER)
    must_be_in(track, states.CLARIFYING)
    if version is not None and version != track.version:
        raise OutOfDate()
    restatement = track.restatements.order_by("-version").first()
    if restatement is None:
        raise NotYours()
    if wording is not None and wording != restatement.version:
        raise OutOfDate()
    restatement.rejected_at = clock.now()
    restatement.rejected_because = because
    restatement.save()
    changed(actor, track.holder, "restatement_rejected", restatement)
