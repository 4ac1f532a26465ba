"""What is being written without an account, and what was sent."""

from uuid import UUID

from portal.audit.actor import Actor
from portal.workflow import clock
from reconciliation.reception.models import AskDraft, Receipt


def draft_of(pk: UUID) -> AskDraft | None:
    """A draft whose time is not over."""
    return AskDraft.objects.filter(pk=pk, expires_at__gt=clock.now()).first()


def receipt_of(actor: Actor | None) -> Receipt | None:
    """The live receipt that this actor acts by."""
    return Receipt.objects.filter(pk=actor.id, ended_at=None).first() if actor and actor.kind == "receipt" else None
