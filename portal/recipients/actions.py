"""Protecting words, holding a text that has one, and deciding on it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.audit.record import record
from portal.encryption import keys
from portal.events import publish
from portal.recipients.check import hits, mac_of
from portal.recipients.errors import NotYourOwnText
from portal.recipients.events import TextReleased
from portal.recipients.models import FamilyMatch, Hold, HoldState, ProtectedWord
from portal.recipients.selectors import Matched, ToRead, digest_of_texts, match_to_read, open_holds, to_read
from portal.recipients.words import protected_keys
from portal.ui.refusals import OutOfDate
from portal.workflow import clock


@transaction.atomic
def protect(*, holder: UUID, words: Iterable[str], own_words: Iterable[str]) -> None:
    """Add names, phones and addresses that this family must not read, but for those that are its own too.

    Nothing goes on the chain: it would tell of another side.
    """
    own = protected_keys(own_words)
    wanted = {key: common for key, common in protected_keys(words).items() if key not in own}
    with keys.key_ring():
        ProtectedWord.objects.filter(holder=holder, mac__in=[mac_of(holder, key) for key in own]).delete()
        rows = [ProtectedWord(holder=holder, mac=mac_of(holder, key), common=wanted[key]) for key in wanted]
    ProtectedWord.objects.bulk_create(rows, ignore_conflicts=True)


def unprotect(*, holder: UUID) -> None:
    """Nothing is protected from this holder any more: it is not of that family after all."""
    ProtectedWord.objects.filter(holder=holder).delete()


@transaction.atomic
def screen_text(
    *, actor: Actor, holder: UUID, subject: UUID, texts: Sequence[str], replaces: Iterable[UUID] = ()
) -> Hold | None:
    """Hold a staff text that names the other side; nothing where it does not, or was released as it stands.

    A hold on an earlier wording ends: of this subject, and of those that it ``replaces``.
    """
    digest = digest_of_texts(holder, texts)
    holds = Hold.objects.filter(holder=holder)
    earlier = Q(subject=subject) & ~Q(text_digest=digest) | Q(subject__in=list(replaces))
    holds.filter(earlier, superseded_at=None).update(superseded_at=clock.now())
    if not hits(holder, *texts):
        holds.filter(subject=subject, superseded_at=None).update(superseded_at=clock.now())
        return None
    hold, opened = holds.get_or_create(
        holder=holder, subject=subject, text_digest=digest, defaults={"opened_by": actor.id}
    )
    if opened:
        changed(actor, holder, "text_held", hold, subject=str(subject))
    elif hold.superseded_at is not None:
        # Changed and changed back: what was decided on this very wording still holds.
        hold.superseded_at = None
        hold.save(update_fields=["superseded_at"])
    return None if hold.state == HoldState.RELEASED else hold


@transaction.atomic
def decide_hold(*, actor: Actor, hold_id: UUID, release: bool, reason: str) -> Hold:
    """The safeguarding lead, who did not write it, lets this exact text go or keeps it back."""
    hold = to_read(actor, hold_id).hold
    if hold.opened_by == actor.id:
        raise NotYourOwnText
    locked = open_holds().select_for_update().filter(pk=hold_id).first()
    if locked is None:
        raise OutOfDate
    locked.state = HoldState.RELEASED if release else HoldState.KEPT_BACK
    locked.decided_at = clock.now()
    locked.decided_by = actor.id
    locked.decided_post = actor.post
    locked.reason = reason
    locked.save()
    action = "held_text_released" if release else "held_text_kept_back"
    changed(actor, locked.holder, action, locked, subject=str(locked.subject))
    if release:
        publish(TextReleased(holder=locked.holder, subject=locked.subject))
    return locked


@transaction.atomic
def read_held(*, actor: Actor, hold_id: UUID) -> ToRead:
    """Open a text that waits: a read that leaves its mark."""
    held = to_read(actor, hold_id)
    record(
        actor=actor, holder=held.hold.holder, action="opened.held_text",
        table=Hold._meta.db_table, row=held.hold.pk, details={"subject": str(held.hold.subject)},
    )  # fmt: skip
    return held


def note_match(*, holder: UUID, subject: UUID, texts: Sequence[str]) -> None:
    """A family wrote it, so it went: where it names the other side, the safeguarding lead alone learns of it."""
    if hits(holder, *texts):
        FamilyMatch.objects.create(holder=holder, subject=subject)


@transaction.atomic
def read_match(*, actor: Actor, match_id: UUID) -> Matched:
    """Open what a family wrote: a read that leaves its mark, on the site's chain."""
    matched = match_to_read(actor, match_id)
    record(
        actor=actor, holder=keys.SITE, action="opened.matched_text",
        table=FamilyMatch._meta.db_table, row=matched.match.pk, details={"subject": str(matched.match.subject)},
    )  # fmt: skip
    return matched


@transaction.atomic
def settle_match(*, actor: Actor, match_id: UUID) -> None:
    """The safeguarding lead has read it: it is off the list."""
    match_to_read(actor, match_id)
    row = FamilyMatch.objects.select_for_update().get(pk=match_id)
    row.read_at, row.read_by = clock.now(), actor.id
    row.save(update_fields=["read_at", "read_by"])
    changed(actor, keys.SITE, "matched_text_read", row)
