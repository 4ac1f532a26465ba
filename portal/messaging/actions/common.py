"""What every action here does: lock the thread, and write the record."""

from uuid import UUID

from django.db.models import Max, QuerySet

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.messaging.models import Message, Party, Thread
from portal.ui.refusals import NotYours


def locked(threads: QuerySet[Thread], pk: UUID) -> Thread:
    """The thread under a lock, if it is among these; otherwise the one refusal."""
    thread = threads.select_for_update(of=("self",)).filter(pk=pk).first()
    if thread is None:
        raise NotYours
    return thread


def recorded(actor: Actor, message: Message) -> None:
    """The entry of a message, with the digest of its row as stored.

    The seam for a row that is itself the link of the chain: nothing else here writes a message's entry.
    """
    changed(actor, message.holder, "message_sent", message, thread=str(message.thread_id), number=message.number)


def count_what_waits(thread: Thread) -> None:
    """Since when the family waits: from its first message after what was replied to. The caller holds the lock."""
    standing = Message.objects.filter(thread=thread, taken_back=None)
    replied = standing.filter(party=Party.STAFF).aggregate(number=Max("number"))["number"] or 0
    answered = max(replied, thread.answered_number)
    first = standing.filter(party=Party.FAMILY, number__gt=answered).order_by("number").first()
    thread.waits_since = first.sent_at if first else None
    thread.save()
