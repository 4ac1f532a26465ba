"""The forms of this room."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.roles import STAFF_ROLES, Role
from portal.ui.forms import ChoiceField, GovForm, GovFormMixin, TextField

LONGEST_ADDRESS = 254
LONGEST_NAME = 120
LONGEST_PASSWORD = 1000
# What to do, in place of Django's words for what went wrong.
WORDS = {
    "password_too_short": _("Password must be 12 characters or more"),
    "password_too_common": _("Choose a password that is harder to guess"),
    "password_too_similar": _("Choose a password that is not like your email address"),
}
STAFF_CHOICES = [(role.value, role.label) for role in Role if role in STAFF_ROLES]


class _SignInFields(LoginForm):  # type: ignore[misc]  # allauth has no types
    """allauth's form with our fields, before the house gives them its words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(
            label=_("Email address"),
            max_length=LONGEST_ADDRESS,
            widget=forms.EmailInput(attrs={"autocomplete": "username"}),
            error_messages={"required": _("Enter your email address")},
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            max_length=LONGEST_PASSWORD,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={"required": _("Enter your password")},
        )


class SignInForm(GovFormMixin, _SignInFields):
    """Address and password; allauth reads `next` from the request."""


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


class InviteForm(GovForm):
    """Who joins the staff, and as what."""

    name = TextField(label="Full name", max_length=LONGEST_NAME, error_messages={"required": "Enter their full name"})
    email = forms.EmailField(
        label="Email address",
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter their email address"},
    )
    role = ChoiceField(label="Role", choices=STAFF_CHOICES, error_messages={"required": "Select their role"})
    post_title = TextField(
        label="Post title",
        max_length=LONGEST_NAME,
        help_text="What families and records call them, for example Team manager",
        error_messages={"required": "Enter their post title"},
    )


class PostTitleForm(GovForm):
    """What someone is called in records from now on."""

    post_title = TextField(
        label="Post title", max_length=LONGEST_NAME, error_messages={"required": "Enter their post title"}
    )


class ActiveForm(GovForm):
    """Carries the wished state, so that a form sent twice does not switch back."""

    active = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")],
        coerce=lambda value: value == "yes",
        widget=forms.HiddenInput,
    )
