"""The forms of this room."""

from portal.accounts.forms.entrance import AddressForm, AppCodeForm, CodeForm, PasswordForm, SignInForm
from portal.accounts.forms.own import CurrentPasswordForm, FirstCodeForm
from portal.accounts.forms.people import ActiveForm, InviteForm, PostTitleForm

__all__ = [
    "ActiveForm",
    "AddressForm",
    "AppCodeForm",
    "CodeForm",
    "CurrentPasswordForm",
    "FirstCodeForm",
    "InviteForm",
    "PasswordForm",
    "PostTitleForm",
    "SignInForm",
]
