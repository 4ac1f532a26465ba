"""What this room shows: names for records, the list of accounts, an invitation by its link."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.demo import ADDRESSES
from portal.accounts.errors import InvitationUnusable
from portal.accounts.models import Invitation, User
from portal.accounts.policy import may_manage_accounts
from portal.accounts.roles import STAFF_ROLES
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.refusals import NotYours

PAGE_SIZE = 25


def names_of(ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Name and post title of each of these accounts; who is not there is left out."""
    keys.warm([keys.SITE])
    users = User.objects.filter(pk__in=set(ids)).only("id", "name", "post_title", "role")
    return {user.pk: (user.name, user.post) for user in users}


def accounts_page(actor: Actor, after: UUID | None = None) -> tuple[list[User], UUID | None]:
    """One page of accounts by address, and the key of the next page if there is one."""
    if not may_manage_accounts(actor):
        raise NotYours
    keys.warm([keys.SITE])
    users = User.objects.order_by("email")
    if after is not None:
        # By key, and the key is an id: an address in a link would end in logs and histories.
        users = users.filter(email__gt=_account(after).email)
    found = list(users[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    return page, page[-1].pk if len(found) > PAGE_SIZE else None


def account(actor: Actor, pk: UUID) -> User:
    """One account, for who manages accounts."""
    if not may_manage_accounts(actor):
        raise NotYours
    return _account(pk)


def _account(pk: UUID) -> User:
    try:
        return User.objects.get(pk=pk)
    except User.DoesNotExist:
        raise NotYours from None


def open_staff_invitations(actor: Actor) -> QuerySet[Invitation]:
    """The newest invitations of staff that could still be used (families' are the families room's)."""
    if not may_manage_accounts(actor):
        raise NotYours
    return (
        still_open(timezone.now())
        .filter(holder=keys.SITE, role__in=STAFF_ROLES)
        .order_by("-created_at", "pk")[:PAGE_SIZE]
    )


def still_open(at: datetime) -> QuerySet[Invitation]:
    """Invitations that could be used at this moment."""
    return Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)


def hash_of(token: str) -> str:
    """What is stored of a link: 32 random bytes need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_by(token: str, *, lock: bool = False) -> Invitation:
    """The open invitation of this link; every other link is refused in the same way."""
    wanted = hash_of(token)
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    found = rows.filter(token_hash=wanted).first()
    # The look-up is by a hash, so its timing tells nothing of a token; the comparison is constant too.
    if found is None or not secrets.compare_digest(found.token_hash, wanted):
        raise InvitationUnusable
    if not found.is_open(timezone.now()):
        raise InvitationUnusable
    return found


def demo_users() -> dict[str, User]:
    """The demo accounts that are there and may sign in, by address."""
    return {user.email: user for user in User.objects.filter(email__in=ADDRESSES, is_active=True)}
