"""The administrator's forms."""

from django import forms

from portal.accounts.forms.entrance import LONGEST_ADDRESS
from portal.accounts.roles import STAFF_ROLES, Role
from portal.ui.forms import ChoiceField, GovForm, TextField

LONGEST_NAME = 120
STAFF_CHOICES = [(role.value, role.label) for role in Role if role in STAFF_ROLES]


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
