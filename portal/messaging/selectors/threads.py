"""Threads as an actor may see them: one query, one refusal; how much is unread, and who waits."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from portal.accounts.selectors import names_of
from portal.audit.actor import Actor
from portal.messaging import policy
from portal.messaging.models import Draft, HeldMessage, Member, Message, Party, Reading, Thread
from portal.ui.refusals import NotYours
from portal.workflow import clock

MOST_LISTED = 100


@dataclass(frozen=True)
class Waiting:
    """One line of a worker's list."""

    thread: Thread
    reply_by: dt.date | None
    unread: int


@dataclass(frozen=True)
class FamilyTalk:
    """One line of a family's list."""

    thread: Thread
    owner: str
    unread: int


def thread_for(actor: Actor, pk: UUID) -> Thread:
    """The thread, if this actor may read it now."""
    return _one(policy.visible_to(actor), pk)


def writable_thread(actor: Actor, pk: UUID) -> Thread:
    """The thread, if this actor takes part in it."""
    return _one(policy.writable_by(actor), pk)


def openable_thread(actor: Actor, pk: UUID) -> Thread:
    """The thread, if this actor may open it with a reason."""
    return _one(policy.openable_by(actor), pk)


def own_message(actor: Actor, thread: Thread, number: int) -> Message:
    """A message of a thread that was checked already, if this actor sent it and it stands."""
    mine = Message.objects.filter(thread=thread, author_id=policy.user_of(actor), taken_back=None)
    message = mine.filter(number=number).first()
    if message is None:
        raise NotYours
    return message


def held_message(actor: Actor, thread_id: UUID, pk: UUID) -> HeldMessage:
    """What this actor wrote and a second person has not let go."""
    mine = HeldMessage.objects.filter(author_id=policy.user_of(actor), sent_at=None, taken_back_at=None)
    held = mine.filter(thread_id=thread_id, pk=pk).first()
    if held is None:
        raise NotYours
    return held


def threads_of(holder: UUID) -> list[Thread]:
    """The threads of one holder, for a room above that has asked its own policy who may know of them."""
    return list(Thread.objects.filter(holder=holder).order_by("opened_at", "id"))


def members_of(thread: Thread) -> list[Member]:
    """Who takes part now, the owner first."""
    rows = Member.objects.filter(policy.open_now(), thread=thread)
    return list(rows.order_by("-owner", "party", "since", "id"))


def draft_of(actor: Actor, thread: Thread) -> str:
    """What this actor has not sent yet."""
    draft = Draft.objects.filter(thread=thread, user_id=policy.user_of(actor)).first()
    return draft.text if draft else ""


def reply_by(waits_since: dt.datetime | None) -> dt.date | None:
    """By when whoever waits since then has a reply."""
    return clock.due_on(waits_since, settings.REPLY_WITHIN_WORKING_DAYS) if waits_since else None


def unread(actor: Actor) -> QuerySet[Message]:
    """What others wrote in this actor's threads and the actor has not opened: for staff, what the family wrote."""
    me = policy.user_of(actor)
    mine = Reading.objects.filter(thread=OuterRef("thread_id"), user_id=me).values("number")
    since = policy.membership(me, policy.party_of(actor), "thread_id")
    rows = Message.objects.filter(thread__in=policy.writable_by(actor), taken_back=None).exclude(author_id=me)
    if policy.party_of(actor) == Party.STAFF:
        rows = rows.filter(party=Party.FAMILY)
    rows = rows.annotate(read=Coalesce(Subquery(mine), 0), first=Subquery(since.values("first_number")[:1]))
    return rows.filter(number__gt=F("read"), number__gte=F("first"))


def unread_of(actor: Actor, holder: str = "pk") -> Coalesce:
    """How many of those each holder has, for a query that names the holder in this column. Who only looks has none."""
    if actor.role in policy.LOOKERS:
        return Coalesce(Value(None, output_field=IntegerField()), 0)
    rows = unread(actor).filter(holder=OuterRef(holder)).order_by().values("holder")
    return Coalesce(Subquery(rows.annotate(how_many=Count("pk")).values("how_many")), 0)


def unread_by_thread(actor: Actor, threads: Collection[UUID]) -> dict[UUID, int]:
    """How much of each of these is unread."""
    return Counter(unread(actor).filter(thread_id__in=threads).values_list("thread_id", flat=True))


def waiting(actor: Actor) -> list[Waiting]:
    """The threads in which this actor takes part, whoever waits longest first, then those where nobody waits."""
    rows = policy.writable_by(actor).order_by(F("waits_since").asc(nulls_last=True), "closed_at", "id")
    threads = list(rows[:MOST_LISTED])
    counted = unread_by_thread(actor, [thread.pk for thread in threads])
    return [Waiting(row, reply_by(row.waits_since), counted.get(row.pk, 0)) for row in threads]


def family_talks(actor: Actor, holder: UUID) -> list[FamilyTalk]:
    """The threads of one holder in which this member of a family takes part."""
    threads = list(policy.writable_by(actor).filter(holder=holder).order_by("opened_at", "id"))
    rows = Member.objects.filter(thread__in=threads, owner=True).values_list("thread_id", "user_id")
    owners = dict(rows)
    names = names_of(owners.values())
    counted = unread_by_thread(actor, [thread.pk for thread in threads])
    return [FamilyTalk(row, names.get(owners[row.pk], ("", ""))[0], counted.get(row.pk, 0)) for row in threads]


def next_reply_by() -> dt.date:
    """By when somebody who writes now has a reply."""
    return clock.due_on(clock.now(), settings.REPLY_WITHIN_WORKING_DAYS)


def _one(threads: QuerySet[Thread], pk: UUID) -> Thread:
    thread = threads.filter(pk=pk).first()
    if thread is None:
        raise NotYours
    return thread
