"""The words of errors beside a field, in the voice of the GOV.UK style: what to do, not what went wrong."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

EMAIL_FORMAT = _("Enter an email address in the correct format, like name@example.com")


def enter(what: str) -> dict[str, str]:
    """Error messages of a text field: ``enter("your question")`` says "Enter your question"."""
    return {"required": f"Enter {what}"}


def select(what: str) -> dict[str, str]:
    """Error messages of a choice: ``select("yes if the family agreed")``."""
    return {"required": f"Select {what}", "invalid_choice": f"Select {what}"}


def lower_first(label: str) -> str:
    """The label inside a sentence; an abbreviation keeps its capitals."""
    keeps = label[1:2].isupper() or label.startswith("I ")
    return label if keeps else label[:1].lower() + label[1:]


def asks_for_choice(field: forms.Field) -> bool:
    """Whether a person picks rather than types."""
    return isinstance(field.widget, forms.Select | forms.RadioSelect)


def required_words(field: forms.Field, label: str) -> str:
    """The words for a field that was left empty and has none of its own."""
    if field.widget.is_hidden:
        return str(_("Something is missing from this page. Open it again, then send it once more."))
    if isinstance(field.widget, forms.CheckboxInput):
        return str(_("Select “%(label)s” to continue")) % {"label": label}
    choice = asks_for_choice(field)
    if label.endswith("?"):
        return str(_("Select an answer") if choice else _("Enter an answer"))
    verb = _("Select %(what)s") if choice else _("Enter %(what)s")
    return str(verb) % {"what": lower_first(label)}


class TooLong(MaxLengthValidator):
    """Says how long a text may be and by how many characters it is over."""

    def __init__(self, limit_value: int, label: str) -> None:
        super().__init__(limit_value)
        self.label = label

    def __call__(self, value: Any) -> None:
        over = len(value) - int(self.limit_value)
        if over > 0:
            words = ngettext(
                "%(label)s must be %(limit)s characters or fewer. You have %(over)s character too many.",
                "%(label)s must be %(limit)s characters or fewer. You have %(over)s characters too many.",
                over,
            )
            told = {"label": self.label, "limit": f"{self.limit_value:,}", "over": f"{over:,}"}
            raise ValidationError(words % told, code="too_long")


def give_voice(field: forms.Field, label: str) -> None:
    """Replace the messages that Django wrote; those that the form's author wrote stay."""
    messages = field.error_messages
    if messages.get("required") == forms.Field.default_error_messages["required"]:
        messages["required"] = required_words(field, label)
    if messages.get("invalid_choice") == forms.ChoiceField.default_error_messages["invalid_choice"]:
        messages["invalid_choice"] = messages["required"]
    if isinstance(field, forms.EmailField):
        messages["invalid"] = EMAIL_FORMAT
    subject = str(_("Your answer")) if label.endswith("?") else label
    field.validators = [
        TooLong(validator.limit_value, subject) if type(validator) is MaxLengthValidator else validator
        for validator in field.validators
    ]
