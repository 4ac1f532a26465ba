"""Whether an account has a second factor, and its recovery codes."""

from uuid import UUID

from allauth.mfa.models import Authenticator

from portal.accounts.models import User
from portal.accounts.selectors.accounts import account
from portal.audit.actor import Actor
from portal.ui.refusals import NotYours


def has_second_factor(user: User) -> bool:
    """Whether codes of an app are set up."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def recovery_codes(user: User) -> list[str]:
    """The recovery codes that have not been used."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(row.wrap().get_unused_codes()) if row else []


def account_with_second_factor(actor: Actor, pk: UUID) -> User:
    """An account whose second factor the administrator may take off: somebody else's, that has one."""
    user = account(actor, pk)
    if user.pk == actor.id or not has_second_factor(user):
        raise NotYours
    return user
