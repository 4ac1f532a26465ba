"""Widgets that Django lacks: choices with a line of help each, and a date in three boxes."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DateParts = tuple[str, str, str]

_PARTS = (
    ("day", _("Day"), 2, "bday-day"),
    ("month", _("Month"), 2, "bday-month"),
    ("year", _("Year"), 4, "bday-year"),
)


class _Hinted(forms.widgets.ChoiceWidget):
    """Choices with a line of help each; short ones may stand beside each other."""

    def __init__(self, *, hints: Mapping[str, str] | None = None, inline: bool = False) -> None:
        super().__init__()
        self.hints = hints or {}
        self.inline = inline

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option with its help, which its box is described by."""
        option = super().create_option(*args, **kwargs)
        option["hint"] = self.hints.get(str(option["value"]), "")
        if option["hint"] and option["attrs"].get("id"):
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}-hint"
        return option

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Whether the options stand beside each other."""
        context = super().get_context(name, value, attrs)
        context["widget"]["inline"] = self.inline
        return context


class Radios(_Hinted, forms.RadioSelect):
    """Radio buttons."""


class Checkboxes(_Hinted, forms.CheckboxSelectMultiple):
    """Checkboxes of which several may be ticked."""


class DateInput(forms.Widget):
    """Day, month and year as three boxes, named ``name_day``, ``name_month`` and ``name_year``.

    ``birth`` lets the browser fill in the person's own date of birth.
    """

    template_name = "forms/widgets/date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, birth: bool = False) -> None:
        super().__init__(attrs)
        self.birth = birth

    def id_for_label(self, id_: str, index: str | None = None) -> str:  # noqa: ARG002
        """The first box: a link in the error summary leads there."""
        return f"{id_}_day" if id_ else id_

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> DateParts:  # noqa: ARG002
        """The three texts, as they were typed."""
        day, month, year = (str(data.get(f"{name}_{part}", "")).strip() for part, *_rest in _PARTS)
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002
        """Left out only where none of the three boxes was on the page."""
        return all(f"{name}_{part}" not in data for part, *_rest in _PARTS)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each box with its own name, id and, where it is the one at fault, its error class."""
        context = super().get_context(name, value, attrs)
        texts = as_parts(value)
        css = str((attrs or {}).get("class", ""))
        at_fault = faulty_parts(texts) if "govuk-input--error" in css else ()
        context["widget"]["parts"] = [
            {
                "name": f"{name}_{part}",
                "id": f"{context['widget']['attrs'].get('id', name)}_{part}",
                "label": label,
                "width": width,
                "value": text,
                "error": part in at_fault,
                "autocomplete": fill if self.birth else "",
            }
            for (part, label, width, fill), text in zip(_PARTS, texts, strict=True)
        ]
        return context


def as_parts(value: Any) -> DateParts:
    """A date, or what was typed for one, as the texts of the three boxes."""
    if isinstance(value, dt.date):
        return str(value.day), str(value.month), str(value.year)
    if isinstance(value, tuple) and len(value) == 3:
        return value
    return "", "", ""


def faulty_parts(texts: DateParts) -> tuple[str, ...]:
    """The boxes to mark: the empty ones where only some are empty, otherwise all three."""
    empty = tuple(part for (part, *_rest), text in zip(_PARTS, texts, strict=True) if not text)
    return empty if 0 < len(empty) < 3 else tuple(part for part, *_rest in _PARTS)
