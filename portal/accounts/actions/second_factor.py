"""The second factor of an account: codes of an app, and recovery codes for the day the phone is gone."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from portal.accounts.actions.sign_ins import end_other_sign_ins
from portal.accounts.actors import actor_of
from portal.accounts.models import SignIn, User
from portal.accounts.policy import may_go_without_second_factor
from portal.accounts.selectors import account_with_second_factor
from portal.audit.actor import Actor
from portal.audit.record import record
from portal.encryption.keys import SITE
from portal.ui.refusals import NotYours


@transaction.atomic
def set_up_second_factor(*, user: User, sign_in: SignIn, secret: str, code: str) -> None:
    """Codes of this secret count from now on, in place of those before; every other sign-in ends.

    That `code` is one of it is for the form to have asked; from here on it counts as used.
    """
    _locked(user.pk)
    _remove(user)
    TOTP.activate(user, secret).validate_code(code)
    RecoveryCodes.activate(user)
    sign_in.second_factor = True
    sign_in.save(update_fields=["second_factor"])
    end_other_sign_ins(user=user, keep=sign_in.pk)
    _write(actor_of(user), user, "second_factor_set_up")


@transaction.atomic
def make_recovery_codes(*, user: User) -> None:
    """New recovery codes; the ones before no longer work."""
    _locked(user.pk)
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        raise NotYours
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
    _write(actor_of(user), user, "recovery_codes_made")


@transaction.atomic
def stop_second_factor(*, user: User) -> None:
    """A family does without it again; staff cannot."""
    _locked(user.pk)
    if not may_go_without_second_factor(user):
        raise NotYours
    if _remove(user):
        _write(actor_of(user), user, "second_factor_stopped")


@transaction.atomic
def take_off_second_factor(*, actor: Actor, user_id: UUID) -> User:
    """For someone who lost both phone and recovery codes: their sign-ins end, and they set it up anew."""
    user = account_with_second_factor(actor, user_id)
    _locked(user.pk)
    _remove(user)
    end_other_sign_ins(user=user)
    _write(actor, user, "second_factor_taken_off")
    return user


def _locked(pk: UUID) -> None:
    """One change of an account's second factor at a time."""
    User.objects.select_for_update().get(pk=pk)


def _remove(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user).delete()[0])


def _write(actor: Actor, user: User, action: str) -> None:
    record(actor=actor, holder=SITE, action=action, table=User._meta.db_table, row=user.pk)
