"""Conversations with the names of the people whose they are."""

from dataclasses import dataclass
from uuid import UUID

from portal.accounts.roles import Role
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.messaging.models import Thread
from portal.messaging.selectors import Waiting, members_of, threads_of, unread_by_thread, waiting, writable_thread
from portal.ui.refusals import NotYours
from reconciliation.families import policy
from reconciliation.families.conversations import openable_families
from reconciliation.families.errors import CannotLink
from reconciliation.families.models import FamilyEngagement, Person
from reconciliation.families.references import tidy_reference


@dataclass(frozen=True)
class Talk:
    """One person's conversation, or that there is none yet. Who does not work with the family reads no name."""

    person: Person | None
    title: str
    thread: Thread | None
    unread: int = 0


def waiting_talks(actor: Actor) -> list[tuple[Person, Waiting]]:
    """A worker's conversations, whoever waits longest first."""
    lines = waiting(actor)
    people = Person.objects.select_related("engagement").in_bulk([line.thread.about for line in lines])
    keys.warm({line.thread.holder for line in lines})
    return [(people[line.thread.about], line) for line in lines]


def family_to_read(actor: Actor, pk: UUID) -> FamilyEngagement:
    """The family whose conversations this actor may list: its worker, or who may open them with a reason."""
    rows = policy.family_workable_by(actor) if actor.role == Role.CASEWORKER else openable_families(actor)
    engagement = rows.select_related("team").filter(pk=pk).first()
    if engagement is None:
        raise NotYours
    return engagement


def family_by_reference(actor: Actor, typed: str) -> FamilyEngagement:
    """The family of an exact reference, for whoever may open its messages with a reason."""
    engagement = openable_families(actor).filter(reference=tidy_reference(typed) or "").first()
    if engagement is None:
        raise CannotLink("There is no family with this reference. Check it and try again.")
    return engagement


def talks_of(actor: Actor, engagement: FamilyEngagement) -> list[Talk]:
    """The conversations of a family that was checked already, and who could have one."""
    threads = {thread.about: thread for thread in threads_of(engagement.pk)}
    people = list(engagement.people.exclude(user=None).select_related("user"))
    keys.warm([engagement.pk])
    named = actor.role in policy.TEAM_ROLES
    works = actor.role == Role.CASEWORKER
    counted = unread_by_thread(actor, [thread.pk for thread in threads.values()]) if works else {}
    talks = []
    for person in people:
        thread = threads.get(person.pk)
        title = person.name if named else "A child or young person" if person.is_child else "An adult"
        if thread is not None or works:
            talks.append(Talk(person, title, thread, counted.get(thread.pk, 0) if thread else 0))
    return talks


def people_to_let_read(actor: Actor, thread_id: UUID) -> list[tuple[Person, bool]]:
    """The other members of the family with a sign-in, and whether they take part: for whose conversation it is."""
    thread = writable_thread(actor, thread_id)
    members = {member.user_id: member for member in members_of(thread)}
    mine = members.get(policy.user_of(actor))
    if mine is None or not mine.owner:
        raise NotYours
    people = Person.objects.filter(engagement_id=thread.holder).exclude(user=None).exclude(pk=thread.about)
    keys.warm([thread.holder])
    return [(person, person.user_id in members) for person in people]
