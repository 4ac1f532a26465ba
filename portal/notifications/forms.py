"""The questions of safe contact, one thing a page."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.notifications.described import hour
from portal.notifications.words import OUTSIDE, Channel, Day, Format, SubjectStyle, Wording
from portal.ui.forms import ChoiceField, GovForm, LongTextField, MultipleChoiceField, TextField, YesNoField

LONGEST_ADDRESS = 254
FEWEST_DIGITS = 9
HOURS = [dt.time(hours) for hours in range(6, 23)]


class ReachForm(GovForm):
    """The channel; what was ruled out cannot be chosen."""

    def __init__(self, *args: Any, ruled_out: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"] = ChoiceField(
            label=_("How should we tell you that something is here for you?"),
            choices=[choice for choice in Channel.choices if choice[0] not in ruled_out],
            hints={
                Channel.EMAIL: str(_("A short email. It never says who we are or what it is about.")),
                Channel.SMS: str(_("Your worker sends it by hand.")),
                Channel.PHONE: str(_("Your worker calls you.")),
                Channel.POST: str(_("Your worker writes to you.")),
            },
            error_messages={"required": _("Select how we should tell you"), "invalid_choice": _("Select another way")},
        )


def _address_field(channel: str) -> forms.Field:
    if channel == Channel.EMAIL:
        return forms.EmailField(
            label=_("Email address"), max_length=LONGEST_ADDRESS,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            error_messages={"required": _("Enter your email address")},
        )  # fmt: skip
    if channel == Channel.POST:
        return LongTextField(
            label=_("Postal address"), rows=4, max_length=500,
            error_messages={"required": _("Enter your postal address")},
        )  # fmt: skip
    return TextField(
        label=_("Phone number"), max_length=40, autocomplete="tel",
        error_messages={"required": _("Enter your phone number")},
    )  # fmt: skip


def phone_number(typed: str) -> str:
    """As typed, with enough digits to be one."""
    if sum(sign.isdecimal() for sign in typed) < FEWEST_DIGITS:
        raise forms.ValidationError(_("Enter a phone number, like 07700 900 123"))
    return typed


class AddressForm(GovForm):
    """The address of the chosen channel."""

    tell_old = YesNoField(
        label=_("Is it safe to send one more message to your old address?"),
        help_text=_("It says the same as every message. Say no if someone else may read it."),
        error_messages={"required": _("Select yes if your old address is safe")},
    )
    field_order = ("address", "tell_old")

    def __init__(self, *args: Any, channel: str, has_old: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel = channel
        self.fields["address"] = _address_field(channel)
        if not has_old:
            del self.fields["tell_old"]
        self.order_fields(self.field_order)

    def clean_address(self) -> str:
        """As typed; a phone number has enough digits to be one."""
        address = str(self.cleaned_data["address"])
        return phone_number(address) if self.channel in {Channel.SMS, Channel.PHONE} else address


class PrivateForm(GovForm):
    is_private = YesNoField(
        label=_("Are you the only one who can see or hear it?"),
        error_messages={"required": _("Select yes if only you can see or hear it")},
    )
    who_else_sees_it = TextField(label=_("If not, who else might?"), required=False)


class DaysForm(GovForm):
    safe_days = MultipleChoiceField(
        label=_("On which days is it safe?"),
        choices=Day.choices,
        error_messages={"required": _("Select at least one day")},
    )


def _hour_field(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=[("", _("Any time")), *((time.isoformat(), hour(time)) for time in HOURS)],
        coerce=dt.time.fromisoformat, empty_value=None, required=False,
    )  # fmt: skip


class TimesForm(GovForm):
    """From when to when; both or neither."""

    mark_optional = False
    safe_from = _hour_field(_("From"))
    safe_to = _hour_field(_("To"))

    def clean(self) -> dict[str, Any]:
        """Two hours in their order, or none."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("safe_from"), cleaned.get("safe_to")
        if (start is None) != (end is None):
            self.add_error("safe_from" if start is None else "safe_to", _("Select both times, or any time for both"))
        elif start is not None and end is not None and end <= start:
            self.add_error("safe_to", _("The second time must be later than the first"))
        return cleaned


class CallsForm(GovForm):
    voicemail_ok = YesNoField(
        label=_("May we leave a voicemail?"), error_messages={"required": _("Select yes if we may leave a voicemail")}
    )
    may_say_service_name = YesNoField(
        label=_("May we say who we are, if someone else answers?"),
        error_messages={"required": _("Select yes if we may say who we are")},
    )


class WordsForm(GovForm):
    wording = ChoiceField(
        label=_("What should the email say?"),
        choices=Wording.choices,
        error_messages={"required": _("Select what the email should say")},
    )
    subject_style = ChoiceField(
        label=_("What should its subject line say?"),
        choices=SubjectStyle.choices,
        error_messages={"required": _("Select what the subject line should say")},
    )


class CodeWordForm(GovForm):
    mark_optional = False
    code_word = TextField(
        label=_("Choose a code word"),
        max_length=60,
        required=False,
        help_text=_("We ask for it on the phone, so that we know it is you. Leave this empty to have none."),
    )


class CallerWordForm(GovForm):
    """What somebody says on the phone."""

    code_word = TextField(
        label="Which code word do they say?",
        max_length=60,
        autocomplete="off",
        error_messages={"required": "Enter the word that they say"},
    )


class FormatForm(GovForm):
    format = ChoiceField(
        label=_("In which format do you want to be told things?"),
        choices=Format.choices,
        error_messages={"required": _("Select a format")},
    )


class LanguageForm(GovForm):
    language = ChoiceField(
        label=_("In which language do you want to be told things?"),
        choices=settings.LANGUAGES,
        error_messages={"required": _("Select a language")},
    )


class NeverUseForm(GovForm):
    mark_optional = False
    channels = MultipleChoiceField(
        label=_("What must we never use?"),
        choices=[(channel.value, channel.label) for channel in OUTSIDE],
        required=False,
        help_text=_("This counts at once. We tell nobody."),
    )
