"""Codes of an app as second factor, and recovery codes for the day the phone is gone. Passkeys: the file beside."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from portal.accounts.actions.sign_ins import end_other_sign_ins
from portal.accounts.actors import actor_of
from portal.accounts.models import SignIn, User
from portal.accounts.policy import may_give_up
from portal.accounts.selectors import account_with_second_factor, has_second_factor, second_factors
from portal.audit.actor import Actor
from portal.audit.record import record
from portal.encryption.keys import SITE
from portal.ui.refusals import NotYours

APP, CODES = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


@transaction.atomic
def set_up_second_factor(*, user: User, sign_in: SignIn, secret: str, code: str) -> None:
    """Codes of this secret count from now on, in place of those before; every other sign-in ends. Passkeys stay.

    That `code` is one of it is for the form to have asked; from here on it counts as used.
    """
    locked(user.pk)
    _remove(user, (APP, CODES))
    TOTP.activate(user, secret).validate_code(code)
    RecoveryCodes.activate(user)
    sign_in.second_factor = True
    sign_in.save(update_fields=["second_factor"])
    end_other_sign_ins(user=user, keep=sign_in.pk)
    write(actor_of(user), user, "second_factor_set_up")


@transaction.atomic
def make_recovery_codes(*, user: User) -> None:
    """New recovery codes; the ones before no longer work."""
    locked(user.pk)
    if not has_second_factor(user):
        raise NotYours
    _remove(user, (CODES,))
    RecoveryCodes.activate(user)
    write(actor_of(user), user, "recovery_codes_made")


@transaction.atomic
def stop_second_factor(*, user: User) -> None:
    """Codes of an app are asked for no longer. Staff need a passkey in their place."""
    locked(user.pk)
    if not may_give_up(user, factors=len(second_factors(user))):
        raise NotYours
    if _remove(user, (APP,)):
        drop_idle_codes(user)
        write(actor_of(user), user, "second_factor_stopped")


@transaction.atomic
def take_off_second_factor(*, actor: Actor, user_id: UUID) -> User:
    """For someone who lost both phone and recovery codes: their sign-ins end, and they set it up anew."""
    user = account_with_second_factor(actor, user_id)
    locked(user.pk)
    _remove(user, Authenticator.Type.values)
    end_other_sign_ins(user=user)
    write(actor, user, "second_factor_taken_off")
    return user


def locked(pk: UUID) -> None:
    """One change of an account's second factor at a time."""
    User.objects.select_for_update().get(pk=pk)


def drop_idle_codes(user: User) -> None:
    """Recovery codes stand in for a second factor: without one they open nothing."""
    if not has_second_factor(user):
        _remove(user, (CODES,))


def write(actor: Actor, user: User, action: str, **details: Any) -> None:
    """The entry of a change to this account."""
    record(actor=actor, holder=SITE, action=action, table=User._meta.db_table, row=user.pk, details=details)


def _remove(user: User, types: Collection[str]) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=types).delete()[0])
