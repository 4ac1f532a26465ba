"""What somebody fills in who looks at a decision again: one form a decision, with the fuller ones weighed first."""

from collections import Counter
from typing import Any

from django import forms

from portal.ui.forms import DateField, LongTextField, enter, select
from portal.ui.words_check import ChecksWords
from reconciliation.tracks.actions import Review
from reconciliation.tracks.facts import ELSEWHERE
from reconciliation.tracks.forms import VersionedForm
from reconciliation.tracks.models import WithheldItem
from reconciliation.tracks.parts import ReasonCode
from reconciliation.tracks.withholding_forms import WeighsForms

# What is kept back here; what somebody else holds has no paragraph to cover.
REASONS = [(code, label) for code, label in ReasonCode.choices if code not in ELSEWHERE]
ANSWER_LENGTH = 20_000


def _reason_field(label: str, choices: list[tuple[str, str]], *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", "Choose a reason"), *choices], required=required, error_messages=select("a reason")
    )


class DecisionForm(ChecksWords, WeighsForms, VersionedForm):
    """What every decision on a part asks. ``item`` is the version of the item that the page showed."""

    outcome = ""
    mark_optional = False
    word_fields: tuple[str, ...] = ("text",)

    item = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, item: WithheldItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whole_item = item

    @property
    def review(self) -> Review:
        """The decision as it was filled in."""
        said = self.cleaned_data
        return Review(
            outcome=self.outcome, reason=said.get("reason") or " ".join(self.considered.values()),
            text=said["text"], reason_code=self.code, considered=self.considered, covered=self.covered,
            best_interests=said.get("best_interests", ""), next_date=said.get("next_date"),
            kept_words=self.kept_words, elsewhere=said.get("elsewhere", ""), item=said["item"],
        )  # fmt: skip

    @property
    def code(self) -> str:
        """Why it is not shared in full."""
        return str(self.cleaned_data.get("reason_code", ""))

    @property
    def covered(self) -> dict[int, str]:
        """By paragraph, why it is covered."""
        return {}


def _before_the_item() -> LongTextField:
    return LongTextField(
        label="What do you want to say before it? (optional)", help_text="The family reads this, then the item.",
        required=False, rows=3, max_length=2000,
    )  # fmt: skip


class ReleaseForm(DecisionForm):
    """All of it."""

    outcome = "released"

    reason = LongTextField(
        label="Why can all of it be shared?", help_text="For the record. The family does not read this.", rows=3,
        max_length=2000, error_messages=enter("why all of it can be shared"),
    )  # fmt: skip
    text = _before_the_item()


class RedactForm(DecisionForm):
    """With paragraphs covered, each with its reason."""

    outcome = "redacted"
    weighs = ("full",)

    text = _before_the_item()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paragraphs = self.whole_item.paragraphs if self.whole_item else []
        self.numbers = range(1, len(paragraphs) + 1)
        for number, words in enumerate(paragraphs, start=1):
            cover = forms.BooleanField(label=f"Cover paragraph {number}", required=False)
            code = _reason_field(f"Why is paragraph {number} covered?", REASONS, required=False)
            # The page shows the paragraph above its box.
            cover.paragraph, cover.number = words, number  # type: ignore[attr-defined]
            self.fields |= {f"cover_{number}": cover, f"code_{number}": code}

    @property
    def covered(self) -> dict[int, str]:
        """By paragraph, why it is covered."""
        said = self.cleaned_data
        return {number: said[f"code_{number}"] for number in self.numbers if said.get(f"cover_{number}")}

    @property
    def code(self) -> str:
        """The reason of most of what is covered; each paragraph says its own."""
        return Counter(self.covered.values()).most_common(1)[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in self.numbers:
            if cleaned.get(f"cover_{number}"):
                self.ask_for(f"code_{number}", f"Select why paragraph {number} is covered")
            elif cleaned.get(f"code_{number}"):
                self.add_error(f"cover_{number}", f"Select that paragraph {number} is covered, or take its reason away")
        ticked = [number for number in self.numbers if cleaned.get(f"cover_{number}")]
        if self.numbers and not self.errors and not ticked:
            self.add_error("cover_1", "Select at least one paragraph to cover")
        if self.numbers and len(ticked) == len(self.numbers):
            self.add_error("cover_1", "This covers everything. Give a summary, or refuse with reasons")
        return cleaned


class SummaryForm(DecisionForm):
    """What it says, in fewer words."""

    outcome = "summary"
    weighs = ("full", "redacted")

    reason_code = _reason_field("Which reason keeps the rest back?", REASONS)
    text = LongTextField(
        label="The summary", help_text="The family reads exactly this.", rows=10, max_length=ANSWER_LENGTH,
        error_messages=enter("the summary"),
    )  # fmt: skip


class RefuseForm(DecisionForm):
    """Not in any form, with reasons."""

    outcome = "refused"
    weighs = ("full", "redacted", "summary")

    reason_code = _reason_field("Which reason keeps it back?", list(ReasonCode.choices))
    text = LongTextField(
        label="What do you tell the family?", help_text="The family reads exactly this.", rows=6,
        max_length=ANSWER_LENGTH, error_messages=enter("what you tell the family"),
    )  # fmt: skip
    elsewhere = LongTextField(
        label="Who holds it, or where can the family ask?",
        help_text="Needed where we do not hold it or it cannot be answered here.", required=False, rows=2,
        max_length=1000,
    )  # fmt: skip
    best_interests = LongTextField(
        label="Why is this best for the child?", help_text="For staff. The family does not read this.", rows=3,
        max_length=2000, error_messages=enter("why this is best for the child"),
    )  # fmt: skip
    next_date = DateField(
        label="When is it looked at again?", help_text="The family sees this date.", future=True,
        error_messages=enter("the date when it is looked at again"),
    )  # fmt: skip

    word_fields = ("text", "elsewhere")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason_code") in ELSEWHERE:
            self.ask_for("elsewhere", "Enter who holds it, or where the family can ask")
        return cleaned
