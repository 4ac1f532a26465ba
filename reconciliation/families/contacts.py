"""What the ground does not know of safe contact: who works with whom, and that an address belongs to two sides."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from portal.accounts.models import User
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.notifications.selectors import address_mac, macs_of
from reconciliation.families import policy
from reconciliation.families.models import ContactDetail, FamilyEngagement, IncidentLink, Person, Side


def worked_with(actor: Actor, user_ids: Collection[UUID]) -> set[UUID]:
    """Those of these people whose family this actor may work with; the safeguarding lead, whose family is open.

    Who asked without an account is known by the id of their question, before and after it was tied to a family.
    """
    families = policy.visible_to(actor) if policy.is_lead(actor) else policy.workable_by(actor)
    people = Person.objects.filter(policy.among(families), user_id__in=user_ids)
    asked = families.filter(side=Side.UNKNOWN, pk__in=user_ids).values_list("pk", flat=True)
    tied = families.filter(tied__in=user_ids).values_list("tied", flat=True)
    return set(people.values_list("user_id", flat=True)) | set(asked) | set(tied)


def address_is_of_one_side(user_id: UUID) -> bool:
    """Asked before each notice: nothing goes to an address that somebody of a linked family has too."""
    own = set(Person.objects.filter(user_id=user_id).values_list("engagement_id", flat=True))
    own |= set(FamilyEngagement.objects.filter(tied=user_id).values_list("pk", flat=True))
    incidents = IncidentLink.objects.filter(engagement_id__in=own).values("incident_id")
    others = IncidentLink.objects.filter(incident_id__in=incidents).exclude(engagement_id__in=own)
    mine = macs_of([user_id]).get(user_id)
    theirs = _known(set(others.values_list("engagement_id", flat=True))) if mine else []
    return not any(known.mac == mine for known in theirs if known.user_id != user_id)


@dataclass(frozen=True)
class SharedAddress:
    """Two families of one incident that have an address in common."""

    incident_id: UUID
    first: str
    second: str


def shared_addresses(actor: Actor) -> list[SharedAddress]:
    """Those among the incidents of this safeguarding lead: they alone are told."""
    rows = IncidentLink.objects.filter(incident_id__in=policy.incidents_visible_to(actor).values("id"))
    links = {link.engagement_id: link for link in rows.select_related("engagement")}
    by_address: dict[tuple[UUID, bytes], list[Known]] = defaultdict(list)
    for known in _known(set(links)):
        by_address[links[known.family].incident_id, known.mac].append(known)
    found = set()
    for (incident, _mac), group in by_address.items():
        for one, other in combinations(group, 2):
            if one.family != other.family and (one.user_id is None or one.user_id != other.user_id):
                first, second = sorted(links[known.family].engagement.reference for known in (one, other))
                found.add(SharedAddress(incident, first, second))
    return sorted(found, key=lambda shared: (shared.first, shared.second))


@dataclass(frozen=True)
class Known:
    """One hashed address or number that somebody of a family can be reached by."""

    family: UUID
    user_id: UUID | None
    mac: bytes


def _known(families: set[UUID]) -> list[Known]:
    """By what these families can be reached: what they said themselves, their sign-in, what a worker wrote down."""
    if not families:
        return []
    people = Person.objects.filter(engagement_id__in=families)
    pairs = list(people.exclude(user=None).values_list("engagement_id", "user_id"))
    users = {user_id for _family, user_id in pairs}
    said = macs_of(users)
    emails = dict(User.objects.filter(pk__in=users).values_list("pk", "email"))
    found = [Known(family, user_id, said[user_id]) for family, user_id in pairs if user_id in said]
    found += [Known(family, user_id, address_mac(emails[user_id])) for family, user_id in pairs if user_id in emails]
    keys.warm(families)
    for detail in ContactDetail.objects.filter(person__in=people).select_related("person"):
        person = detail.person
        found.append(Known(person.engagement_id, person.user_id, address_mac(detail.value)))
    return found
