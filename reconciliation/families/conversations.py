"""What the ground does not know of conversations: who works with whom, whose they are, and who is like-named."""

from collections.abc import Collection, Mapping
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from portal.accounts.roles import Role
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.messaging.models import HeldMessage, Message, Thread
from portal.messaging.selectors import About
from portal.recipients.selectors import HeldText
from portal.ui.text import visible
from reconciliation.families import names, policy
from reconciliation.families.models import FamilyEngagement, NameKey, NameKeyKind, Person, Side

ALIKE = 0.8


def worked(actor: Actor) -> QuerySet[FamilyEngagement, Any]:
    """The families of which this actor is the named worker now."""
    return policy.family_workable_by(actor).values("id")


def openable(actor: Actor) -> QuerySet[FamilyEngagement, Any]:
    """Whose messages this actor may open with a reason."""
    return openable_families(actor).values("id")


def openable_families(actor: Actor) -> QuerySet[FamilyEngagement]:
    """A supervisor those of their teams; the other two roles any family, but where a conflict bars."""
    if actor.role == Role.INFORMATION_GOVERNANCE:
        found = FamilyEngagement.objects.filter(tied_to=None).exclude(id__in=policy.barred(policy.user_of(actor)))
    else:
        found = policy.openable_by(actor) if policy.is_lead(actor) else policy.supervised_by(actor)
    return found.exclude(side=Side.UNKNOWN)


def about(actor: Actor, thread: Thread) -> About:
    """Whose conversation it is, on which side; for whoever writes in it also who else of theirs has a name like it."""
    person = Person.objects.select_related("engagement").get(pk=thread.about)
    engagement = person.engagement
    return About(
        who=person.name, side=str(engagement.get_side_display()), reference=engagement.reference,
        back=f"{engagement.get_absolute_url()}messages/",
        similar=similar_to(actor, person) if actor.role == Role.CASEWORKER else (),
    )  # fmt: skip


def similar_to(actor: Actor, person: Person) -> list[str]:
    """People of this worker's other families whose name could be taken for this one, with their reference and side.

    Found by a word or its first letters that both names have; only those are opened and compared.
    """
    words = names.words_of(person.name)
    whole = [names.word_key(word) for word in words]
    first = [names.prefix_key(word) for word in words if len(word) >= names.PREFIX]
    alike = NameKey.objects.filter(kind=NameKeyKind.WORD, mac__in=whole) | NameKey.objects.filter(
        kind=NameKeyKind.PREFIX, mac__in=first
    )
    others = Person.objects.filter(policy.among(policy.family_workable_by(actor)), pk__in=alike.values("person_id"))
    found = list(others.exclude(engagement_id=person.engagement_id).select_related("engagement"))
    keys.warm({other.engagement_id for other in found})
    return [f"{visible(other.name)} ({other.engagement.caption})" for other in found if _alike(words, other.name)]


def texts(actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, HeldText]:
    """Messages that wait for a second person or that a family sent, of the families that this lead may open."""
    families = policy.openable_by(actor).values("id")
    found: dict[UUID, HeldText] = {}
    for message in Message.objects.filter(pk__in=subjects, holder__in=families):
        found[message.pk] = HeldText([message.text], "A message of a family")
    for held in HeldMessage.objects.filter(pk__in=subjects, holder__in=families, taken_back_at=None, sent_at=None):
        found[held.pk] = HeldText([held.text], "A message of a worker")
    return found


def _alike(words: list[str], name: str) -> bool:
    """The same first name, or names that a tired reader takes for each other."""
    others = names.words_of(name)
    same_first = words[:1] == others[:1]
    return same_first or SequenceMatcher(None, " ".join(words), " ".join(others)).ratio() >= ALIKE
