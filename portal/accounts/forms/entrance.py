"""What is asked of whoever comes in: address, password, code."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.core.internal.cryptokit import compare_user_code
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.ui.forms import GovForm, GovFormMixin, TextField

LONGEST_ADDRESS = 254
LONGEST_PASSWORD = 1000
LONGEST_CODE = 40
WRONG_CODE = _("Check the code. It is wrong, was used before or is too old")
# What to do, in place of Django's words for what went wrong.
WORDS = {
    "password_too_short": _("Password must be 12 characters or more"),
    "password_too_common": _("Choose a password that is harder to guess"),
    "password_too_similar": _("Choose a password that is not like your email address"),
}


def address_field() -> forms.EmailField:
    """One's own address."""
    return forms.EmailField(
        label=_("Email address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": _("Enter your email address")},
    )


def code_field(label: Any, required: Any, help_text: Any = "") -> TextField:
    """A code; blanks and dashes in it do not matter."""
    return TextField(
        label=label,
        max_length=LONGEST_CODE,
        help_text=help_text,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "govuk-input--width-10"}
        ),
        error_messages={"required": required},
    )


class _SignInFields(LoginForm):  # type: ignore[misc]  # allauth has no types
    """allauth's form with our fields, before the house gives them its words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = address_field()
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            max_length=LONGEST_PASSWORD,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={"required": _("Enter your password")},
        )


class SignInForm(GovFormMixin, _SignInFields):
    """Address and password; allauth reads `next` from the request."""


class AddressForm(GovForm):
    """Where a code goes."""

    email = address_field()

    def clean_email(self) -> str:
        """As addresses are kept."""
        return str(self.cleaned_data["email"]).strip().lower()


class CodeForm(GovForm):
    """The code of an e-mail. Where none was sent, no code is the right one."""

    code = code_field(_("Code"), _("Enter the code from the email"), _("It has 6 digits."))

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_code(self) -> str:
        """Compared in constant time."""
        code = str(self.cleaned_data["code"])
        if not compare_user_code(actual=code, expected=self.expected):
            raise forms.ValidationError(WRONG_CODE, code="incorrect_code")
        return code


class PasswordForm(GovForm):
    """One password, judged by length and a list of common ones; it can be pasted, and is asked for once."""

    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        help_text=_("Use at least 12 characters. Three random words are easy to remember and hard to guess."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter a password")},
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        """The rules of the settings, among them that it is not the address."""
        password = str(self.cleaned_data["password"])
        try:
            validate_password(password, user=User(email=self.email))
        except forms.ValidationError as error:
            raise forms.ValidationError([WORDS.get(one.code or "", one) for one in error.error_list]) from error
        return password
