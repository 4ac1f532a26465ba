"""What people without an account fill in, one thing a page, and what the duty team writes down."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.notifications.forms import phone_number
from portal.ui.forms import ChoiceField, GovForm, LongTextField, TextField, YesNoField, enter, select
from portal.ui.text import visible
from reconciliation.families.models import Person
from reconciliation.reception.models import CallOutcome, How, Reach
from reconciliation.tracks.question import QUESTION_LENGTH

OTHER_WAY = "other"
NOT_LISTED = "add"


class SafetyForm(GovForm):
    """Safety first. ``draft`` is drawn with the page: the same page sent again is the same draft."""

    unsafe = YesNoField(
        label=_("Is anyone unsafe right now?"),
        hints={"yes": str(_("Choose this if you are not sure too."))},
        error_messages={"required": _("Select yes if anyone is unsafe, or if you are not sure")},
    )
    draft = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)


class CarriesSecret(GovForm):
    """The pages after it carry the secret in the page itself: nothing else knows it."""

    secret = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)


class WriteForm(CarriesSecret):
    """The question, in their own words, once they have kept their code."""

    question = LongTextField(
        label=_("What do you want to ask?"),
        help_text=_("Use your own words. You can ask more than one thing."),
        max_length=QUESTION_LENGTH,
        error_messages={"required": _("Write what you want to ask")},
    )
    saved = ChoiceField(
        label=_("Have you kept your code?"),
        choices=[("yes", _("Yes, I have it")), (OTHER_WAY, _("No, I want to be emailed or called instead"))],
        error_messages={"required": _("Select if you have kept your code")},
    )


class ReachForm(CarriesSecret):
    """How, or whether, to reach them."""

    reach = ChoiceField(
        label=_("How can we tell you when there is something to read?"),
        choices=[
            (Reach.COME_BACK, _("Do not contact me. I will come back here with my code")),
            (Reach.EMAIL, _("Email me")),
            (Reach.CALL, _("Call me")),
        ],
        hints={
            Reach.EMAIL: str(_("A short email. It never says who we are or what it is about.")),
            Reach.CALL: str(_("You say when it is safe, and whether we may say who we are.")),
        },
        error_messages={"required": _("Select how we can tell you")},
    )

    def __init__(self, *args: Any, has_code: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_code:
            self.fields["reach"].choices = self.fields["reach"].choices[1:]  # type: ignore[attr-defined]


class EmailForm(CarriesSecret):
    """Where to email them."""

    address = forms.EmailField(
        label=_("Your email address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("If somebody else can read your email, go back and choose another way."),
        error_messages={"required": _("Enter your email address")},
    )  # fmt: skip


class CallMeForm(CarriesSecret):
    """Where and when to call them, and what may be said."""

    name = TextField(label=_("What should we call you?"), max_length=80, required=False, autocomplete="name")
    address = TextField(
        label=_("Your phone number"), max_length=40, autocomplete="tel",
        error_messages={"required": _("Enter your phone number")},
    )  # fmt: skip
    when = TextField(
        label=_("When is it safe to call?"), max_length=200,
        help_text=_("For example: weekdays after school, before 5pm."),
        error_messages={"required": _("Enter when it is safe to call")},
    )  # fmt: skip
    voicemail_ok = YesNoField(
        label=_("May we leave a voicemail?"), error_messages={"required": _("Select yes if we may leave a voicemail")}
    )
    may_say_who = YesNoField(
        label=_("May we say who we are, if someone else answers?"),
        error_messages={"required": _("Select yes if we may say who we are")},
    )

    def clean_address(self) -> str:
        """A number that can be called."""
        return phone_number(str(self.cleaned_data["address"]))


class ReturnForm(GovForm):
    """The reference and the code, as they were copied."""

    reference = TextField(
        label=_("Your reference"), max_length=40, help_text=_("8 letters and numbers, for example KDWM-7PR4."),
        error_messages={"required": _("Enter your reference")},
    )  # fmt: skip
    secret = TextField(
        label=_("Your code"), max_length=80, help_text=_("5 groups of 4. Capitals and dashes do not matter."),
        error_messages={"required": _("Enter your code")},
    )  # fmt: skip


class LostForm(GovForm):
    """The code is lost; the reference is enough for a code by email, or for a call."""

    reference = TextField(
        label=_("Your reference"), max_length=40, error_messages={"required": _("Enter your reference")}
    )
    way = ChoiceField(
        label=_("How do you want to come back?"),
        choices=[
            ("email", _("Send a code to the email address that I gave")),
            ("call", _("Call me on the number that I gave")),
        ],
        error_messages={"required": _("Select how you want to come back")},
    )


class MailedCodeForm(GovForm):
    """The code from the email."""

    code = forms.CharField(
        label=_("The 6 numbers in the email"), max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-10"}
        ),
        error_messages={"required": _("Enter the 6 numbers")},
    )  # fmt: skip


class CallForm(GovForm):
    """What came of a call."""

    outcome = ChoiceField(
        label="What came of it?", choices=CallOutcome.choices, error_messages=select("what came of it")
    )
    note = LongTextField(label="What was said", rows=5, required=False)

    def clean(self) -> dict[str, Any]:
        """Where they were spoken to it is written down."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == CallOutcome.SPOKE:
            self.ask_for("note", "Enter what was said")
        return cleaned


class SaidForm(GovForm):
    """What the asker says of who they are, and whether they agree."""

    name = TextField(label="Their name, as they say it", max_length=80, error_messages=enter("their name"))
    words = LongTextField(
        label="What do they say of who they are?", rows=5,
        help_text="Which child, what they are to the child, whom they have spoken to before. In their words.",
        error_messages=enter("what they say of who they are"),
    )  # fmt: skip
    how = ChoiceField(label="How did they say it?", choices=How.choices, error_messages=select("how they said it"))
    agrees = YesNoField(
        label="Do they agree that we tie this question to their family?",
        hints={
            "yes": "The safeguarding lead then looks for the family. You do not.",
            "no": "It stays with the duty team, and is answered all the same.",
        },
        error_messages=select("yes if they agree"),
    )


class FamilyForm(GovForm):
    """Whose question it is, by the reference of the family."""

    reference = TextField(
        label="The family’s reference", max_length=40,
        help_text="You find it through the family’s team or an incident.",
        error_messages=enter("the family’s reference"),
    )  # fmt: skip
    reason = LongTextField(
        label="Why do you open this family?", rows=3, error_messages=enter("why you open this family")
    )


class TieForm(GovForm):
    """Who of the family asked, and why the lead is sure."""

    person = ChoiceField(label="Who of this family asked?", error_messages=select("who asked"))
    reason = LongTextField(
        label="Why are you sure that it is this family?", rows=4,
        help_text="What they said, and what in the record agrees with it.",
        error_messages=enter("why you are sure"),
    )  # fmt: skip

    def __init__(self, *args: Any, people: list[Person], name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(str(person.pk), _listed(person)) for person in people]
        self.fields["person"].choices = [*listed, (NOT_LISTED, f"Nobody listed: add {visible(name)}")]  # type: ignore[attr-defined]


def _listed(person: Person) -> str:
    account = ". Has an account: they see it at once, and this cannot be taken back" if person.user_id else ""
    return f"{visible(person.name)}{account}"


class UntieForm(GovForm):
    """Why it was wrong."""

    reason = LongTextField(
        label="Why was it the wrong family?", rows=4, error_messages=enter("why it was the wrong family")
    )
