"""What people do to their own account."""

from typing import Any

from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms.entrance import LONGEST_PASSWORD, WRONG_CODE, code_field
from portal.accounts.models import User
from portal.ui.forms import GovForm
from portal.ui.refusals import TooOften


class CurrentPasswordForm(GovForm):
    """The password that one has; whether it is right is for the view to ask."""

    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password")},
    )


class FirstCodeForm(GovForm):
    """The first code that a new app shows: it proves that the app has the secret."""

    code = code_field(_("Code from the app"), _("Enter the code that the app shows"), _("It has 6 digits."))

    def __init__(self, *args: Any, user: User, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.secret = secret

    def clean_code(self) -> str:
        """Counted like any other try at a code."""
        try:
            forget_tries = check_rate_limit(self.user)
        except forms.ValidationError as error:
            raise TooOften from error
        code = str(self.cleaned_data["code"])
        if not validate_totp_code(self.secret, code):
            raise forms.ValidationError(WRONG_CODE, code="incorrect_code")
        forget_tries()
        return code
