"""Forms of the house. Use GovForm, or GovFormMixin on a form of another package."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.utils import pretty_name
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from portal.ui.bound import GovBoundField
from portal.ui.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    MultipleChoiceField,
    TextField,
    WholeNumberField,
    YesNoField,
)
from portal.ui.text import NUL, without_nul
from portal.ui.voice import enter, give_voice, select

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

__all__ = [
    "ChoiceField",
    "DateField",
    "GovForm",
    "GovFormMixin",
    "LongTextField",
    "MultipleChoiceField",
    "TextField",
    "WholeNumberField",
    "YesNoField",
    "enter",
    "select",
]


class GovFormMixin(forms.BaseForm):
    """Errors in plain words, NUL kept as its symbol, no checks by the browser.

    ``heading_field`` names the field whose label is drawn as the page's heading, ``label_in_heading`` the
    one whose label repeats it (question_page sets both); ``mark_optional`` is switched off where nothing is
    asked, as in a filter.
    """

    use_required_attribute = False
    heading_field: str | None = None
    label_in_heading: str | None = None
    mark_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.data = _storable(self.data)

    def full_clean(self) -> None:
        """The words are chosen last, so that fields and labels set after the form was made have theirs too."""
        for name, field in self.fields.items():
            give_voice(field, str(pretty_name(name) if field.label is None else field.label))
        super().full_clean()

    def ask_for(self, name: str, words: "_StrOrPromise") -> None:
        """Ask for what another answer makes necessary; a field that has an error already keeps that one."""
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, words)


class GovForm(GovFormMixin, forms.Form):
    """The form that every page of the house uses."""


def problems_of(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    """Every error as (words, id of what to correct); one of the whole form leads to its first field."""
    for error in form.non_field_errors():
        yield str(error), target_of(next(iter(form.visible_fields()), None))
    for field in form:
        for error in field.errors:
            yield str(error), target_of(field)


def target_of(field: forms.BoundField | None) -> str:
    """The id to focus for a field's error."""
    if field is None:
        return ""
    return field.error_target if isinstance(field, GovBoundField) else str(field.id_for_label)


def _storable(data: Any) -> Any:
    """The same data without NUL, which databases refuse; nothing else is touched."""
    if not any(NUL in str(value) for key in data for value in _values(data, key)):
        return data
    if isinstance(data, MultiValueDict):
        copy = QueryDict(mutable=True) if isinstance(data, QueryDict) else MultiValueDict()
        for key in data:
            copy.setlist(key, [_without(value) for value in data.getlist(key)])
        return copy
    return {key: _without(value) for key, value in data.items()}


def _values(data: Any, key: str) -> list[Any]:
    return list(data.getlist(key)) if isinstance(data, MultiValueDict) else [data[key]]


def _without(value: Any) -> Any:
    return without_nul(value) if isinstance(value, str) else value
