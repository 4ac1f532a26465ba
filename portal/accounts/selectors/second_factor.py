"""Which second factors an account has: codes of an app, passkeys, and the recovery codes beside them."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from portal.accounts import passkeys
from portal.accounts.models import User
from portal.accounts.passkeys import Passkey
from portal.accounts.selectors.accounts import account
from portal.audit.actor import Actor
from portal.ui.refusals import NotYours

APP, PASSKEY, CODES = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES


def second_factors(user: User) -> list[str]:
    """Of which kind each one is that is set up. Recovery codes are none: they stand in for one."""
    return list(Authenticator.objects.filter(user=user, type__in=(APP, PASSKEY)).values_list("type", flat=True))


def has_second_factor(user: User) -> bool:
    """Whether codes of an app or a passkey are set up."""
    return bool(second_factors(user))


def has_recovery_codes(user: User) -> bool:
    """Whether they were made, be any left or not."""
    return bool(Authenticator.objects.filter(user=user, type=CODES).exists())


def recovery_codes(user: User) -> list[str]:
    """The recovery codes that have not been used."""
    row = Authenticator.objects.filter(user=user, type=CODES).first()
    return list(row.wrap().get_unused_codes()) if row else []


def passkeys_of(user: User) -> list[Passkey]:
    """One's own passkeys, the oldest first."""
    return [passkeys.opened(row) for row in _passkey_rows(user)]


def passkey_row(user: User, pk: UUID) -> Authenticator:
    """One passkey of this account, and of no other."""
    row = next((row for row in _passkey_rows(user) if row.data["key"] == str(pk)), None)
    if row is None:
        raise NotYours
    return row


def passkey(user: User, pk: UUID) -> Passkey:
    """The same as its owner sees it."""
    return passkeys.opened(passkey_row(user, pk))


def _passkey_rows(user: User) -> "QuerySet[Authenticator]":
    """As allauth keeps them."""
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type=PASSKEY).order_by("pk")
    return rows


def account_with_second_factor(actor: Actor, pk: UUID) -> User:
    """An account whose second factor the administrator may take off: somebody else's, that has one."""
    user = account(actor, pk)
    if user.pk == actor.id or not has_second_factor(user):
        raise NotYours
    return user
