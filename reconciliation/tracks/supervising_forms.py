"""What a supervisor and an approver fill in about a question."""

from typing import Any

from django import forms

from portal.accounts.selectors import names_of
from portal.ui.forms import ChoiceField, LongTextField, enter, select
from portal.ui.words_check import KEEP, keep_field
from reconciliation.tracks.forms import VersionedForm


class AssignForm(VersionedForm):
    """Choose the worker, and record what they said about links with the family."""

    worker = ChoiceField(label="Who will work on this?", error_messages=select("who will work on this"))
    link = ChoiceField(
        label="Ask them: do they have any link with this family?",
        help_text="A relative, a neighbour, a school governor, past work with anyone involved, or a councillor link.",
        choices=[("none_declared", "They say that they have no link"), ("declared", "They have a link")],
        error_messages=select("what they said about links with the family"),
    )
    note = LongTextField(label="What is the link?", required=False, rows=3, max_length=1000)

    def __init__(self, *args: Any, workers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = names_of([worker.pk for worker in workers])
        self.fields["worker"].choices = [  # type: ignore[attr-defined]
            (str(pk), f"{name}, {post}") for pk, (name, post) in named.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("link") == "declared":
            self.ask_for("note", "Enter what the link is")
        return cleaned


class ReturnForm(VersionedForm):
    """Why the answer goes back."""

    reason = LongTextField(
        label="What has to change, and why?", rows=5, max_length=4000, error_messages=enter("what has to change")
    )


class ApproveForm(VersionedForm):
    """The exact version that was read; where its words to avoid come without a reason, the approver gives one."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, unexplained: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unexplained:
            self.fields[KEEP] = keep_field()

    @property
    def kept_words(self) -> str:
        """The approver's reason, where one was asked for."""
        return str(self.cleaned_data.get(KEEP, ""))
