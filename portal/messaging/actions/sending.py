"""A message is stored before anybody is told that it was sent; a client id makes it one, however often it comes."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.messaging import policy
from portal.messaging.actions.common import count_what_waits, locked, recorded
from portal.messaging.errors import ThreadClosed
from portal.messaging.live import tell
from portal.messaging.models import Draft, HeldMessage, Member, Message, Party, Reading, Thread, Written
from portal.notifications.actions import notify
from portal.notifications.selectors import can_be_told
from portal.recipients.actions import note_match, screen_text
from portal.ui.refusals import OutOfDate, TooOften
from portal.workflow import clock


@dataclass(frozen=True)
class Sent:
    """What became of a text: a message with its place, or one that waits for a second person."""

    thread: Thread
    message: Message | None = None
    held: HeldMessage | None = None


@transaction.atomic
def send(*, actor: Actor, thread_id: UUID, text: str, client_id: UUID) -> Sent:
    """Say something in a thread. What a family sends always arrives; a staff text that names the other side waits."""
    thread = locked(policy.writable_by(actor), thread_id)
    if earlier := _sent_before(actor, thread, text, client_id):
        return earlier
    if thread.closed_at is not None:
        raise ThreadClosed
    _not_too_often(actor)
    pk, author = uuid4(), policy.user_of(actor)
    written = {
        "id": pk, "holder": thread.holder, "thread": thread, "author_id": author,
        "author_role": actor.role, "author_post": actor.post, "client_id": client_id, "text": text,
        "written_at": clock.now(),
    }  # fmt: skip
    Draft.objects.filter(thread=thread, user_id=author).delete()
    if policy.party_of(actor) == Party.STAFF:
        if screen_text(actor=actor, holder=thread.holder, subject=pk, texts=[text]) is not None:
            held = HeldMessage(**written)
            held.save(force_insert=True)
            changed(actor, thread.holder, "message_held", held, thread=str(thread.pk))
            return Sent(thread, held=held)
        return Sent(thread, message=_deliver(actor, Message(**written, party=Party.STAFF)))
    message = _deliver(actor, Message(**written, party=Party.FAMILY))
    note_match(holder=thread.holder, subject=message.pk, texts=[text])
    return Sent(thread, message=message)


@transaction.atomic
def release(*, holder: UUID, held_id: UUID) -> None:
    """A second person let it go: it is sent now, under its own id, unless its writer took it back or has left."""
    held = HeldMessage.objects.filter(pk=held_id, holder=holder, sent_at=None, taken_back_at=None).first()
    if held is None:
        return
    thread = Thread.objects.select_for_update().get(pk=held.thread_id)
    if thread.closed_at is not None:
        return
    held.sent_at = clock.now()
    held.save(update_fields=["sent_at"])
    writer = Actor(kind="user", id=held.author_id, role=held.author_role, post=held.author_post)
    # A copied ciphertext would not open in its new row: the text is read, and sealed for it.
    shared = {field.attname: getattr(held, field.attname) for field in Written._meta.fields if field.name != "thread"}
    _deliver(writer, Message(**shared, thread=thread, party=Party.STAFF))


def _deliver(writer: Actor, message: Message) -> Message:
    """The next place in the thread, the record, and what the other side is told; the caller holds the thread's lock."""
    thread = message.thread
    thread.last_number += 1
    message.number, message.sent_at = thread.last_number, clock.now()
    message.save(force_insert=True)
    recorded(writer, message)
    count_what_waits(thread)
    if message.party == Party.STAFF:
        _tell_family(thread)
    tell(thread, message.number)
    return message


def _tell_family(thread: Thread) -> None:
    """One notice for each who has not heard yet of something unread here."""
    for member in Member.objects.filter(policy.open_now(), thread=thread, party=Party.FAMILY).order_by("since", "id"):
        reading, _ = Reading.objects.get_or_create(thread=thread, user_id=member.user_id)
        if reading.noticed_at is None and can_be_told(member.user_id):
            notify(user_id=member.user_id, because="message")
            reading.noticed_at = clock.now()
            reading.save(update_fields=["noticed_at"])


def _sent_before(actor: Actor, thread: Thread, text: str, client_id: UUID) -> Sent | None:
    """What this very form has sent already. With other words, or elsewhere, the page is out of date."""
    same = {"author_id": policy.user_of(actor), "client_id": client_id}
    message = Message.objects.filter(**same).first()
    held = HeldMessage.objects.filter(**same).first()
    found = message or held
    if found is None:
        return None
    if found.thread_id != thread.pk or found.text != text:
        raise OutOfDate
    return Sent(thread, message=message, held=None if message else held)


def _not_too_often(actor: Actor) -> None:
    most, minutes = settings.MESSAGES_AT_MOST
    since = clock.now() - dt.timedelta(minutes=minutes)
    lately = {"author_id": actor.id, "written_at__gt": since}
    if Message.objects.filter(**lately).count() + HeldMessage.objects.filter(**lately).count() >= most:
        raise TooOften
