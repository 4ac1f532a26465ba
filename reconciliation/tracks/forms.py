"""What people fill in about a question."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import (
    ChoiceField,
    DateField,
    GovForm,
    LongTextField,
    MultipleChoiceField,
    TextField,
    YesNoField,
    enter,
    select,
)
from portal.ui.refusals import OutOfDate
from portal.ui.text import visible
from portal.ui.words_check import ChecksWords
from reconciliation.families.models import Person
from reconciliation.families.wall_forms import ReadersForm
from reconciliation.tracks.models import QuestionPart
from reconciliation.tracks.parts import InfoClass, PartStatus, ReasonCode
from reconciliation.tracks.question import QUESTION_LENGTH

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _both(words: "StrOrPromise") -> dict[str, Any]:
    """One whole sentence, which can be translated, for whatever is missing."""
    return {"required": words, "invalid_choice": words}


class VersionedForm(GovForm):
    """A form that holds on to the version of the question that its page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=True)

    @property
    def seen(self) -> int:
        """The version, once the form was sent. A page without one is not ours to trust: it is out of date."""
        self.full_clean()
        if "version" in self.errors:
            raise OutOfDate()
        return int(self.cleaned_data["version"])


class QuestionForm(GovForm):
    """The question itself, in the family's own words."""

    question = LongTextField(
        label=_("What do you want to ask?"),
        help_text=_("Use your own words. You can ask more than one thing. We will split it into parts with you."),
        max_length=QUESTION_LENGTH,
        error_messages=_both(_("Enter your question")),
    )


