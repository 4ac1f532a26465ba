"""Who may begin a conversation, and whom of the family its owner lets take part."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from portal.accounts.roles import FAMILY_ROLES
from portal.audit.actor import Actor
from portal.messaging import actions
from portal.messaging.models import Thread
from portal.ui.refusals import NotYours
from reconciliation.families import policy
from reconciliation.families.models import Person
from reconciliation.families.selectors import current_worker
from reconciliation.families.selectors.conversations import people_to_let_read


@transaction.atomic
def open_conversation(*, actor: Actor, person_id: UUID) -> Thread:
    """The conversation of one person with a sign-in: begun by themselves, or by their worker."""
    people = Person.objects.exclude(user=None)
    if actor.role in FAMILY_ROLES:
        people = people.filter(user_id=policy.user_of(actor))
    else:
        people = people.filter(policy.among(policy.family_workable_by(actor)))
    person = people.select_for_update(of=("self",)).filter(pk=person_id).first()
    if person is None or person.user_id is None:
        raise NotYours
    worker = current_worker(person.engagement_id)
    return actions.open_thread(
        actor=actor, holder=person.engagement_id, about=person.pk, owner_id=person.user_id,
        worker_id=worker.user_id if worker else None,
    )  # fmt: skip


@transaction.atomic
def choose_readers(*, actor: Actor, thread_id: UUID, person_ids: Collection[UUID]) -> None:
    """Exactly these members of the family take part besides the owner."""
    for person, takes_part in people_to_let_read(actor, thread_id):
        if person.user_id is None or (person.pk in person_ids) is takes_part:
            continue
        change = actions.leave if takes_part else actions.join
        change(actor=actor, thread_id=thread_id, user_id=person.user_id)
