"""Who holds a receipt: in a session for a while, and as somebody who may be told that something waits."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from portal.accounts.roles import Role
from portal.audit.actor import Actor
from reconciliation.families.selectors import UNNAMED
from reconciliation.reception.models import Receipt

# What a session holds: the question, which secret opened it, and when that was and when it was last used.
OPENED = "receipt"
POST = "asked without an account"


def begin_session(session: SessionBase, receipt: Receipt, *, just_asked: bool = False) -> None:
    """From now on this browser opens this one question, under a new session key: a planted one opens nothing.

    Whoever has just asked got theirs on the first page.
    """
    if not just_asked:
        session.cycle_key()
    now = timezone.now().timestamp()
    session[OPENED] = {"id": str(receipt.pk), "by": bytes(receipt.secret_mac).hex()[:16], "since": now, "seen": now}


def holder_of(session: SessionBase) -> Actor | None:
    """Whoever showed a receipt in this session lately, as the actor of what they do with their one question."""
    opened = session.get(OPENED)
    if not opened or not _in_time(opened):
        return None
    receipt = Receipt.objects.filter(pk=opened["id"], ended_at=None).select_related("question__asker").first()
    if receipt is None or bytes(receipt.secret_mac).hex()[:16] != opened["by"]:
        return None
    _seen(session, opened)
    return actor_of(receipt)


def actor_of(receipt: Receipt) -> Actor:
    """The actor of what is done with a receipt: of a family, and known by the question's own id."""
    return asker_of(receipt.pk, receipt.question.asker.name)


def asker_of(pk: UUID, name: str) -> Actor:
    """The same by the question's id."""
    return Actor(kind="receipt", id=pk, role=Role.FAMILY_MEMBER, post=POST, name="" if name == UNNAMED else name)


def has_receipt(pk: UUID) -> bool:
    """Whether somebody may be told under this id who has no account: until their receipt ends."""
    return Receipt.objects.filter(pk=pk, ended_at=None).exists()


def _in_time(opened: dict[str, Any]) -> bool:
    now = timezone.now().timestamp()
    idle, longest = settings.RECEIPT_IDLE.total_seconds(), settings.RECEIPT_ABSOLUTE.total_seconds()
    return bool(now - opened["seen"] < idle and now - opened["since"] < longest)


def _seen(session: SessionBase, opened: dict[str, Any]) -> None:
    """Written down at most once a minute."""
    now = timezone.now().timestamp()
    if now - opened["seen"] >= 60:
        session[OPENED] = {**opened, "seen": now}
