"""The duty team's own acts: a call, and what whoever asked says of who they are."""

from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.workflow import clock
from portal.workflow.ledger import acted
from reconciliation.families.actions import name_asker
from reconciliation.families.actions.common import locked
from reconciliation.reception import policy
from reconciliation.reception.models import SETTLED, Call, Receipt, Said


@transaction.atomic
def record_call(*, actor: Actor, pk: UUID, outcome: str, note: str = "") -> Call:
    """One call, whatever came of it. Whoever was spoken to waits for none any more."""
    receipt = locked(policy.on_duty_list(actor), pk)
    call = Call.objects.create(**acted(actor), receipt=receipt, outcome=outcome, note=note)
    if outcome in SETTLED and receipt.call_since is not None:
        receipt.call_since = None
        receipt.save(update_fields=["call_since"])
    changed(actor, receipt.holder, "call_made", call, outcome=outcome)
    return call


@transaction.atomic
def record_said(*, actor: Actor, pk: UUID, name: str, words: str, how: str, agrees: bool) -> Said:
    """Who they say they are, in their words, and whether they agree that it is tied to their family."""
    receipt = locked(policy.on_duty_list(actor), pk)
    name_asker(actor=actor, pk=pk, name=name)
    said = Said.objects.create(
        **acted(actor), receipt=receipt, name=name, words=words, how=how, agrees=agrees, at=clock.now()
    )
    changed(actor, receipt.holder, "asker_said", said, agrees=agrees, how=how)
    return said


@transaction.atomic
def end_receipt(*, actor: Actor, receipt: Receipt, because: str) -> None:
    """It opens nothing any more: whoever asked has an account."""
    receipt.ended_at = clock.now()
    receipt.save(update_fields=["ended_at"])
    changed(actor, receipt.holder, "receipt_ended", receipt, because=because)
