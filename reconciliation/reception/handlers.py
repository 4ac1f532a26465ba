"""How this room reacts to what happens below it."""

from portal.accounts.actors import actor_of
from portal.accounts.events import InvitationAccepted
from portal.accounts.models import User
from portal.events import Event
from reconciliation.reception.actions.duty import end_receipt
from reconciliation.reception.models import Receipt


def end_receipts(event: Event) -> None:
    """Whoever has an account reads their question there: a lost receipt opens nothing any more."""
    if not isinstance(event, InvitationAccepted) or event.subject is None:
        return
    rows = Receipt.objects.select_for_update().filter(question__asker_id=event.subject, ended_at=None)
    for receipt in rows.order_by("pk"):
        actor = actor_of(User.objects.get(pk=event.user_id))
        end_receipt(actor=actor, receipt=receipt, because="account_made")