class AboutForm(GovForm):
    """Someone who belongs to two engagements says which one it is about."""

    about = ChoiceField(label=_("Who is this about?"), error_messages=_both(_("Select who this is about")))

    def __init__(self, *args: Any, children: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = children  # type: ignore[attr-defined]


class OnBehalfForm(QuestionForm):
    """A worker writes down what a member of the family asked by phone, letter or face to face."""

    asker = ChoiceField(label="Who asked?", error_messages=select("who asked"))
    field_order = ("asker", "question")

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asker"].choices = [(str(p.pk), visible(p.name)) for p in people]  # type: ignore[attr-defined]
        self.fields["question"].label = "What did they ask?"
        self.fields["question"].help_text = "In their own words, as far as you can."


class ConfirmWordingForm(VersionedForm):
    """Is this what you are asking?"""

    right = YesNoField(
        label=_("Is this what you are asking?"), error_messages=_both(_("Select yes if this is what you are asking"))
    )
    instead = LongTextField(
        label=_("If not, what would you change?"), required=False, rows=4, max_length=QUESTION_LENGTH
    )

    wording = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def wording_seen(self) -> int:
        """The version of the wording that was read; a page without one confirms nothing."""
        return self.cleaned_data.get("wording") or 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("right") is False:
            self.ask_for("instead", _("Tell us what you would change"))
        return cleaned


class ReplyForm(VersionedForm):
    """Part by part: this does or does not answer me."""

    def __init__(self, *args: Any, parts: list[QuestionPart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            self.fields[f"part_{part.number}"] = YesNoField(
                label=_("%(number)d. %(wording)s Does this answer you?")
                % {"number": part.number, "wording": visible(part.wording)},
                error_messages=_both(_("Select yes if part %(number)d answers you") % {"number": part.number}),
            )
            self.fields[f"missing_{part.number}"] = LongTextField(
                label=_("If not, what is missing?"), required=False, rows=3, max_length=QUESTION_LENGTH
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for part in self.parts:
            if cleaned.get(f"part_{part.number}") is False:
                self.ask_for(f"missing_{part.number}", _("Tell us what is missing"))
        return cleaned


class ReviewForm(VersionedForm):
    """What somebody new should look at."""

    missing = LongTextField(
        label=_("What should we look at again, and why?"), rows=5, max_length=QUESTION_LENGTH,
        error_messages=_both(_("Enter what we should look at again")),
    )  # fmt: skip


class ShareForm(ReadersForm):
    """Who else of the family reads along."""

    people = MultipleChoiceField(
        label=_("Who else can read this question and its answer?"),
        help_text=_("Leave all boxes empty to keep it private. You can change this at any time."),
        required=False,
    )


class RestateForm(ChecksWords, GovForm):
    """What is asked, one part a box; empty boxes are left out. ``family_words`` is what the family wrote."""

    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, boxes: int, family_words: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.family_words = family_words
        self.word_fields = tuple(f"part_{number}" for number in range(1, boxes + 1))
        for number, name in enumerate(self.word_fields, start=1):
            self.fields[name] = LongTextField(
                label=f"Part {number}", required=number == 1, rows=3, max_length=QUESTION_LENGTH,
                error_messages=enter("at least one part"),
            )  # fmt: skip

    @property
    def wordings(self) -> list[str]:
        """The parts that were written, in order."""
        return [text for name, text in self.cleaned_data.items() if name.startswith("part_") and text]


class AnswerForm(ChecksWords, GovForm):
    """The answer to one part."""

    word_fields = ("text", "elsewhere")

    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    info_class = ChoiceField(
        label="What kind of information is it?",
        choices=InfoClass.choices,
        error_messages=select("what kind of information it is"),
    )
    status = ChoiceField(
        label="How far does it answer this part?",
        choices=[(value, label) for value, label in PartStatus.choices if value != PartStatus.NOT_YET],
        error_messages=select("how far it answers this part"),
    )
    text = LongTextField(
        label="The answer", help_text="The family reads exactly this. Short sentences. Say what happened, plainly.",
        max_length=20_000, rows=10, error_messages=enter("the answer"),
    )  # fmt: skip
    reason_code = forms.ChoiceField(
        label="If not wholly answered, why?",
        choices=[("", "Choose a reason"), *ReasonCode.choices],
        required=False,
    )
    elsewhere = LongTextField(
        label="Who holds it, or where can the family ask?",
        help_text="Needed where we do not hold it or it cannot be answered here.",
        required=False,
        rows=2,
        max_length=1000,
    )
    next_date = DateField(label="When will you look at it again?", required=False, future=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        short = cleaned.get("status") in {PartStatus.PART, PartStatus.CANNOT_ANSWER}
        if short:
            self.ask_for("reason_code", "Select why it is not wholly answered")
        needs = cleaned.get("reason_code") in {ReasonCode.NOT_HELD, ReasonCode.OUT_OF_SCOPE_HERE}
        if short and needs:
            self.ask_for("elsewhere", "Enter who holds it, or where the family can ask")
        if not short:
            cleaned["reason_code"] = ""
        return cleaned


class ProposeForm(VersionedForm):
    """Which of the parts that are ready go now."""

    parts = MultipleChoiceField(label="Which parts go now?", error_messages=select("at least one part"))

    def __init__(self, *args: Any, ready: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = ready  # type: ignore[attr-defined]
        self.fields["parts"].initial = [value for value, label in ready]

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of the chosen parts."""
        return frozenset(int(number) for number in self.cleaned_data["parts"])


class WaitingForm(ChecksWords, GovForm):
    """Whom we wait for. The family reads it."""

    word_fields = ("whom",)

    whom = TextField(label="Who are you waiting for?", help_text="The family reads this.", max_length=200)
    asked_on = DateField(label="When did you ask?", past=True)
    chased_on = DateField(label="When did you last chase?", past=True, required=False)
    next_date = DateField(
        label="By when will you answer this part?", help_text="The family sees this date.", future=True, required=False
    )


class ExtendForm(ChecksWords, VersionedForm):
    """A new date for the answer, once."""

    word_fields = ("reason", "family_told")

    new_due = DateField(label="What is the new date?", future=True)
    reason = LongTextField(
        label="Why?", help_text="The family reads this.", rows=4, max_length=2000, error_messages=enter("the reason")
    )
    family_told = LongTextField(
        label="What did you tell the family?", rows=4, max_length=2000,
        error_messages=enter("what you told the family"),
    )  # fmt: skip
