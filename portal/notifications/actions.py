"""Writing a notice, and what a person says about how they can be reached."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from portal.audit.actor import CLOCK, Actor
from portal.audit.changes import changed
from portal.notifications import policy
from portal.notifications.errors import NotVerified
from portal.notifications.models import RECONFIRM_AFTER, WAITING, Kind, Outbox, SafeContact
from portal.notifications.selectors import address_mac, code_word_fits, plain_word, with_code_word
from portal.notifications.words import OUTSIDE, Channel, Wording, notice
from portal.ui.refusals import NotYours
from portal.workflow import clock

# What a page may change besides the channel with its address, which have `reach_by`, and what must never be used.
CHANGEABLE = frozenset({
    "is_private", "who_else_sees_it", "safe_days", "safe_from", "safe_to", "voicemail_ok", "may_say_service_name",
    "wording", "subject_style", "language", "format",
})  # fmt: skip


@transaction.atomic
def notify(*, user_id: UUID, because: str) -> bool:
    """Tell somebody that something waits for them, in the transaction of what happened; whether a notice was written.

    At most one notice waits for a person, and each reads alike. `because` names the event, for the record alone.
    Whoever has not said that email is safe is not told: they see it when they sign in.
    """
    contact = SafeContact.objects.filter(user_id=user_id).first()
    if contact is None or not contact.takes_notices:
        return False
    mail = _notice(contact, Kind.NOTICE)
    if mail is None:
        return False
    # Two at once write one: the constraint decides, and neither change fails for it.
    Outbox.objects.bulk_create([mail], ignore_conflicts=True)
    written = Outbox.objects.filter(pk=mail.pk).exists()
    if written:
        changed(CLOCK, mail.holder, "notice_queued", mail, because=because)
    return written


@transaction.atomic
def save_safe_contact(*, actor: Actor, code_word: str | None = None, **changes: Any) -> SafeContact:
    """Change one's own preference, but for the channel; what already waits follows it at once."""
    if changes.keys() - CHANGEABLE:
        raise TypeError(f"Not to be changed here: {sorted(changes.keys() - CHANGEABLE)}")
    contact = _own(actor)
    for name, value in changes.items():
        setattr(contact, name, value)
    if code_word is not None:
        contact.code_word = make_password(plain_word(code_word)) if code_word else ""
    fields = sorted(changes) + (["code_word"] if code_word is not None else [])
    return _saved(actor, contact, "safe_contact_saved", fields=fields)


@transaction.atomic
def reach_by(
    *, actor: Actor, channel: str, address: str = "", verified: bool = False, tell_old: bool = False
) -> SafeContact:
    """Choose the channel, with its address. A new address needs `verified`: they showed again who they are.

    The old address hears of it, in the words of any notice, only where the person says that this is safe.
    """
    contact = _own(actor)
    address = "" if channel == Channel.PORTAL_ONLY else address
    if address and address != contact.address and not verified:
        raise NotVerified
    if tell_old and contact.takes_notices and address != contact.address:
        _tell(contact)
    contact.channel = channel
    contact.address = address
    contact.address_mac = address_mac(address) if address else None
    return _saved(actor, contact, "safe_contact_reach_changed", channel=channel)


@transaction.atomic
def never_use(*, actor: Actor, channels: Collection[str]) -> SafeContact:
    """Rule these channels out, at once and silently: what waits for them is withdrawn and nobody is told."""
    contact = _own(actor)
    contact.never_use = [channel for channel in OUTSIDE if channel in channels]
    return _saved(actor, contact, "never_use_changed", channels=list(contact.never_use))


@transaction.atomic
def confirm(*, actor: Actor) -> SafeContact:
    """It is right as it stands; it is asked again in 30 days."""
    contact = _own(actor)
    contact.confirmed_at = clock.now()
    contact.reconfirm_due = clock.today() + RECONFIRM_AFTER
    contact.save()
    changed(actor, contact.holder, "safe_contact_confirmed", contact)
    return contact


