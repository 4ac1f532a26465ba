"""The people of one engagement, read with a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.accounts.selectors import still_open
from portal.encryption import keys
from portal.workflow import clock
from reconciliation.families.models import ContactDetail, Person, Relation

# Of a question that was asked without an account: whoever asked shares its id.
NO_FAMILY = "No family yet"
# What staff read where whoever asked gave no name.
UNNAMED = "Somebody without an account"


@dataclass(frozen=True)
class Card:
    """A person as their page shows them."""

    person: Person
    relations: Sequence[Relation]
    contact_details: Sequence[ContactDetail]
    sign_in: str


def people_of(engagement_id: UUID) -> list[Person]:
    """In the order in which they were added, with relations and contact details at hand."""
    keys.warm([engagement_id])
    people = Person.objects.filter(engagement_id=engagement_id)
    return list(people.prefetch_related("relations__child", "contact_details"))


def cards_of(people: Sequence[Person]) -> list[Card]:
    """Each person with what is known of them, and whether they can sign in."""
    invited = set(
        still_open(clock.now()).filter(subject__in=[person.pk for person in people]).values_list("subject", flat=True)
    )
    return [
        Card(
            person=person,
            relations=list(person.relations.all()),
            contact_details=list(person.contact_details.all()),
            sign_in=_sign_in(person, invited),
        )
        for person in people
    ]


def relation_of(person: Person, child: Person) -> Relation | None:
    """What is known of two people."""
    return person.relations.filter(child=child).first()


def child_without_relation(person: Person) -> Person | None:
    """The first child to whom their relation is not known yet; between two children, once is enough."""
    known = person.relations.values("child_id")
    from_others = Relation.objects.filter(child=person).values("person_id")
    children = Person.objects.filter(engagement_id=person.engagement_id, is_child=True)
    return children.exclude(pk=person.pk).exclude(id__in=known).exclude(id__in=from_others).first()


def family_name(people: Iterable[Person]) -> str:
    """The surname of the first child, or of the first person; nothing where there is nobody."""
    ordered = sorted(people, key=lambda person: (not person.is_child, person.position))
    if ordered and ordered[0].pk == ordered[0].engagement_id:
        return NO_FAMILY
    words = ordered[0].name.split() if ordered else []
    return words[-1] if words else ""


def own_words(engagement_id: UUID) -> list[str]:
    """Names, phones and addresses of a family: what the other side must never read."""
    names = [person.name for person in Person.objects.filter(engagement_id=engagement_id)]
    details = ContactDetail.objects.filter(person__engagement_id=engagement_id)
    return names + [detail.value for detail in details.select_related("person")]


def _sign_in(person: Person, invited: set[UUID | None]) -> str:
    if person.user_id is not None:
        return "Signs in with their own account"
    return "Invited, has not signed in yet" if person.pk in invited else "Not invited yet"
