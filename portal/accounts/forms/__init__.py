"""The forms of this room."""

from portal.accounts.forms.entrance import AddressForm, CodeForm, PasswordForm, SignInForm
from portal.accounts.forms.own import CurrentPasswordForm, FirstCodeForm
from portal.accounts.forms.passkeys import NewPasskeyForm, PasskeyNameForm
from portal.accounts.forms.people import ActiveForm, InviteForm, PostTitleForm
from portal.accounts.forms.second_step import AppCodeForm

__all__ = [
    "ActiveForm",
    "AddressForm",
    "AppCodeForm",
    "CodeForm",
    "CurrentPasswordForm",
    "FirstCodeForm",
    "InviteForm",
    "NewPasskeyForm",
    "PasskeyNameForm",
    "PasswordForm",
    "PostTitleForm",
    "SignInForm",
]
