"""Passkeys of an account: added, named, used and removed by their owner."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction

from portal.accounts import passkeys
from portal.accounts.actions.second_factor import drop_idle_codes, locked, write
from portal.accounts.actions.sign_ins import end_other_sign_ins
from portal.accounts.actors import actor_of
from portal.accounts.models import SignIn, User
from portal.accounts.policy import may_add_passkey, may_give_up
from portal.accounts.selectors import has_recovery_codes, passkey_row, passkeys_of, second_factors
from portal.ui.refusals import NotYours


@transaction.atomic
def add_passkey(*, user: User, sign_in: SignIn, name: str, credential: passkeys.Credential) -> bool:
    """It counts as a second factor from now on; every other sign-in ends. Whether recovery codes were made beside it.

    That the credential answers the question asked here is for the form to have judged.
    """
    locked(user.pk)
    if not may_add_passkey(len(passkeys_of(user))):
        raise NotYours
    data = passkeys.new_data(name, credential)
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)
    first_codes = not has_recovery_codes(user)
    RecoveryCodes.activate(user)
    sign_in.second_factor = True
    sign_in.save(update_fields=["second_factor"])
    end_other_sign_ins(user=user, keep=sign_in.pk)
    write(actor_of(user), user, "passkey_added", passkey=data["key"])
    return first_codes


@transaction.atomic
def rename_passkey(*, user: User, pk: UUID, name: str) -> None:
    """Another name for the same passkey."""
    locked(user.pk)
    row = passkey_row(user, pk)
    row.data = passkeys.with_name(row.data, name)
    row.save(update_fields=["data"])
    write(actor_of(user), user, "passkey_renamed", passkey=str(pk))


@transaction.atomic
def remove_passkey(*, user: User, sign_in: SignIn, pk: UUID) -> None:
    """It opens nothing any more, and every other sign-in ends: it may be gone with a phone. Staff keep one factor."""
    locked(user.pk)
    row = passkey_row(user, pk)
    if not may_give_up(user, factors=len(second_factors(user))):
        raise NotYours
    row.delete()
    drop_idle_codes(user)
    end_other_sign_ins(user=user, keep=sign_in.pk)
    write(actor_of(user), user, "passkey_removed", passkey=str(pk))


@transaction.atomic
def note_passkey_use(*, user: User, pk: UUID) -> None:
    """Somebody showed it: at the second step of a sign-in, or to show again who they are."""
    write(actor_of(user), user, "passkey_used", passkey=str(pk))
