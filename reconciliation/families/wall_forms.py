"""Forms about who works with a family and who must not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.selectors import names_of
from portal.ui.forms import (
    ChoiceField,
    GovForm,
    LongTextField,
    MultipleChoiceField,
    TextField,
    YesNoField,
    enter,
    select,
)
from portal.ui.text import visible
from reconciliation.families.models import ConflictKind, Person


class ChangeWorkerForm(GovForm):
    """The next worker, what they said about links, and what they need to know."""

    worker = ChoiceField(label="Who will work with this family now?", error_messages=select("who will work with them"))
    link = YesNoField(
        label="Ask them: do they have any link with this family?",
        help_text="A relative, a neighbour, a school governor, past work with anyone involved, or a councillor link.",
        error_messages=select("yes if they have a link with this family"),
    )
    kind = ChoiceField(label="If yes, what is the link?", choices=ConflictKind.choices, required=False)
    summary = LongTextField(
        label="What does the next worker need to know?",
        help_text="So that the family does not have to tell it again. What was promised, by when, and what is safe.",
        rows=8,
        max_length=8000,
        error_messages=enter("what the next worker needs to know"),
    )

    def __init__(self, *args: Any, workers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = names_of(worker.pk for worker in workers)
        self.fields["worker"].choices = [  # type: ignore[attr-defined]
            (str(pk), f"{name}, {post}") for pk, (name, post) in named.items()
        ]

    def clean(self) -> dict[str, Any]:
        """A link has its kind."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("link"):
            self.ask_for("kind", "Select what the link is")
        return cleaned


class DecideConflictForm(GovForm):
    """Whether a match means something."""

    upheld = YesNoField(
        label="Is it a conflict of interest?",
        hints={"yes": "They lose access to this family at once.", "no": "They go on."},
        error_messages=select("yes if it is a conflict of interest"),
    )
    reason = LongTextField(label="Why?", rows=4, max_length=2000, error_messages=enter("why"))


class FamilyMessagesForm(GovForm):
    """Whose messages somebody has to read who takes no part in them."""

    reference = TextField(label="Whose messages do you need to read?", help_text="The family’s reference.",
        max_length=20, error_messages=enter("the reference"))  # fmt: skip


class StartMessagesForm(GovForm):
    """With whom a worker begins a conversation; the page shows a button for each."""

    person = forms.UUIDField(widget=forms.HiddenInput)


class ReadersForm(GovForm):
    """Who else of the family takes part in somebody's conversation."""

    people = MultipleChoiceField(
        label=_("Who else of your family can read and write here?"),
        help_text=_("They read what is written from now on, and nothing earlier. You can change this at any time."),
        required=False,
    )

    def __init__(self, *args: Any, others: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(str(p.pk), visible(p.name)) for p in others]  # type: ignore[attr-defined]
