"""A thread is opened, gets and loses members, is closed and opened again. Who may be a member is known above."""

from uuid import UUID

from django.db import transaction

from portal.audit.actor import CLOCK, Actor
from portal.audit.changes import changed
from portal.messaging import policy
from portal.messaging.actions.common import locked
from portal.messaging.models import HeldMessage, Member, Party, Thread
from portal.ui.refusals import NotYours
from portal.workflow import clock


@transaction.atomic
def open_thread(*, actor: Actor, holder: UUID, about: UUID, owner_id: UUID, worker_id: UUID | None) -> Thread:
    """The conversation of one person, once. The room above has asked whether this actor may open it."""
    thread, made = Thread.objects.get_or_create(about=about, defaults={"holder": holder})
    if not made:
        if thread.holder != holder:
            raise NotYours
        return thread
    changed(actor, holder, "thread_opened", thread, about=str(about))
    _begin(actor, thread, owner_id, Party.FAMILY, owner=True)
    if worker_id is not None:
        _begin(actor, thread, worker_id, Party.STAFF)
    return thread


@transaction.atomic
def join(*, actor: Actor, thread_id: UUID, user_id: UUID) -> None:
    """Whose conversation it is lets another member of the family take part from now on; they read nothing earlier."""
    thread = _own(actor, thread_id)
    if not thread.members.filter(user_id=user_id, until=None).exists():
        _begin(actor, thread, user_id, Party.FAMILY, first_number=thread.last_number + 1)


@transaction.atomic
def leave(*, actor: Actor, thread_id: UUID, user_id: UUID) -> None:
    """Whose conversation it is takes that back; what the other wrote stays."""
    thread = _own(actor, thread_id)
    for member in thread.members.filter(user_id=user_id, until=None, party=Party.FAMILY, owner=False):
        _end(actor, member)


@transaction.atomic
def hand_over(*, holder: UUID, worker_id: UUID | None) -> None:
    """The threads of a holder follow its worker. Who was it before reads no more; what they had held goes nowhere."""
    for thread in Thread.objects.select_for_update().filter(holder=holder).order_by("pk"):
        for member in thread.members.filter(party=Party.STAFF, until=None):
            if member.user_id == worker_id:
                continue
            _end(CLOCK, member)
            held = HeldMessage.objects.filter(thread=thread, author_id=member.user_id, sent_at=None, taken_back_at=None)
            held.update(taken_back_at=clock.now())
        if worker_id is not None and not thread.members.filter(user_id=worker_id, until=None).exists():
            _begin(CLOCK, thread, worker_id, Party.STAFF)


@transaction.atomic
def close(*, actor: Actor, thread_id: UUID) -> None:
    """It can be read from now on, and not added to. Nothing waits in it any more."""
    thread = _worked(actor, thread_id)
    if thread.closed_at is None:
        thread.closed_at = clock.now()
        thread.waits_since = None
        thread.answered_number = thread.last_number
        thread.save()
        changed(actor, thread.holder, "thread_closed", thread)


@transaction.atomic
def open_again(*, actor: Actor, thread_id: UUID) -> None:
    """It goes on."""
    thread = _worked(actor, thread_id)
    if thread.closed_at is not None:
        thread.closed_at = None
        thread.save()
        changed(actor, thread.holder, "thread_opened_again", thread)


@transaction.atomic
def settle(*, actor: Actor, thread_id: UUID) -> None:
    """What the family wrote last needs no reply."""
    thread = _worked(actor, thread_id)
    if thread.waits_since is not None:
        thread.waits_since = None
        thread.answered_number = thread.last_number
        thread.save()
        changed(actor, thread.holder, "thread_settled", thread, number=thread.last_number)


def _own(actor: Actor, thread_id: UUID) -> Thread:
    thread = locked(policy.writable_by(actor), thread_id)
    if not thread.members.filter(user_id=policy.user_of(actor), owner=True, until=None).exists():
        raise NotYours
    return thread


def _worked(actor: Actor, thread_id: UUID) -> Thread:
    if policy.party_of(actor) != Party.STAFF:
        raise NotYours
    return locked(policy.writable_by(actor), thread_id)


def _begin(
    actor: Actor, thread: Thread, user_id: UUID, party: Party, *, owner: bool = False, first_number: int = 1
) -> None:
    member = Member(
        thread=thread, user_id=user_id, party=party, owner=owner, first_number=first_number, since=clock.now()
    )
    member.save(force_insert=True)
    changed(actor, thread.holder, "thread_joined", member, user=str(user_id), party=str(party))


def _end(actor: Actor, member: Member) -> None:
    member.until = clock.now()
    member.save(update_fields=["until"])
    changed(actor, member.thread.holder, "thread_left", member, user=str(member.user_id))
