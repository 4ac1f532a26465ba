"""The forms of this room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import GovForm, LongTextField, TextField, enter

LONGEST = 10_000


class MessageForm(GovForm):
    """One message. The client id is drawn with the page, so that the same form sent twice is one message."""

    text = LongTextField(
        label=_("Your message"), rows=6, max_length=LONGEST, error_messages={"required": _("Enter your message")}
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput)


class SearchForm(GovForm):
    """Words to look for in one conversation."""

    words = TextField(
        label=_("Find words in this conversation"), error_messages={"required": _("Enter the words to find")}
    )


class LookForm(GovForm):
    """Why somebody who takes no part reads a conversation."""

    reason = LongTextField(
        label="Why do you need to read these messages?", rows=4, max_length=2000,
        help_text="Your reason stays on the record. The family sees that your role opened them, and on which day.",
        error_messages=enter("why you need to read these messages"),
    )  # fmt: skip
