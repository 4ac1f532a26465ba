"""What is asked before something is withheld: why each fuller form will not do, in order, and what the item is."""

from typing import Any

from django import forms

from portal.ui.forms import DateField, GovForm, GovFormMixin, LongTextField, TextField, enter
from reconciliation.tracks.actions import Item
from reconciliation.tracks.withholding import in_paragraphs

WHY_NOT = {
    "full": ("Why not in full?", "why it cannot be shared in full"),
    "redacted": ("Why not with parts covered?", "why it cannot be shared with parts covered"),
    "summary": ("Why not as a summary?", "why a summary cannot be shared"),
}
ITEM_LENGTH = 50_000
# Each paragraph is two fields of the page on which they are covered.
MOST_PARAGRAPHS = 80


class WeighsForms(GovFormMixin):
    """Asks first, in order, why each of the fuller forms in ``weighs`` will not do. Staff read it, families do not."""

    weighs: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for form in self.weighs:
            label, missing = WHY_NOT[form]
            self.fields[f"why_{form}"] = LongTextField(
                label=label, rows=3, max_length=2000, error_messages=enter(missing)
            )
        self.order_fields([f"why_{form}" for form in self.weighs])

    @property
    def considered(self) -> dict[str, str]:
        """By fuller form, why it will not do."""
        return {form: self.cleaned_data[f"why_{form}"] for form in self.weighs}


class ItemForm(GovForm):
    """What is withheld, and its whole text or where it is kept: of these two one is asked for."""

    mark_optional = False

    what = TextField(
        label="What is it that is withheld?", help_text="A letter, a report or a note, and of which day.",
        max_length=200, error_messages=enter("what it is that is withheld"),
    )  # fmt: skip
    item_text = LongTextField(
        label="Its whole text",
        help_text="Leave an empty line between paragraphs. The family does not read this. The approver does, and "
        "whoever looks at the decision again.",
        required=False, rows=12, max_length=ITEM_LENGTH,
    )  # fmt: skip
    kept_where = LongTextField(
        label="Where is it kept?", help_text="Needed where its text cannot be copied here.", required=False, rows=2,
        max_length=1000,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text = cleaned.get("item_text", "")
        if not text and not cleaned.get("kept_where"):
            self.ask_for("item_text", "Enter its whole text, or where it is kept")
        if len(in_paragraphs(text)) > MOST_PARAGRAPHS:
            self.add_error("item_text", f"The text must have {MOST_PARAGRAPHS} paragraphs or fewer. Join short ones.")
        return cleaned

    @property
    def item(self) -> Item:
        """The item as it was described."""
        return Item(self.cleaned_data["what"], self.cleaned_data["item_text"], self.cleaned_data["kept_where"])


class WithholdForm(WeighsForms, ItemForm):
    """Before this is withheld."""

    weighs = ("full", "redacted", "summary")

    after = forms.IntegerField(widget=forms.HiddenInput, required=False)
    best_interests = LongTextField(
        label="Why is this best for the child?", help_text="For staff. The family does not read this.", rows=3,
        max_length=2000, error_messages=enter("why this is best for the child"),
    )  # fmt: skip
    next_date = DateField(
        label="When will you look at it again?", help_text="The family sees this date.", future=True,
        error_messages=enter("the date when you will look at it again"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(f"why_{form}" for form in self.weighs), "best_interests", "next_date"])
