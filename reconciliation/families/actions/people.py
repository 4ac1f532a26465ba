"""The people of an engagement, how they belong together, how they are reached and invited."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from portal.accounts import actions as accounts
from portal.accounts.models import Invitation, Role
from portal.accounts.selectors import still_open
from portal.audit.actor import Actor
from portal.workflow import clock
from reconciliation.families import names, policy
from reconciliation.families.actions.common import insert, locked, sent_before, write
from reconciliation.families.actions.protection import protect_both_ways
from reconciliation.families.actions.workers import flag_match
from reconciliation.families.errors import CannotInvite
from reconciliation.families.models import (
    ContactDetail,
    FamilyEngagement,
    NameKey,
    ParentalResponsibility,
    Person,
    Relation,
    RelationBasis,
    Side,
)
from reconciliation.families.selectors import current_worker

OWN_LOGIN_FROM = 13


@dataclass(frozen=True)
class RelationTo:
    """What somebody is to a child, and whether they hold parental responsibility."""

    child: Person
    kind: str
    parental_responsibility: str = ParentalResponsibility.NOT_KNOWN
    basis: str = RelationBasis.NOT_SEEN


@transaction.atomic
def add_person(
    *,
    actor: Actor,
    engagement: FamilyEngagement,
    name: str,
    is_child: bool,
    birth_date: date | None = None,
    relation: RelationTo | None = None,
    pk: UUID | None = None,
) -> Person:
    """One more person of this family, found from now on by the words of their name."""
    row = locked(policy.family_workable_by(actor), engagement.pk)
    said = {"name": name, "birth_date": birth_date, "is_child": is_child}
    if earlier := sent_before(row.people.all(), pk, **said):
        return earlier
    position = row.people.count() + 1
    person = Person(pk=pk or uuid4(), engagement=row, position=position, **said)
    insert(person)
    index_name(person)
    write(actor, row.pk, "person_added", person, is_child=is_child)
    if relation is not None:
        relate(actor=actor, person=person, to=relation)
    protect_both_ways(row.pk)
    flag_worker(actor, row.pk)
    return person


@transaction.atomic
def change_person(*, actor: Actor, person: Person, name: str, birth_date: date | None = None) -> Person:
    """Correct a name or a birth date."""
    locked(policy.family_workable_by(actor), person.engagement_id)
    person.name = name
    person.birth_date = birth_date
    person.save(update_fields=["name", "birth_date"])
    person.name_keys.all().delete()
    index_name(person)
    write(actor, person.engagement_id, "person_changed", person)
    protect_both_ways(person.engagement_id)
    flag_worker(actor, person.engagement_id)
    return person


@transaction.atomic
def relate(*, actor: Actor, person: Person, to: RelationTo) -> Relation:
    """Say, or correct, what a person is to a child of the same engagement."""
    row = locked(policy.family_workable_by(actor), person.engagement_id)
    locked(row.people.filter(is_child=True).exclude(pk=person.pk), to.child.pk)
    relation, _ = Relation.objects.update_or_create(
        person=person,
        child_id=to.child.pk,
        defaults={
            "kind": to.kind,
            "parental_responsibility": to.parental_responsibility,
            "basis": to.basis,
        },
    )
    write(
        actor, row.pk, "relation_recorded", relation,
        kind=to.kind, parental_responsibility=to.parental_responsibility, basis=to.basis,
    )  # fmt: skip
    return relation


@transaction.atomic
def add_contact(*, actor: Actor, person: Person, kind: str, value: str, pk: UUID | None = None) -> ContactDetail:
    """A phone, an email address or an address of one person."""
    locked(policy.family_workable_by(actor), person.engagement_id)
    if earlier := sent_before(person.contact_details.all(), pk, kind=kind, value=value):
        return earlier
    detail = ContactDetail(pk=pk or uuid4(), person=person, kind=kind, value=value)
    insert(detail)
    write(actor, person.engagement_id, "contact_detail_added", detail, kind=kind)
    protect_both_ways(person.engagement_id)
    return detail


@transaction.atomic
def remove_contact(*, actor: Actor, detail: ContactDetail) -> None:
    """Take away a detail that is wrong or no longer used; that it was there stays on the chain."""
    engagement_id = detail.person.engagement_id
    locked(policy.family_workable_by(actor), engagement_id)
    write(actor, engagement_id, "contact_detail_removed", detail, kind=detail.kind)
    detail.delete()


@transaction.atomic
def invite_person(
    *, actor: Actor, person: Person, email: str, younger_confirmed: bool = False
) -> tuple[Invitation, str]:
    """Invite a person to sign in; earlier open invitations of theirs stop working.

    A child under 13, or whose age is not known, is invited only where the supervisor confirms it.
    """
    row = locked(policy.supervised_by(actor).exclude(side=Side.UNKNOWN), person.engagement_id)
    person = locked(row.people.all(), person.pk)
    if person.user_id is not None:
        raise CannotInvite("This person already has an account.")
    if needs_confirmation(person) and not younger_confirmed:
        raise CannotInvite("Confirm that this child may have their own account.")
    for earlier in still_open(timezone.now()).filter(subject=person.pk):
        accounts.revoke(actor=actor, invitation_id=earlier.pk)
    invitation, token = accounts.invite(
        actor=actor,
        email=email,
        name=person.name,
        role=Role.YOUNG_PERSON if person.is_child else Role.FAMILY_MEMBER,
        subject=person.pk,
        holder=row.pk,
    )
    write(
        actor, row.pk, "person_invited", person,
        invitation=str(invitation.pk), younger_confirmed=younger_confirmed,
    )  # fmt: skip
    return invitation, token


def needs_confirmation(person: Person) -> bool:
    """Own login from 13; a younger child, or one of unknown age, needs the supervisor's word."""
    if not person.is_child:
        return False
    return person.birth_date is None or _age(person.birth_date, clock.today()) < OWN_LOGIN_FROM


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def index_name(person: Person) -> None:
    NameKey.objects.bulk_create(NameKey(person=person, kind=kind, mac=mac) for kind, mac in names.index_of(person.name))


def flag_worker(actor: Actor, engagement_id: UUID) -> None:
    """A new name may be the worker's own."""
    assigned = current_worker(engagement_id)
    if assigned is not None:
        flag_match(actor, engagement_id, assigned.user)
