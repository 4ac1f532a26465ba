"""What people fill in around the end of a question, and as they come back to it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import ChoiceField, LongTextField, MultipleChoiceField, enter, select
from portal.ui.text import visible
from portal.ui.words_check import ChecksWords
from reconciliation.tracks import words
from reconciliation.tracks.forms import VersionedForm
from reconciliation.tracks.models import Elsewhere, QuestionPart
from reconciliation.tracks.question import QUESTION_LENGTH
from reconciliation.tracks.supervising_forms import ReturnForm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FAMILY_READS = "They read exactly this. Short sentences."


def how_field() -> ChoiceField:
    """By which way the family was told, beside the text that they read here."""
    return ChoiceField(
        label="How were they told?", choices=list(words.HOW_TOLD.items()), error_messages=select("how they were told")
    )


class RedirectForm(ChecksWords, VersionedForm):
    """Where the question belongs, why, and what the family is told."""

    word_fields = ("told",)

    where = ChoiceField(
        label="Where does it belong?", choices=Elsewhere.choices, error_messages=select("where it belongs")
    )
    reason = LongTextField(
        label="Why does it belong there?", help_text="For the record. The family does not read this.", rows=3,
        error_messages=enter("why it belongs there"),
    )  # fmt: skip
    told = LongTextField(
        label="What were they told, and how do they get there?",
        help_text=f"{FAMILY_READS} Say who answers it, how to reach them, and that they can come back here.",
        error_messages=enter("what they were told and how they get there"),
    )
    how = how_field()


class NoFurtherForm(ChecksWords, VersionedForm):
    """A proposal not to go on."""

    word_fields = ("told", "support")

    reason = LongTextField(
        label="Why should it not go on?", help_text="For the record and the approver. The family does not read this.",
        rows=4, error_messages=enter("why it should not go on"),
    )  # fmt: skip
    told = LongTextField(
        label="What will the family be told?", help_text=f"{FAMILY_READS} Say why, and that they can come back.",
        error_messages=enter("what the family will be told"),
    )  # fmt: skip
    support = LongTextField(
        label="What support do you offer?", help_text=f"{FAMILY_READS} Say what there is, and how they get it.",
        rows=4, error_messages=enter("what support you offer"),
    )  # fmt: skip
    how = ChoiceField(
        label="How will they be told?", choices=list(words.HOW_TOLD.items()),
        error_messages=select("how they will be told"),
    )  # fmt: skip


class ShownForm(VersionedForm):
    """The decision itself, on the exact version that was read."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class ReturnShownForm(ReturnForm):
    """Why exactly this version goes back."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class DisagreeForm(VersionedForm):
    """Whoever asked does not agree, and says why only if they want to."""

    why = LongTextField(
        label=_("Do you want to tell us why?"), help_text=_("You do not have to."), required=False, rows=5,
        max_length=QUESTION_LENGTH,
    )  # fmt: skip


class ReferForm(VersionedForm):
    """Why the worker asks somebody new to look."""

    why = LongTextField(
        label="What should they look at again, and why?", rows=5, max_length=QUESTION_LENGTH,
        error_messages=enter("what they should look at again, and why"),
    )  # fmt: skip


class OpenAgainForm(VersionedForm):
    """A supervisor opens a question again: which parts, and why."""

    PARTS: "StrOrPromise" = "Which parts are open again?"
    HELP: "StrOrPromise" = "Leave all boxes empty if it is about something else."

    parts = MultipleChoiceField(label="", required=False)
    why = LongTextField(
        label="Why is it opened again?", help_text="The worker reads this.", rows=5, max_length=QUESTION_LENGTH,
        error_messages=enter("why it is opened again"),
    )  # fmt: skip

    def __init__(self, *args: Any, parts: list[QuestionPart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not parts:
            del self.fields["parts"]
            return
        box = self.fields["parts"]
        box.label, box.help_text = self.PARTS, self.HELP
        box.choices = [(str(part.number), f"{part.number}. {visible(part.wording)}") for part in parts]  # type: ignore[attr-defined]

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of the chosen parts."""
        return frozenset(int(number) for number in self.cleaned_data.get("parts", ()))


class ComeBackForm(OpenAgainForm):
    """Whoever asked comes back to it: which parts, and what they want us to look at."""

    PARTS = _("Which parts do you want us to look at again?")
    HELP = _("Leave all boxes empty if it is about something else.")

    why = LongTextField(
        label=_("What do you want us to look at?"),
        help_text=_("You do not have to tell us everything again. We still have what you wrote."),
        rows=5,
        max_length=QUESTION_LENGTH,
        error_messages={"required": _("Enter what you want us to look at")},
    )
