"""Promises with a day, what became of them, and apologies that a second person approves."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.events import publish
from portal.recipients.actions import screen_text
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from portal.workflow.ledger import acted
from reconciliation.tracks import parties, states
from reconciliation.tracks.actions.asking import must_be_in
from reconciliation.tracks.actions.clarifying import locked_for
from reconciliation.tracks.errors import WroteIt
from reconciliation.tracks.events import Promised
from reconciliation.tracks.models import Apology, Commitment, Outcome, ShortTermTrack

OWING = (parties.WORKER, parties.SUPERVISOR)
# Of a question that was answered too: a promise or an apology can come late. Who took theirs back is left in peace.
SPEAKING = tuple(state for state in states.ALL if state != states.CLOSED_WITHDRAWN)


@dataclass(frozen=True)
class ApologyText:
    """An apology in the steps of candour. The family reads all of it but ``kept_words``."""

    for_what: str
    sorry: str
    by_post: str
    by_name: str
    how_given: str
    given_on: dt.date
    enquiries: str = ""
    support: str = ""
    kept_words: str = ""


@transaction.atomic
def promise(
    *, actor: Actor, pk: UUID, what: str, owner_post: str, owner_name: str, due: dt.date, kept_words: str = ""
) -> Commitment:  # fmt: skip
    """Somebody with a post and a name will do something by a day. The same promise sent again is the same row.

    ``kept_words`` is why words stay that are better avoided.
    """
    track = locked_for(actor, pk, *OWING)
    return _promise(actor, track, what, (owner_post, owner_name), due, kept_words)


@transaction.atomic
def keep_promise(*, actor: Actor, commitment_id: UUID, words: str, kept_words: str = "") -> Commitment:
    """It was done; ``words`` say how."""
    return _settle(actor, commitment_id, Outcome.KEPT, words, kept_words)


@transaction.atomic
def break_promise(
    *,
    actor: Actor,
    commitment_id: UUID,
    words: str,
    again: str = "",
    again_by: dt.date | None = None,
    kept_words: str = "",
) -> Commitment:
    """It was not done; ``words`` say what happens instead.

    With ``again_by`` the same owner promises it anew, or what ``again`` says; this one stays as it was, not kept.
    """
    row = _settle(actor, commitment_id, Outcome.BROKEN, words, kept_words)
    if again_by is not None:
        _promise(actor, row.track, again or row.what, (row.owner_post, row.owner_name), again_by, kept_words)
    return row


@transaction.atomic
def apologise(*, actor: Actor, pk: UUID, text: ApologyText) -> Apology:
    """The worker writes an apology. It waits for a second person, and replaces one that waits."""
    track = locked_for(actor, pk, parties.WORKER)
    must_be_in(track, *SPEAKING)
    now, row = clock.now(), Apology(holder=track.holder, track=track, **acted(actor), **vars(text))
    waiting = list(track.apologies.filter(approved_at=None, returned_at=None))
    for earlier in waiting:
        if _says(earlier, text):
            return earlier
        earlier.returned_at, earlier.return_reason = now, "Its writer wrote it again."
        earlier.save(update_fields=["returned_at", "return_reason"])
        changed(actor, track.holder, "apology_replaced", earlier)
    row.at = now
    row.save(force_insert=True)
    changed(actor, track.holder, "apology_written", row)
    unread = track.apologies.filter(approved_at=None).exclude(pk=row.pk).values_list("pk", flat=True)
    screen_text(actor=actor, holder=track.holder, subject=row.pk, texts=row.texts, replaces=unread)
    return row


@transaction.atomic
def approve_apology(*, actor: Actor, apology_id: UUID) -> Apology:
    """Somebody else approves exactly this text, which is never changed; the family can read it."""
    row = _waiting(actor, apology_id)
    row.approved_by, row.approved_post, row.approved_at = actor.id, actor.post, clock.now()
    row.save(update_fields=["approved_by", "approved_post", "approved_at"])
    changed(actor, row.holder, "apology_approved", row)
    # A name may be protected only since it was written.
    screen_text(actor=actor, holder=row.holder, subject=row.pk, texts=row.texts)
    publish(Promised(holder=row.holder, subject=row.pk))
    return row


@transaction.atomic
def return_apology(*, actor: Actor, apology_id: UUID, reason: str) -> Apology:
    """Somebody else says what has to change; the worker writes it again."""
    row = _waiting(actor, apology_id)
    row.returned_at, row.return_reason = clock.now(), reason
    row.save(update_fields=["returned_at", "return_reason"])
    changed(actor, row.holder, "apology_returned", row)
    return row


def _promise(
    actor: Actor, track: ShortTermTrack, what: str, owner: tuple[str, str], due: dt.date, kept_words: str = ""
) -> Commitment:  # fmt: skip
    must_be_in(track, *SPEAKING)
    post, name = owner
    for same in track.commitments.filter(outcome=Outcome.OPEN, due=due, owner_post=post):
        if (same.what, same.owner_name) == (what, name):
            return same
    row = Commitment(
        **acted(actor), holder=track.holder, track=track, team_id=track.team_id, what=what, owner_post=post,
        owner_name=name, due=due, kept_words=kept_words, at=clock.now(),
    )  # fmt: skip
    row.save(force_insert=True)
    changed(actor, track.holder, "promise_made", row, due=due.isoformat())
    screen_text(actor=actor, holder=track.holder, subject=row.pk, texts=row.texts)
    return row


def _settle(actor: Actor, commitment_id: UUID, outcome: Outcome, words: str, kept_words: str) -> Commitment:
    known = Commitment.objects.filter(pk=commitment_id).values_list("track_id", flat=True).first()
    if known is None:
        raise NotYours()
    track = locked_for(actor, known, *OWING)
    row = track.commitments.get(pk=commitment_id)
    if row.outcome != Outcome.OPEN:
        raise OutOfDate()
    row.outcome, row.outcome_at, row.outcome_words = outcome, clock.now(), words
    row.outcome_post, row.outcome_name = actor.post, actor.name
    row.kept_words = "\n".join(why for why in (row.kept_words, kept_words) if why)
    row.save()
    changed(actor, track.holder, f"promise_{outcome}", row)
    screen_text(actor=actor, holder=track.holder, subject=row.pk, texts=row.texts)
    publish(Promised(holder=track.holder, subject=row.pk))
    return row


def _waiting(actor: Actor, apology_id: UUID) -> Apology:
    """The apology that waits, under the lock of its question, for an approver who did not write it."""
    known = Apology.objects.filter(pk=apology_id).values_list("track_id", flat=True).first()
    if known is None:
        raise NotYours()
    track = locked_for(actor, known, parties.APPROVER)
    must_be_in(track, *SPEAKING)
    row = track.apologies.get(pk=apology_id)
    if row.approved_at is not None or row.returned_at is not None:
        raise OutOfDate()
    if row.actor_id == actor.id:
        raise WroteIt
    return row


def _says(row: Apology, text: ApologyText) -> bool:
    return all(getattr(row, name) == said for name, said in vars(text).items())
