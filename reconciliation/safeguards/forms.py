"""The forms of this room, in the words of staff."""

from typing import Any

from django import forms

from portal.ui.forms import ChoiceField, DateField, GovForm, LongTextField, TextField, YesNoField, enter, select
from portal.workflow import clock
from reconciliation.families.forms import OnceForm
from reconciliation.safeguards.actions import latest_next_check
from reconciliation.safeguards.words import (
    BY_SOMEBODY_ELSE,
    Format,
    HowMet,
    Language,
    Proceedings,
    ScreenOutcome,
)

CHECK_FIELDS = ("officer_role", "officer_ref", "outcome", "next_check_due")
WHOM, SAID = "Enter the role of the officer you asked", "Enter what they said"
NEXT_CHECK_HELP = "Within 10 working days. Leave it empty for the last of them."


class ScreenForm(GovForm):
    """The safeguarding screen."""

    outcome = ChoiceField(
        label="What did you find, and what did you do?",
        choices=ScreenOutcome.choices,
        error_messages=select("what you found"),
    )
    contact_outcome = LongTextField(
        label="What did MASH or the police say?",
        rows=4,
        max_length=4000,
        required=False,
        help_text="Who you spoke to, when, and what they will do. Leave it empty where there is no immediate risk.",
    )
    reason = LongTextField(
        label="Why, and what did you tell the family?",
        rows=5,
        max_length=4000,
        error_messages=enter("why, and what you told the family"),
    )

    def clean(self) -> dict[str, Any]:
        """Whoever was contacted said something."""
        cleaned = super().clean() or self.cleaned_data
        contacted = cleaned.get("outcome") not in (None, "", ScreenOutcome.NO_IMMEDIATE_RISK)
        if contacted:
            self.ask_for("contact_outcome", "Enter what MASH or the police said")
        return cleaned


class ProceedingsForm(GovForm):
    """Where police and court work stands, and the check that says so."""

    status = ChoiceField(
        label="Where does police or court work stand?",
        choices=Proceedings.choices,
        error_messages=select("where police or court work stands"),
    )
    note = LongTextField(label="What do we know?", rows=4, max_length=4000, required=False)
    non_objection = forms.BooleanField(
        label="Police or prosecutors wrote that they do not object to telling the family what happened",
        required=False,
    )
    non_objection_ref = TextField(label="Who wrote it, when, and where it is kept", max_length=400, required=False)
    officer_role = TextField(
        label="Role of the officer you asked",
        max_length=120,
        required=False,
        help_text="For example, officer in the case. Not needed where there is none that we know of.",
    )
    officer_ref = TextField(label="Their reference", max_length=200, required=False)
    outcome = LongTextField(label="What did they say?", rows=4, max_length=4000, required=False)
    next_check_due = DateField(label="Date of the next check", future=True, required=False, help_text=NEXT_CHECK_HELP)

    def clean(self) -> dict[str, Any]:
        """A status other than none needs its check, none has nobody to ask, and a non-objection is kept somewhere."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("non_objection"):
            self.ask_for("non_objection_ref", "Enter who wrote it, when, and where it is kept")
        if cleaned.get("status") == Proceedings.NONE_KNOWN:
            for name in (name for name in CHECK_FIELDS if cleaned.get(name)):
                self.add_error(name, "Leave this empty where there is none that we know of")
        elif cleaned.get("status"):
            self.ask_for("officer_role", WHOM)
            self.ask_for("outcome", SAID)
        within_the_rule(self)
        return cleaned

    @property
    def has_check(self) -> bool:
        """Whether anything was said of a check."""
        return any(self.cleaned_data.get(name) for name in CHECK_FIELDS)

    @property
    def status_answers(self) -> dict[str, Any]:
        """What the status says."""
        return {name: value for name, value in self.cleaned_data.items() if name not in CHECK_FIELDS}

    @property
    def check_answers(self) -> dict[str, Any]:
        """What the check says."""
        return {name: self.cleaned_data[name] for name in CHECK_FIELDS}


class CheckForm(OnceForm):
    """One check with police or court, answered or not."""

    answered = YesNoField(label="Did they answer?", error_messages=select("yes if they answered"))
    officer_role = TextField(
        label="Role of the officer you asked",
        max_length=120,
        help_text="For example, officer in the case",
        error_messages={"required": WHOM},
    )
    officer_ref = TextField(label="Their reference", max_length=200, required=False)
    outcome = LongTextField(
        label="What did they say?",
        rows=4,
        max_length=4000,
        required=False,
        help_text="Where they did not answer, say how you tried.",
    )
    next_check_due = DateField(
        label="Date of the next check",
        future=True,
        required=False,
        initial=latest_next_check,
        help_text=NEXT_CHECK_HELP,
    )

    def clean(self) -> dict[str, Any]:
        """Whoever answered said something."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answered"):
            self.ask_for("outcome", SAID)
        within_the_rule(self)
        return cleaned


class EscalationForm(OnceForm):
    """A chase without an answer was taken to the partnership contact."""

    taken_on = DateField(
        label="When was it taken to them?",
        past=True,
        initial=clock.today,
        error_messages=enter("the date when it was taken to them"),
    )
    note = LongTextField(label="What did you ask them to do?", rows=4, max_length=4000, required=False)


def within_the_rule(form: GovForm) -> None:
    """The next check comes within ten working days."""
    due = form.cleaned_data.get("next_check_due")
    if due and due > latest_next_check():
        last = f"{latest_next_check():%-d %B %Y}"
        form.add_error("next_check_due", f"Date of the next check must be on or before {last}")


class NeedForm(GovForm):
    """How a person needs to be told something."""

    language = ChoiceField(
        label="Which language do they need?",
        choices=Language.choices,
        initial=Language.ENGLISH,
        widget=forms.Select,
        error_messages=select("the language they need"),
    )
    format = ChoiceField(
        label="Which format do they need?",
        choices=Format.choices,
        initial=Format.STANDARD,
        error_messages=select("the format they need"),
    )


class NeedMetForm(GovForm):
    """How the need was met for one question."""

    how = ChoiceField(label="How do they get it?", choices=HowMet.choices, error_messages=select("how they get it"))
    interpreter = TextField(
        label="Name of the interpreter or translator, and who sent them",
        max_length=200,
        required=False,
    )
    conflict_checked = forms.BooleanField(
        label="I asked them about links with anybody involved, and there are none",
        required=False,
        help_text="The answer cannot go until an interpreter or a translator was asked.",
    )

    def clean(self) -> dict[str, Any]:
        """Somebody from outside has a name."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("how") in BY_SOMEBODY_ELSE:
            self.ask_for("interpreter", "Enter the name of the interpreter or translator")
        return cleaned
