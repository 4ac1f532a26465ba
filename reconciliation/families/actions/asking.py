"""A question that was asked without an account: its own place until the safeguarding lead ties it to a family."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal.accounts.selectors import still_open
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.recipients.actions import unprotect
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from reconciliation.families import policy
from reconciliation.families.actions.common import locked, write
from reconciliation.families.actions.people import flag_worker, index_name
from reconciliation.families.actions.protection import protect_both_ways
from reconciliation.families.models import FamilyEngagement, Person, Side, SideBasis, Team
from reconciliation.families.selectors import UNNAMED


def is_invited(person: Person) -> bool:
    """Whether somebody holds an invitation to sign in as this person."""
    return still_open(timezone.now()).filter(subject=person.pk).exists()


@transaction.atomic
def open_for_question(*, actor: Actor, pk: UUID, reference: str, team: Team, name: str) -> Person:
    """The place of one question, with a key and a chain of its own, and whoever asked it, by the name if they gave one.

    The question, its place, its key and the person share one id: what holds the receipt knows no other. Called with
    the new key at hand (`keys.create_many`).
    """
    if actor.kind != "receipt" or actor.id != pk or not team.is_duty:
        raise NotYours
    place = FamilyEngagement.objects.create(
        pk=pk, reference=reference, team=team, side=Side.UNKNOWN, side_basis=SideBasis.REPORTED,
        known_to_social_care=False, confirmed_at=clock.now(),
    )  # fmt: skip
    asker = Person.objects.create(pk=pk, engagement=place, name=name or UNNAMED, is_child=False)
    if name:
        index_name(asker)
    write(actor, pk, "question_place_opened", place)
    return asker


@transaction.atomic
def name_asker(*, actor: Actor, pk: UUID, name: str) -> None:
    """By what name whoever asked is known, as they told the duty team."""
    place = locked(policy.workable_by(actor).filter(side=Side.UNKNOWN), pk)
    asker = place.people.get(pk=pk)
    if asker.name != name:
        asker.name = name
        asker.save(update_fields=["name"])
        asker.name_keys.all().delete()
        index_name(asker)
        write(actor, place.pk, "asker_named", asker)


@transaction.atomic
def tie(*, actor: Actor, pk: UUID, family: UUID, person: UUID | None, name: str) -> Person:
    """The safeguarding lead says whose question it is: its key is wrapped by the family's, and both chains name it.

    ``person`` is who of the family asked; None adds them under ``name``. Raises NotYours for anybody else, for a
    family that the lead may not open, and OutOfDate where it is tied already.
    """
    target = locked(policy.openable_by(actor).exclude(side=Side.UNKNOWN), family)
    place = locked(policy.openable_by(actor).filter(side=Side.UNKNOWN), pk)
    if person is None:
        asker = Person.objects.create(
            engagement=target, name=name, is_child=False, by_question=True, position=target.people.count() + 1
        )
        index_name(asker)
        write(actor, target.pk, "person_added", asker, is_child=False)
    else:
        asker = locked(target.people.all(), person)
    place.tied_to = target
    place.save(update_fields=["tied_to"])
    keys.put_under(place.pk, target.pk)
    write(actor, place.pk, "question_tied", place, family=str(target.pk), person=str(asker.pk))
    write(actor, target.pk, "question_tied", asker, question=str(place.pk), added=person is None)
    protect_both_ways(target.pk)
    flag_worker(actor, target.pk)
    return asker


@transaction.atomic
def untie(*, actor: Actor, pk: UUID, asker: Person, added: bool) -> FamilyEngagement:
    """A wrong tie is taken back, until whoever asked was invited; whom it added to the family goes again.

    ``asker`` is whom it was tied to. Call it when the question no longer names them.
    """
    if not policy.is_lead(actor):
        raise NotYours
    barred = policy.barred(policy.user_of(actor))
    place = locked(FamilyEngagement.objects.exclude(tied_to=None).exclude(tied_to__in=barred), pk)
    if asker.engagement_id != place.tied_to_id or asker.user_id is not None or is_invited(asker):
        raise OutOfDate
    family = asker.engagement_id
    place.tied_to = None
    place.save(update_fields=["tied_to"])
    keys.put_under(place.pk, None)
    unprotect(holder=place.pk)
    write(actor, place.pk, "question_untied", place, family=str(family))
    write(actor, family, "question_untied", asker, question=str(place.pk), removed=added)
    if added:
        _take_along(asker, place)
    return place


def _take_along(asker: Person, place: FamilyEngagement) -> None:
    """Whom a tie added to a family goes with the question again, with all that was written under their row there.

    What they are to that family's children is forgotten; how they can be reached is theirs, and sealed anew.
    """
    name, details = asker.name, [(detail, detail.value) for detail in asker.contact_details.all()]
    asker.relations.all().delete()
    asker.engagement, asker.name = place, name
    asker.save(update_fields=["engagement", "name"])
    for detail, value in details:
        detail.person, detail.value = asker, value
        detail.save(update_fields=["value"])
