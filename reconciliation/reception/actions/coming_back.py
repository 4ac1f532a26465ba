"""Coming back: with the receipt, with a code that was sent by email, or by a call."""

import datetime as dt
import secrets

from django.db import transaction
from django.template.loader import render_to_string

from portal.audit.changes import changed
from portal.notifications.actions import confirm_expected, put_account_mail
from portal.notifications.selectors import mailbox_of
from portal.workflow import clock
from reconciliation.families.references import tidy_reference
from reconciliation.reception.models import AskDraft, MailedCode, Reach, Receipt
from reconciliation.reception.receipts import fits, mac_of, new_secret
from reconciliation.reception.selectors.holding import actor_of

CODE_FOR = dt.timedelta(minutes=15)
MOST_TRIES = 3
NOBODY = "nobody@example.invalid"
# What an unknown reference is compared with, so that it costs what a known one does.
NO_SECRET = bytes(32)


def come_back(*, reference: str, secret: str) -> Receipt | AskDraft | None:
    """What this receipt opens: a question, or one that is being written. None alike for a wrong and an unknown one."""
    wanted = tidy_reference(reference) or ""
    receipt = Receipt.objects.filter(reference=wanted, ended_at=None).first()
    draft = AskDraft.objects.filter(reference=wanted, expires_at__gt=clock.now()).first()
    found = receipt or draft
    right = fits(secret, bytes(found.secret_mac) if found else NO_SECRET)
    return found if right else None


@transaction.atomic
def mail_code(*, reference: str) -> None:
    """Send a code to the address that was given, if there is one; for anything else all but the sending is done."""
    receipt = _by_reference(reference)
    address = mailbox_of(receipt.pk) if receipt and receipt.reach == Reach.EMAIL else ""
    code = f"{secrets.randbelow(10**6):06}"
    said = {"code": code}
    subject = render_to_string("account/email/login_code_subject.txt", said).strip()
    body = render_to_string("account/email/login_code_message.txt", said)
    put_account_mail(address=address or NOBODY, subject=subject, body=body, withdrawn=not address)
    if receipt is not None and address:
        MailedCode.objects.update_or_create(
            receipt=receipt, defaults={"code_mac": mac_of(code), "expires_at": clock.now() + CODE_FOR, "tries": 0}
        )


@transaction.atomic
def ask_for_call(*, reference: str) -> None:
    """They wait for a call again, on the number that they gave; nothing where there is none."""
    receipt = _by_reference(reference)
    if receipt is not None and receipt.reach == Reach.CALL and receipt.call_since is None:
        receipt.call_since = clock.now()
        receipt.save(update_fields=["call_since"])
        changed(actor_of(receipt), receipt.holder, "call_asked", receipt)


@transaction.atomic
def with_code(*, reference: str, code: str) -> tuple[Receipt, str] | None:
    """The receipt that a mailed code opens, with a new secret: the old one was lost. None alike for all that is wrong.

    A code is good once, for a few tries. That it came back shows that the address is theirs.
    """
    receipt = _by_reference(reference)
    if not _is_mailed(receipt, code) or receipt is None:
        return None
    return receipt, renew_secret(receipt=receipt)


@transaction.atomic
def confirm_address(*, receipt: Receipt, code: str) -> bool:
    """Just after asking: the code that was sent shows that the address is theirs; their secret stays as it is."""
    return _is_mailed(receipt, code)


@transaction.atomic
def renew_secret(*, receipt: Receipt) -> str:
    """A new secret, shown once; whatever the old one opened is closed."""
    locked = Receipt.objects.select_for_update().select_related("question__asker").get(pk=receipt.pk)
    secret = new_secret()
    locked.secret_mac = mac_of(secret)
    locked.save(update_fields=["secret_mac"])
    changed(actor_of(locked), locked.holder, "receipt_renewed", locked)
    receipt.secret_mac = locked.secret_mac
    return secret


def _is_mailed(receipt: Receipt | None, code: str) -> bool:
    """Whether this is the code that was sent: then it is used up, and the address is known to be theirs."""
    rows = MailedCode.objects.select_for_update().filter(receipt=receipt, expires_at__gt=clock.now())
    mailed = rows.filter(tries__lt=MOST_TRIES).first()
    right = fits(code, bytes(mailed.code_mac) if mailed else NO_SECRET)
    if mailed is None or receipt is None:
        return False
    if not right:
        mailed.tries += 1
        mailed.save(update_fields=["tries"])
        return False
    mailed.delete()
    confirm_expected(actor=actor_of(receipt), user_id=receipt.pk)
    return True


def _by_reference(reference: str) -> Receipt | None:
    rows = Receipt.objects.select_related("question__asker").filter(ended_at=None)
    return rows.filter(reference=tidy_reference(reference) or "").first()
