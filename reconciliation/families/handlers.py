"""How this room reacts to what happens below it."""

from portal.accounts.actors import actor_of
from portal.accounts.errors import InvitationUnusable
from portal.accounts.events import InvitationAccepted
from portal.accounts.models import User
from portal.events import Event
from portal.messaging.actions import hand_over
from reconciliation.families.actions.common import write
from reconciliation.families.events import WorkerChanged
from reconciliation.families.models import Person


def tie_person(event: Event) -> None:
    """An accepted invitation ties the account to the person it was about, once and to one only."""
    if not isinstance(event, InvitationAccepted) or event.subject is None:
        return
    person = Person.objects.select_for_update(of=("self",)).filter(pk=event.subject).first()
    if person is None:
        return
    taken = Person.objects.filter(engagement_id=person.engagement_id, user_id=event.user_id)
    if person.user_id is not None or taken.exists():
        raise InvitationUnusable
    person.user_id = event.user_id
    person.save(update_fields=["user"])
    actor = actor_of(User.objects.get(pk=event.user_id))
    write(actor, person.engagement_id, "person_signed_in", person, user=str(event.user_id))


def hand_over_messages(event: Event) -> None:
    """The conversations of a family follow its named worker; whoever it was before reads them no more."""
    if isinstance(event, WorkerChanged):
        hand_over(holder=event.engagement_id, worker_id=event.user_id)
