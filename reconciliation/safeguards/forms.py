"""The forms of this room, in the words of staff."""

from typing import Any

from django import forms

from portal.ui.forms import ChoiceField, DateField, GovForm, LongTextField, TextField, enter, select
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
CHECK_ERRORS = {
    "officer_role": "Enter the role of the officer you asked",
    "outcome": "Enter what they said",
    "next_check_due": "Enter the date of the next check",
}


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
    next_check_due = DateField(
        label="Date of the next check",
        future=True,
        required=False,
        help_text="Within 10 working days",
    )

    def clean(self) -> dict[str, Any]:
        """A status other than none needs its check, and a non-objection the place where it is kept."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("non_objection"):
            self.ask_for("non_objection_ref", "Enter who wrote it, when, and where it is kept")
        if self.has_check or cleaned.get("status") not in (None, "", Proceedings.NONE_KNOWN):
            self._require_check()
        due = cleaned.get("next_check_due")
        if due and due > latest_next_check():
            last = f"{latest_next_check():%-d %B %Y}"
            self.add_error("next_check_due", f"Date of the next check must be on or before {last}")
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

    def _require_check(self) -> None:
        for name, words in CHECK_ERRORS.items():
            self.ask_for(name, words)


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
