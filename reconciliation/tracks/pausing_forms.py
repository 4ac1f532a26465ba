"""What a worker fills in to pause a question."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError

from portal.ui.forms import ChoiceField, DateField, LongTextField, enter, select
from portal.ui.words_check import ChecksWords
from portal.workflow import clock
from reconciliation.tracks.ending_forms import FAMILY_READS, how_field
from reconciliation.tracks.forms import VersionedForm
from reconciliation.tracks.gates import LATEST_REVIEW_DAYS
from reconciliation.tracks.models import PauseReason

REASONS = [
    (value, "The family asked for it by phone or face to face" if value == PauseReason.FAMILY_REQUEST else label)
    for value, label in PauseReason.choices
]


class PauseForm(ChecksWords, VersionedForm):
    """Why it waits, until when, and what the family was told."""

    word_fields = ("told",)

    reason = ChoiceField(
        label="Why does it have to wait?", choices=REASONS, error_messages=select("why it has to wait")
    )
    asked_on = DateField(label="If the family asked, on which day?", past=True, required=False)
    review_on = DateField(
        label="When do you look at it again?",
        future=True,
        error_messages=enter("the day on which you look at it again"),
    )
    why = LongTextField(
        label="What is the reason, in full?", help_text="For the record. The family does not read this.", rows=4,
        error_messages=enter("the reason in full"),
    )  # fmt: skip
    told = LongTextField(
        label="What did you tell the family?",
        help_text=f"{FAMILY_READS} For safety, a court order, an agreement, somebody’s ability to decide and a conflict"
        " of interest it stays in the record: there the family reads one sentence of ours, always the same."
        " Do not tell them more by phone either.",
        rows=4,
        error_messages=enter("what you told the family"),
    )
    how = how_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest = clock.add_working_days(clock.today(), LATEST_REVIEW_DAYS)
        self.fields["review_on"].help_text = f"On or before {self.latest:%-d %B %Y}."

    def clean_review_on(self) -> dt.date:
        """Within the days of the rule."""
        day: dt.date = self.cleaned_data["review_on"]
        if not clock.today() < day <= self.latest:
            raise ValidationError(f"The date must be after today and on or before {self.latest:%-d %B %Y}")
        return day

    def clean(self) -> dict[str, Any]:
        """A pause in the family's name says when they asked."""
        cleaned = super().clean() or {}
        if cleaned.get("reason") == PauseReason.FAMILY_REQUEST:
            self.ask_for("asked_on", "Enter the day on which the family asked")
        return cleaned

    @property
    def reason_in_full(self) -> str:
        """The reason for the record, with the day on which the family asked where they did."""
        asked: dt.date | None = self.cleaned_data["asked_on"]
        by_family = asked is not None and self.cleaned_data["reason"] == PauseReason.FAMILY_REQUEST
        why: str = self.cleaned_data["why"]
        return f"The family asked on {asked:%-d %B %Y}. {why}" if by_family else why
