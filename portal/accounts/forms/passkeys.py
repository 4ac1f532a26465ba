"""What is asked about a passkey: its name, and what the browser made."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts import passkeys
from portal.ui.forms import GovForm, TextField

LONGEST_NAME = 60


class PasskeyNameForm(GovForm):
    """A name of one's own."""

    name = TextField(
        label=_("Name of the passkey"),
        max_length=LONGEST_NAME,
        help_text=_("So that you know it again later. For example, my blue phone."),
        error_messages={"required": _("Enter a name for the passkey")},
    )


class NewPasskeyForm(PasskeyNameForm):
    """A name, and the passkey that the page's script had the browser make."""

    credential = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any]:
        """Judged only once there is a name: each question is good for one answer."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "name" in cleaned:
            made = passkeys.made(self.request, cleaned.get("credential", ""))
            if made is None:
                raise forms.ValidationError(_("No passkey was made. Try again, or use codes from an app"))
            cleaned["credential"] = made
        return cleaned
