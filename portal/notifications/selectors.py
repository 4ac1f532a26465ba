"""What pages and other rooms ask about safe contact and the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.db.models import Exists, OuterRef, QuerySet

from portal.accounts.roles import FAMILY_ROLES
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.notifications import policy
from portal.notifications.models import WAITING, Kind, Outbox, SafeContact
from portal.notifications.words import Channel
from portal.ui.refusals import NotYours
from portal.workflow import clock

NEWEST = 50


@dataclass(frozen=True)
class Standing:
    """What a worker needs to know before they call: what the person said, and whether a notice got lost."""

    contact: SafeContact | None
    unreached: bool


def own(actor: Actor) -> SafeContact:
    """What this person has said; where nothing yet, what that means: they are not contacted."""
    user_id = policy.owner(actor)
    return SafeContact.objects.filter(user_id=user_id).first() or SafeContact(user_id=user_id)


def standing_of(actor: Actor, user_id: UUID) -> Standing | None:
    """How somebody can be reached, for whoever works with them; nothing for everybody else."""
    return standings_of(actor, [user_id]).get(user_id)


def standings_of(actor: Actor, user_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """The same for several people at once; who may not be seen is not in it."""
    seen = policy.seen_by(actor, list(user_ids))
    contacts = {contact.user_id: contact for contact in SafeContact.objects.filter(user_id__in=seen)}
    lost = unreached(seen)
    return {user_id: Standing(contacts.get(user_id), unreached=user_id in lost) for user_id in seen}


def with_code_word(actor: Actor, user_id: UUID) -> SafeContact:
    """The preference of somebody who chose a code word, for staff who work with them; else the one refusal."""
    contact = None if actor.role in FAMILY_ROLES else policy.visible_to(actor, [user_id]).first()
    if contact is None or not contact.code_word:
        raise NotYours
    return contact


def asked_again() -> QuerySet[SafeContact]:
    """All such preferences, for a room above to start from: it knows whose they are and who may see them."""
    return SafeContact.objects.filter(reconfirm_due__lt=clock.today())


def lost_notices() -> QuerySet[Outbox]:
    """The last notices to somebody that could not be delivered, for the same use."""
    settled = Outbox.objects.filter(kind=Kind.NOTICE, withdrawn_at=None).exclude(WAITING)
    newer = settled.filter(user_id=OuterRef("user_id"), created_at__gt=OuterRef("created_at"))
    return settled.filter(~Exists(newer), given_up_at__isnull=False)


def unreached(user_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these people whose last notice could not be delivered: a worker finds another safe way."""
    rows = Outbox.objects.filter(user_id__in=set(user_ids), kind=Kind.NOTICE, withdrawn_at=None)
    newest = rows.exclude(WAITING).order_by("created_at").values_list("user_id", "given_up_at")
    return {user_id for user_id, given_up in dict(newest).items() if user_id and given_up}


def code_word_fits(contact: SafeContact, word: str) -> bool:
    """Whether a caller knows the word that only this person and we know."""
    return bool(contact.code_word) and check_password(plain_word(word), contact.code_word)


def plain_word(word: str) -> str:
    """A code word as it is compared: capitals and blanks make no difference on the phone."""
    return " ".join(word.casefold().split())


def address_mac(address: str) -> bytes:
    """A keyed hash of an address, so that one address of two people shows: letters and numbers as people vary them."""
    plain = "".join(address.casefold().split())
    digits = "".join(sign for sign in plain if sign.isdecimal())
    if "@" not in plain and len(digits) >= 10 and not any(sign.isalpha() for sign in plain):
        plain = digits[-10:]  # +44, 0044 and 0 before a number make no difference
    return keys.blind("address_index", plain)


def macs_of(user_ids: Iterable[UUID]) -> dict[UUID, bytes]:
    """The hashed address of each of these people who gave one."""
    rows = SafeContact.objects.filter(user_id__in=set(user_ids)).exclude(address_mac=None)
    return {user_id: bytes(mac) for user_id, mac in rows.values_list("user_id", "address_mac") if mac}


def newest_mails() -> list[Outbox]:
    """What went, or waits to go, newest first: for the demo's page alone."""
    keys.warm([keys.SITE])
    return list(Outbox.objects.filter(withdrawn_at=None).order_by("-created_at", "id")[:NEWEST])


def mailbox_of(user_id: UUID) -> str:
    """The email address that somebody gave, confirmed or not, unless they ruled it out: for a code, never a notice."""
    contact = SafeContact.objects.filter(user_id=user_id, channel=Channel.EMAIL).first()
    return contact.address if contact is not None and Channel.EMAIL not in contact.never_use else ""


def can_be_told(user_id: UUID | None) -> bool:
    """Whether this person has a channel that is safe for notices."""
    return user_id is not None and user_id in can_all_be_told([user_id])


def can_all_be_told(user_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these people who have a channel that is safe for notices."""
    contacts = SafeContact.objects.filter(user_id__in=set(user_ids))
    return {contact.user_id for contact in contacts if contact.takes_notices}
