"""The sweep that sends what is due. Several workers can run it, and each can be killed at any moment.

A row is claimed with a lease in one short transaction, sent outside of any, and settled in another that asks whether
the claim still holds. A worker that dies between the last two has sent a mail that nobody knows of: it goes once more
when the lease ends, with the same Message-ID, so that a mail server can tell.
"""

import datetime as dt
import logging
import smtplib
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from portal.accounts.models import User
from portal.audit.actor import CLOCK
from portal.audit.changes import changed
from portal.encryption.errors import KeyMissing, SealBroken
from portal.notifications.models import WAITING, Kind, Outbox, SafeContact
from portal.workflow import clock

log = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=5)  # many times the mail server's own limit, EMAIL_TIMEOUT
MOST_ATTEMPTS = 10
LONGEST_WAIT = dt.timedelta(hours=4)
MOST_AT_ONCE = 5  # then the other sweeps have their turn, and a stop is heard
KEPT_FOR = dt.timedelta(days=30)

# The mail server or the way to it; a mail that cannot be written (a line break in its address); a key that is gone.
FAILURES = (smtplib.SMTPException, OSError, ValueError, KeyMissing, SealBroken)


class Vanished(smtplib.SMTPException):
    """The mail server took nothing and said nothing."""


def deliver() -> int:
    """Send what is due, codes before notices; how many rows were looked at."""
    for done in range(MOST_AT_ONCE):
        row = claim()
        if row is None:
            return done
        send(row)
    return MOST_AT_ONCE


def forget() -> int:
    """Remove what was settled 30 days ago; the record keeps that it was."""
    before = clock.now() - KEPT_FOR
    settled = Q(sent_at__lt=before) | Q(withdrawn_at__lt=before) | Q(given_up_at__lt=before)
    old = Outbox.objects.filter(settled, created_at__lt=before)
    return old.delete()[0] if old.exists() else 0


def claim() -> Outbox | None:
    """The next row that is due and that nobody holds, held from now on."""
    now = clock.now()
    free = Outbox.objects.filter(WAITING, Q(lease_until=None) | Q(lease_until__lte=now), not_before__lte=now)
    if not free.exists():
        return None  # a look takes no lock, so that SQLite's other writers do not wait for a worker without work
    with transaction.atomic():
        others_go_on = connection.features.has_select_for_update_skip_locked
        row = free.order_by("kind", "not_before", "id").select_for_update(skip_locked=others_go_on).first()
        if row is not None:
            row.attempts += 1
            row.lease_until = now + LEASE
            row.save(update_fields=["attempts", "lease_until"])
    return row


def send(row: Outbox) -> None:
    """Send one claimed row, unless it must not go, or not now."""
    if row.attempts > MOST_ATTEMPTS:
        _settle(row, "mail_given_up", given_up_at=clock.now())  # each worker that took it died
        return
    if not _may_go(row):
        return
    try:
        _hand_over(row)
    except FAILURES as error:
        _failed(row, type(error).__name__)
    else:
        _settle(row, "mail_sent", sent_at=clock.now(), last_error="")


def _may_go(row: Outbox) -> bool:
    """Asked again just before it goes: the person, their hours, and whatever the rooms above know."""
    if row.user_id is None:
        return _held(row).exists()
    if not _deliverable(row.user_id):
        _settle(row, "mail_withdrawn", withdrawn_at=clock.now())
        return False
    contact = SafeContact.objects.filter(user_id=row.user_id).first()
    if row.kind == Kind.ACCOUNT or contact is None:
        return _held(row).exists()
    moment = contact.window.next_safe(clock.now()) if contact.takes_notices else None
    if moment is None:
        _settle(row, "mail_withdrawn", withdrawn_at=clock.now())
        return False
    if moment > clock.now():
        # The worker came late, and the safe hours are over. That is no attempt.
        _held(row).update(not_before=moment, lease_until=None, attempts=row.attempts - 1)
        return False
    return _held(row).exists()


def _deliverable(user_id: UUID) -> bool:
    checks = (import_string(dotted) for dotted in settings.DELIVERY_CHECKS)
    here = User.objects.filter(pk=user_id, is_active=True).exists()
    return (here or import_string(settings.TOLD_WITHOUT_ACCOUNT)(user_id)) and all(check(user_id) for check in checks)


def _hand_over(row: Outbox) -> None:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = EmailMessage(
        subject=row.subject, body=row.body, from_email=settings.DEFAULT_FROM_EMAIL, to=[row.address],
        headers={"Message-ID": f"<{row.pk}@{domain}>"},
    )  # fmt: skip
    if not get_connection(settings.EMAIL_DELIVERY_BACKEND).send_messages([message]):
        raise Vanished


def _failed(row: Outbox, kind: str) -> None:
    if row.attempts >= MOST_ATTEMPTS:
        _settle(row, "mail_given_up", given_up_at=clock.now(), last_error=kind)
        return
    wait = min(dt.timedelta(minutes=2 ** (row.attempts - 1)), LONGEST_WAIT)
    _held(row).update(not_before=clock.now() + wait, lease_until=None, last_error=kind)


def _held(row: Outbox) -> QuerySet[Outbox]:
    """The row, while it waits and the claim on it holds."""
    return Outbox.objects.filter(WAITING, pk=row.pk, lease_until=row.lease_until)


@transaction.atomic
def _settle(row: Outbox, action: str, **values: object) -> None:
    """The end of a row, on the record; giving up raises the alarm."""
    if not _held(row).update(lease_until=None, **values):
        return
    row.refresh_from_db()
    changed(CLOCK, row.holder, action, row)
    if action == "mail_given_up":
        log.error("A mail could not be delivered and was given up", extra={"event": action, "id": str(row.pk)})
