"""What staff fill in about promises and apologies."""

from typing import Any

from portal.ui.forms import ChoiceField, DateField, GovForm, LongTextField, TextField, enter, select
from portal.ui.words_check import ChecksWords
from reconciliation.tracks.models import HowGiven, Outcome

READS = "The family reads exactly this."
# To start from: it says sorry for what we did, and not for how anybody feels.
SORRY = "We are sorry. You trusted us to do this well, and we did not. It was our job, and we should have done it."


class PromiseForm(ChecksWords, GovForm):
    """What is promised, by whom and by when."""

    word_fields = ("what",)

    what = LongTextField(
        label="What do you promise?", rows=3, max_length=1000, error_messages=enter("what you promise"),
        help_text=f"{READS} Say it so that anybody can tell whether it was done: “We will post you the report.”",
    )  # fmt: skip
    owner_post = TextField(label="Who will do it? Their post", max_length=120, error_messages=enter("the post"))
    owner_name = TextField(label="Their name", max_length=120, error_messages=enter("the name"))
    due = DateField(
        label="By when?", future=True, error_messages=enter("the day by which it will be done"),
        help_text="After this day the family reads that it is not done yet, until you say what became of it.",
    )  # fmt: skip


class OutcomeForm(ChecksWords, GovForm):
    """What became of a promise; one that was not kept may be promised again."""

    word_fields = ("words", "again")

    outcome = ChoiceField(
        label="What became of it?", error_messages=select("what became of it"),
        choices=[(Outcome.KEPT.value, "It was kept"), (Outcome.BROKEN.value, "It was not kept")],
    )  # fmt: skip
    words = LongTextField(
        label="What was done, or what happens instead?", rows=4, max_length=2000,
        help_text=f"{READS} If it was not kept, say why not, and what you do now.",
        error_messages=enter("what was done, or what happens instead"),
    )  # fmt: skip
    again_by = DateField(
        label="If it was not kept, is it promised for another day?", future=True, required=False,
        help_text="The same person owes it. The family goes on to see that it was not kept by the first day.",
    )  # fmt: skip
    again = LongTextField(
        label="What is promised then?", rows=3, max_length=1000, required=False,
        help_text=f"{READS} Leave it empty if it is the same.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == Outcome.KEPT:
            cleaned |= {"again_by": None, "again": ""}
        elif cleaned.get("again"):
            self.ask_for("again_by", "Enter the other day")
        return cleaned


class ApologyForm(ChecksWords, GovForm):
    """An apology in the steps of candour."""

    word_fields = ("for_what", "enquiries", "sorry", "support")

    for_what = LongTextField(
        label="What happened", rows=6, max_length=8000, error_messages=enter("what happened"),
        help_text="The true account, as far as we know it today: what was done, and what should have been.",
    )  # fmt: skip
    enquiries = LongTextField(
        label="What we will still find out", rows=3, max_length=4000, required=False,
        help_text="And when they hear of it. Leave it empty if nothing is open.",
    )  # fmt: skip
    sorry = LongTextField(
        label="The words of sorry", rows=4, max_length=4000, error_messages=enter("the words of sorry"),
        help_text="Say sorry for what we did or did not do, in your own words.",
    )  # fmt: skip
    support = LongTextField(
        label="What support there is", rows=3, max_length=4000, error_messages=enter("what support there is"),
        help_text="What it is, and whom to call.",
    )  # fmt: skip
    by_post = TextField(label="Who says sorry? Their post", max_length=120, error_messages=enter("the post"))
    by_name = TextField(label="Their name", max_length=120, error_messages=enter("the name"))
    how_given = ChoiceField(
        label="How is it given?", choices=HowGiven.choices, error_messages=select("how it is given"),
        hints={HowGiven.HERE.value: "Better in person first, where the family wants it."},
    )  # fmt: skip
    given_on = DateField(
        label="When is it given?", error_messages=enter("the day on which it is given"),
        help_text="In writing: the family reads it here from the day on which it is approved.",
    )  # fmt: skip


class ReturnApologyForm(GovForm):
    """Why an apology goes back."""

    reason = LongTextField(
        label="What has to change, and why?", rows=5, max_length=4000, error_messages=enter("what has to change")
    )
