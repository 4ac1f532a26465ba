"""Reading leaves a mark; what is not sent yet is kept; whoever takes no part reads for a written reason."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.messaging import policy
from portal.messaging.actions.common import locked
from portal.messaging.live import tell
from portal.messaging.models import Draft, Look, Message, Reading, Thread
from portal.workflow import clock


def mark_read(*, actor: Actor, thread: Thread, number: int) -> None:
    """A member has this thread open, down to this number. Looking with a reason is no reading of the conversation."""
    if actor.role in policy.LOOKERS:
        return
    reading = Reading.objects.filter(thread=thread, user_id=policy.user_of(actor)).first()
    if reading is not None and reading.number >= number and reading.noticed_at is None:
        return
    with transaction.atomic():
        Reading.objects.get_or_create(thread=thread, user_id=policy.user_of(actor))
        row = Reading.objects.select_for_update().get(thread=thread, user_id=policy.user_of(actor))
        further = number > row.number
        row.number, row.read_at, row.noticed_at = max(row.number, number), clock.now(), None
        row.save()
        if further:
            tell(thread, number)


@transaction.atomic
def keep_draft(*, actor: Actor, thread_id: UUID, text: str, client_id: UUID | None = None) -> None:
    """Keep what is not sent yet; an emptied box forgets it. What came late and was sent meanwhile is no draft."""
    thread = locked(policy.writable_by(actor), thread_id)
    if client_id and Message.objects.filter(author_id=policy.user_of(actor), client_id=client_id).exists():
        return
    mine = Draft.objects.filter(thread=thread, user_id=policy.user_of(actor))
    draft = mine.first() or Draft(holder=thread.holder, thread=thread, user_id=policy.user_of(actor))
    if not text:
        mine.delete()
        return
    draft.text, draft.saved_at = text, clock.now()
    draft.save()


@transaction.atomic
def look(*, actor: Actor, thread_id: UUID, reason: str) -> Look:
    """Read somebody else's conversation until the end of the next day. The family reads that the role did, and when."""
    thread = locked(policy.openable_by(actor), thread_id)
    row = Look(
        holder=thread.holder, thread=thread, user_id=policy.user_of(actor), role=actor.role, post=actor.post,
        reason=reason, since=clock.now(), until=_end_of_next_day(),
    )  # fmt: skip
    row.save(force_insert=True)
    changed(actor, thread.holder, "messages_opened_with_reason", row, until=row.until.isoformat())
    return row


def _end_of_next_day() -> dt.datetime:
    return dt.datetime.combine(clock.today() + dt.timedelta(days=2), dt.time.min, tzinfo=clock.LONDON)
