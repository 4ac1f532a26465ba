"""Accounts: names for records, the administrator's list, and whose address this is."""

from collections.abc import Iterable
from uuid import UUID

from portal.accounts.demo import ADDRESSES
from portal.accounts.models import User
from portal.accounts.policy import may_manage_accounts
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


def demo_users() -> dict[str, User]:
    """The demo accounts that are there and may sign in, by address."""
    return {user.email: user for user in User.objects.filter(email__in=ADDRESSES, is_active=True)}


def account_of_address(address: str) -> User | None:
    """The account that may sign in with this address."""
    return User.objects.filter(email=address.strip().lower(), is_active=True).first()