@transaction.atomic
def expect(*, actor: Actor, user_id: UUID, channel: str, address: str, **calls: bool) -> None:
    """How to reach somebody who asked without an account, as they say it. Notices go once it is confirmed.

    ``calls`` holds whether a voicemail may be left and whether the caller may say who they are.
    """
    if actor.kind != "receipt" or actor.id != user_id:
        raise NotYours
    contact = SafeContact(
        user_id=user_id, channel=channel, address=address, address_mac=address_mac(address), **calls,
        wording=Wording.BACK,
        confirmed_at=None if channel == Channel.EMAIL else clock.now(),
    )  # fmt: skip
    contact.save(force_insert=True)
    changed(actor, contact.holder, "safe_contact_saved", contact, channel=channel)


@transaction.atomic
def confirm_expected(*, actor: Actor, user_id: UUID) -> None:
    """A code that was sent to the address came back: it is theirs, and notices may go there."""
    contact = SafeContact.objects.select_for_update().filter(user_id=user_id, channel=Channel.EMAIL).first()
    if actor.kind != "receipt" or actor.id != user_id or contact is None:
        raise NotYours
    contact.confirmed_at = clock.now()
    contact.reconfirm_due = clock.today() + RECONFIRM_AFTER
    contact.save()
    changed(actor, contact.holder, "safe_contact_confirmed", contact)


@transaction.atomic
def try_code_word(*, actor: Actor, user_id: UUID, word: str) -> bool:
    """Whether what a caller said is this person's word. That it was asked goes on the record, and never the word."""
    contact = with_code_word(actor, user_id)
    fits = code_word_fits(contact, word)
    changed(actor, contact.holder, "code_word_tried", contact, fitted=fits)
    return fits


@transaction.atomic
def withdraw(*, user_id: UUID, because: str, which: Q | None = None) -> int:
    """Take back what waits for somebody: they have signed in, or it must not go any more. How many there were."""
    waiting = Outbox.objects.select_for_update().filter(WAITING, which or Q(), user_id=user_id)
    rows = list(waiting.order_by("id"))
    for row in rows:
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        changed(CLOCK, row.holder, "mail_withdrawn", row, because=because)
    return len(rows)


@transaction.atomic
def put_account_mail(*, address: str, subject: str, body: str, withdrawn: bool = False) -> None:
    """Account mail for whoever asked for it: sealed, and sent by the worker, unless it is for nobody."""
    mail = Outbox(kind=Kind.ACCOUNT, address=address, subject=subject, body=body)
    mail.withdrawn_at = clock.now() if withdrawn else None
    mail.save(force_insert=True)
    changed(CLOCK, mail.holder, "account_mail_queued", mail)


def _own(actor: Actor) -> SafeContact:
    user_id = policy.owner(actor)
    SafeContact.objects.get_or_create(user_id=user_id)
    return SafeContact.objects.select_for_update().get(user_id=user_id)


def _saved(actor: Actor, contact: SafeContact, action: str, **details: object) -> SafeContact:
    contact.save()
    changed(actor, contact.holder, action, contact, **details)
    # What was ruled out ends, the mail to an old address too; a notice that waited waits anew, as it may go now.
    withdraw(user_id=contact.user_id, because=action, which=Q(channel__in=contact.never_use))
    if withdraw(user_id=contact.user_id, because=action, which=Q(kind=Kind.NOTICE)):
        notify(user_id=contact.user_id, because=action)
    return contact


def _notice(contact: SafeContact, kind: Kind) -> Outbox | None:
    moment = contact.window.next_safe(clock.now())
    if moment is None:
        return None
    subject, body = notice(contact.wording, contact.subject_style, contact.language)
    return Outbox(
        user_id=contact.user_id, kind=kind, channel=contact.channel, address=contact.address, subject=subject,
        body=body, not_before=moment,
    )  # fmt: skip


def _tell(contact: SafeContact) -> None:
    mail = _notice(contact, Kind.ACCOUNT)
    if mail is not None:
        mail.save(force_insert=True)
        changed(CLOCK, mail.holder, "old_address_told", mail)
