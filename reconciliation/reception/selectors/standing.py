"""What is known around one question that was asked without an account."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.refusals import NotYours, OutOfDate
from reconciliation.reception import policy
from reconciliation.reception.models import Call, Receipt, Said, Tie
from reconciliation.tracks.models import ShortTermTrack

WITH = ("question__engagement__team", "question__asker")


@dataclass(frozen=True)
class Asked:
    """For staff: how it was asked, the calls, what the asker said, and whose it turned out to be."""

    receipt: Receipt
    calls: list[Call]
    said: Said | None
    tie: Tie | None
    on_duty: bool


def duty_receipt(actor: Actor, pk: UUID) -> Receipt:
    """One of the duty team's, for its workers and supervisors; otherwise the one refusal."""
    return _one(policy.on_duty_list(actor), pk)


def receipt_to_tie(actor: Actor, pk: UUID) -> Receipt:
    """One that the safeguarding lead may tie: they have opened it, and it has no family yet."""
    found = _one(policy.tieable_by(actor), pk)
    if found.question.engagement.is_family:
        raise OutOfDate()
    if not policy.visible_to(actor).filter(pk=pk).exists():
        raise NotYours
    return found


def receipt_to_untie(actor: Actor, pk: UUID) -> tuple[Receipt, Tie]:
    """One that was tied and can still be taken back: whoever asked has no account and was not invited."""
    found = _one(policy.tieable_by(actor), pk)
    tie = found.ties.filter(undone_at=None).select_related("family", "person").first()
    if tie is None:
        raise OutOfDate()
    return found, tie


def latest_said(receipt: Receipt) -> Said | None:
    """What counts of what they said of themselves: the newest."""
    return receipt.said.last()


def asked_without_account(actor: Actor, track: ShortTermTrack | None) -> Asked | None:
    """What the page of a question shows beside it; nothing where it was asked with an account."""
    if track is None or track.holder != track.pk:
        return None
    keys.warm([track.holder])
    receipt = policy.visible_to(actor).select_related(*WITH).filter(pk=track.pk).first()
    if receipt is None:
        return None
    tie = receipt.ties.filter(undone_at=None).first()
    return Asked(receipt, list(receipt.calls.all()), latest_said(receipt), tie, not track.engagement.is_family)


def _one(rows: Any, pk: UUID) -> Receipt:
    found: Receipt | None = rows.select_related(*WITH).filter(pk=pk).first()
    if found is None:
        raise NotYours
    keys.warm([found.pk])
    return found
