"""Who reads and who writes in which thread. Every page, count and (later) socket starts here.

A row of membership is not enough for staff: whether somebody still works with a family is asked of the room above that
knows it, at every access, so that whoever leaves has left with the next click.
"""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from portal.accounts.roles import FAMILY_ROLES, Role
from portal.audit.actor import Actor
from portal.messaging.models import Look, Member, Message, Party, Thread
from portal.ui.refusals import NotYours
from portal.workflow import clock

Holders = Callable[[Actor], QuerySet[Any, Any]]

LOOKERS = frozenset({Role.SUPERVISOR, Role.SAFEGUARDING_LEAD, Role.INFORMATION_GOVERNANCE})


def user_of(actor: Actor) -> UUID:
    """The account behind an actor; who has none takes part in nothing."""
    if actor.kind != "user" or actor.id is None:
        raise NotYours
    return actor.id


def visible_to(actor: Actor) -> QuerySet[Thread]:
    """The threads that this actor may read now: as a member, or for a reason that was written down."""
    if actor.kind == "user" and actor.role in LOOKERS:
        now, looker = clock.now(), {"user_id": user_of(actor), "role": actor.role}
        looks = Look.objects.filter(thread=OuterRef("pk"), since__lte=now, until__gt=now, **looker)
        return openable_by(actor).filter(Exists(looks))
    return writable_by(actor)


def writable_by(actor: Actor) -> QuerySet[Thread]:
    """Those in which this actor takes part now."""
    if actor.kind != "user" or actor.id is None:
        return Thread.objects.none()
    if actor.role in FAMILY_ROLES:
        return Thread.objects.filter(Exists(membership(actor.id, Party.FAMILY)))
    if actor.role == Role.CASEWORKER:
        return Thread.objects.filter(Exists(membership(actor.id, Party.STAFF)), holder__in=_holders("worked", actor))
    return Thread.objects.none()


def openable_by(actor: Actor) -> QuerySet[Thread]:
    """Those that this actor may open with a reason."""
    if actor.kind != "user" or actor.role not in LOOKERS:
        return Thread.objects.none()
    return Thread.objects.filter(holder__in=_holders("openable", actor))


def membership(user_id: UUID, party: str, thread: str = "pk") -> QuerySet[Member]:
    """The open membership of one account in the thread that the outer query names in this column."""
    return Member.objects.filter(open_now(), thread=OuterRef(thread), user_id=user_id, party=party)


def open_now() -> Q:
    """Members who take part now."""
    return Q(until=None, since__lte=clock.now())


def messages_for(actor: Actor, thread: Thread) -> QuerySet[Message]:
    """What of a thread that was checked already this actor reads: the family nothing that was recalled unopened."""
    rows = Message.objects.filter(thread=thread)
    if actor.role not in FAMILY_ROLES:
        return rows
    member = Member.objects.filter(open_now(), thread=thread, user_id=user_of(actor), party=Party.FAMILY).first()
    if member is None:
        raise NotYours
    return rows.filter(number__gte=member.first_number).exclude(taken_back__how="recalled")


def party_of(actor: Actor) -> Party:
    """On which side of the conversation somebody writes."""
    return Party.FAMILY if actor.role in FAMILY_ROLES else Party.STAFF


def _holders(which: str, actor: Actor) -> QuerySet[Any, Any]:
    return cast(Holders, import_string(settings.THREAD_HOLDERS[which]))(actor)
