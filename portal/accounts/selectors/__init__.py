"""What this room shows: names for records, accounts, invitations, and where somebody is signed in."""

from portal.accounts.selectors.accounts import (
    PAGE_SIZE,
    account,
    account_of_address,
    accounts_page,
    demo_users,
    names_of,
)
from portal.accounts.selectors.invitations import hash_of, invitation_by, open_staff_invitations, still_open
from portal.accounts.selectors.second_factor import (
    APP,
    PASSKEY,
    account_with_second_factor,
    has_recovery_codes,
    has_second_factor,
    passkey,
    passkey_row,
    passkeys_of,
    recovery_codes,
    second_factors,
)
from portal.accounts.selectors.sign_ins import kept_for, kept_work, lasts, open_sign_in, sign_ins_of

__all__ = [
    "APP",
    "PAGE_SIZE",
    "PASSKEY",
    "account",
    "account_of_address",
    "account_with_second_factor",
    "accounts_page",
    "demo_users",
    "has_recovery_codes",
    "has_second_factor",
    "hash_of",
    "invitation_by",
    "kept_for",
    "kept_work",
    "lasts",
    "names_of",
    "open_sign_in",
    "open_staff_invitations",
    "passkey",
    "passkey_row",
    "passkeys_of",
    "recovery_codes",
    "second_factors",
    "sign_ins_of",
    "still_open",
]
