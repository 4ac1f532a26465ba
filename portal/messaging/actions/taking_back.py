"""Taking a message back: for five minutes with a mark, and a staff message without one while nobody has opened it."""

from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.messaging import policy
from portal.messaging.actions.common import count_what_waits, locked
from portal.messaging.errors import TooLateToTakeBack
from portal.messaging.live import tell
from portal.messaging.models import Ending, HeldMessage, Party, Reading, TakenBack, Thread
from portal.messaging.selectors.ways_back import way_back
from portal.ui.refusals import NotYours
from portal.workflow import clock


@transaction.atomic
def take_back(*, actor: Actor, thread_id: UUID, number: int) -> Ending:
    """One's own message. Which of the two it is depends on whether the family has opened it."""
    thread = locked(policy.writable_by(actor), thread_id)
    message = thread.messages.filter(author_id=policy.user_of(actor), number=number, taken_back=None).first()
    if message is None:
        raise NotYours
    how = way_back(message)
    if how is None:
        raise TooLateToTakeBack
    row = TakenBack(message=message, how=how, at=clock.now())
    row.save(force_insert=True)
    changed(actor, thread.holder, f"message_{how}", row, thread=str(thread.pk), number=number)
    count_what_waits(thread)
    if how == Ending.RECALLED:
        _forget_notices(thread)
    tell(thread, number)
    return how


@transaction.atomic
def take_back_held(*, actor: Actor, thread_id: UUID, held_id: UUID) -> None:
    """What waits for a second person waits no more."""
    thread = locked(policy.writable_by(actor), thread_id)
    mine = HeldMessage.objects.filter(thread=thread, author_id=policy.user_of(actor), sent_at=None, taken_back_at=None)
    held = mine.filter(pk=held_id).first()
    if held is None:
        raise NotYours
    held.taken_back_at = clock.now()
    held.save(update_fields=["taken_back_at"])
    changed(actor, thread.holder, "held_message_taken_back", held, thread=str(thread.pk))


def _forget_notices(thread: Thread) -> None:
    """Whoever was told of what is gone now is told again of the next message."""
    newest = thread.messages.filter(party=Party.STAFF, taken_back=None).order_by("-number").first()
    told = Reading.objects.filter(thread=thread).exclude(noticed_at=None)
    told.filter(number__gte=newest.number if newest else 0).update(noticed_at=None)
