"""The forms of this room, in the words of staff."""

import re
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.ui.forms import (
    ChoiceField,
    DateField,
    GovForm,
    LongTextField,
    TextField,
    YesNoField,
    enter,
    select,
)
from portal.ui.voice import EMAIL_FORMAT
from reconciliation.families.models import (
    ConflictKind,
    ContactKind,
    ParentalResponsibility,
    RelationBasis,
    RelationKind,
    Side,
    SideBasis,
    Team,
)

PHONE = re.compile(r"\+?[\d\s()\-]{7,25}")


class OnceForm(GovForm):
    """A form that makes one row however often it is sent: the row's id is drawn with the page."""

    pk = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


class DetailsForm(GovForm):
    """Whose family this is, and whether anybody else holds a record of it."""

    side = ChoiceField(
        label="Which child does this family belong to?",
        choices=[choice for choice in Side.choices if choice[0] != Side.UNKNOWN],
        error_messages=select("which child this family belongs to"),
    )
    side_basis = ChoiceField(
        label="How do we know?",
        choices=SideBasis.choices,
        error_messages=select("how we know"),
    )
    known_to_social_care = YesNoField(
        label="Is the family known to social care?",
        help_text="No is a normal answer. It does not hold anything up.",
        error_messages=select("yes if the family is known to social care"),
    )
    external_system = TextField(
        label="Other case system",
        max_length=80,
        required=False,
        help_text="If another system holds a record. Only staff see this.",
    )
    external_ref = TextField(label="Reference in that system", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """A reference means nothing without its system."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("external_ref"):
            self.ask_for("external_system", "Enter the name of the other case system")
        return cleaned


class EngagementForm(OnceForm, DetailsForm):
    """A new engagement; the team is asked for only where the supervisor has several."""

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(team.pk): team for team in teams}
        if len(teams) > 1:
            self.fields["team"] = ChoiceField(
                label="Team",
                choices=[(pk, team.name) for pk, team in self.teams.items()],
                error_messages=select("a team"),
            )
            self.order_fields(["team"])

    @property
    def team(self) -> Team:
        """The chosen team, or the only one."""
        return self.teams[self.cleaned_data.get("team") or next(iter(self.teams))]

    @property
    def details(self) -> dict[str, Any]:
        """What the engagement says of itself, without the team."""
        return {name: value for name, value in self.cleaned_data.items() if name != "team"}


class ChildForm(GovForm):
    """A child of this family."""

    name = TextField(
        label="Full name",
        max_length=120,
        help_text="As the family writes it",
        error_messages=enter("the child's full name"),
    )
    birth_date = DateField(
        label="Date of birth",
        past=True,
        help_text="For example, 27 3 2014",
        error_messages=enter("the child's date of birth"),
    )


class AdultForm(GovForm):
    """An adult of this family."""

    name = TextField(
        label="Full name",
        max_length=120,
        help_text="As they write it themselves",
        error_messages=enter("the adult's full name"),
    )
    birth_date = DateField(
        label="Date of birth",
        past=True,
        required=False,
        help_text="For example, 27 3 1984",
    )


class AddChildForm(OnceForm, ChildForm):
    """One more child."""


class AddAdultForm(OnceForm, AdultForm):
    """One more adult."""


class SiblingForm(GovForm):
    """What one child is to another."""

    kind = ChoiceField(
        label="Relation",
        choices=[
            (kind.value, kind.label)
            for kind in (RelationKind.SIBLING, RelationKind.OTHER_RELATIVE, RelationKind.SUPPORTER)
        ],
        error_messages=select("the relation"),
    )


class RelationForm(GovForm):
    """What an adult is to a child, and whether they hold parental responsibility."""

    kind = ChoiceField(label="Relation", choices=RelationKind.choices, error_messages=select("the relation"))
    parental_responsibility = ChoiceField(
        label="Do they have parental responsibility?",
        help_text="Say what is known, not what is likely. Foster carers and most step-parents do not.",
        choices=ParentalResponsibility.choices,
        error_messages=select("yes if they have parental responsibility"),
    )
    basis = ChoiceField(
        label="What shows it?",
        choices=RelationBasis.choices,
        initial=RelationBasis.NOT_SEEN,
        widget=forms.Select,
        error_messages=select("what shows it"),
    )


class ContactForm(OnceForm):
    """One way of reaching a person."""

    kind = ChoiceField(
        label="Kind of contact",
        choices=ContactKind.choices,
        error_messages=select("the kind of contact"),
    )
    value = LongTextField(
        label="Contact detail",
        rows=4,
        max_length=400,
        error_messages=enter("the contact detail"),
    )

    def clean(self) -> dict[str, Any]:
        """A phone has digits, an email address its form; an address is whatever they say it is."""
        cleaned = super().clean() or self.cleaned_data
        value = str(cleaned.get("value", "")).strip()
        if value and cleaned.get("kind") == ContactKind.PHONE and not PHONE.fullmatch(value):
            self.add_error("value", "Enter a phone number, like 01632 960 001 or +44 7700 900 982")
        if value and cleaned.get("kind") == ContactKind.EMAIL:
            try:
                validate_email(value)
            except ValidationError:
                self.add_error("value", EMAIL_FORMAT)
        return {**cleaned, "value": value}


class InviteForm(GovForm):
    """The address with which a person will sign in."""

    email = forms.EmailField(
        label="Their own email address",
        max_length=254,
        help_text="One that only they can open. Never a parent's for a young person.",
        error_messages=enter("their email address"),
    )

    def __init__(self, *args: Any, young: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if young:
            self.fields["younger_confirmed"] = forms.BooleanField(
                label="I confirm that this child may have their own account",
                help_text="They are under 13, or their age is not known.",
                error_messages={"required": "Confirm that this child may have their own account"},
            )


class ConflictForm(GovForm):
    """An interest of one's own in a family."""

    kind = ChoiceField(
        label="What is the conflict of interest?",
        choices=ConflictKind.choices,
        error_messages=select("what the conflict of interest is"),
    )
    note = LongTextField(label="Anything your supervisor should know", max_length=2000, rows=4, required=False)


class IncidentForm(OnceForm):
    """A new incident."""

    note = LongTextField(
        label="What this is about",
        max_length=2000,
        rows=5,
        required=False,
        help_text="Only safeguarding leads read this.",
    )


class ReferenceForm(GovForm):
    """One family by its exact reference."""

    reference = TextField(
        label="Reference of the family",
        max_length=40,
        help_text="Two groups of four, for example QK7M-4TRX",
        error_messages=enter("the reference of the family"),
    )


class ReasonForm(GovForm):
    """Why the safeguarding lead looks at a family."""

    reason = LongTextField(
        label="Why do you need to see this family?",
        max_length=2000,
        rows=5,
        help_text="Your reason is kept on the record.",
        error_messages=enter("why you need to see this family"),
    )


class ReferenceAndReasonForm(ReferenceForm, ReasonForm):
    """A family by its reference, and why."""

    field_order = ["reference", "reason"]
