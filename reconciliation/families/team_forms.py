"""The administrator's forms about teams."""

from typing import Any

from django import forms

from portal.accounts.models import User
from portal.ui.forms import DateField, GovForm, TextField, YesNoField, enter, select
from reconciliation.families.forms import OnceForm
from reconciliation.families.selectors.teams import possible_member

NO_SUCH_MEMBER = "There is no caseworker or supervisor with this email address who can sign in"


class TeamForm(OnceForm):
    """A new team."""

    name = TextField(
        label="Name of the team",
        max_length=80,
        help_text="Families may see it, for example Harbour team",
        error_messages=enter("the name of the team"),
    )
    is_duty = YesNoField(
        label="Does it take questions from people without an account?",
        help_text="Such a team sees no families.",
        error_messages=select("yes if it takes questions from people without an account"),
    )


class ApproverForm(GovForm):
    """Whether a member approves answers."""

    approver = YesNoField(
        label="Do they approve answers?",
        help_text="Whoever approves sees all families of the team.",
        error_messages=select("yes if they approve answers"),
    )


class MemberForm(ApproverForm):
    """Who joins a team, from when and until when."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter their email address"},
    )
    since = DateField(label="First day", future=True, required=False, help_text="Leave it empty for today.")
    until = DateField(label="Last day", future=True, required=False, help_text="Leave it empty if there is none yet.")

    field_order = ("email", "approver", "since", "until")

    def clean_email(self) -> str:
        """Accounts are known by their address."""
        self.member = possible_member(self.cleaned_data["email"])
        if self.member is None:
            raise forms.ValidationError(NO_SUCH_MEMBER)
        return str(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "Last day must be the first day or later")
        return cleaned

    @property
    def user(self) -> User:
        """The account that was found."""
        assert self.member is not None  # noqa: S101  # the form is valid
        return self.member
