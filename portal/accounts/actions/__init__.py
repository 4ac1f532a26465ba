"""What can be done to accounts, invitations and sign-ins: each names whose it is and goes on the record."""

from portal.accounts.actions.accounts import change_password, set_active, set_post_title
from portal.accounts.actions.invitations import accept, accept_as, fits, invite, revoke
from portal.accounts.actions.passkeys import add_passkey, note_passkey_use, remove_passkey, rename_passkey
from portal.accounts.actions.second_factor import (
    make_recovery_codes,
    set_up_second_factor,
    stop_second_factor,
    take_off_second_factor,
)
from portal.accounts.actions.sign_ins import (
    begin_sign_in,
    end_other_sign_ins,
    end_own_sign_in,
    end_sign_in,
    forget_work,
    keep_work,
    prove,
    see,
)

__all__ = [
    "accept",
    "accept_as",
    "add_passkey",
    "begin_sign_in",
    "change_password",
    "end_other_sign_ins",
    "end_own_sign_in",
    "end_sign_in",
    "fits",
    "forget_work",
    "invite",
    "keep_work",
    "make_recovery_codes",
    "note_passkey_use",
    "prove",
    "remove_passkey",
    "rename_passkey",
    "revoke",
    "see",
    "set_active",
    "set_post_title",
    "set_up_second_factor",
    "stop_second_factor",
    "take_off_second_factor",
]
