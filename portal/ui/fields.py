"""Form fields that keep a text as it was typed and say in plain words what is wrong."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.ui.text import one_line_ending, without_nul
from portal.ui.widgets import Checkboxes, DateInput, DateParts, Radios, as_parts

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


# Further ahead nobody plans; a slip of the finger does.
LATEST_YEARS = 10


class TextField(forms.CharField):
    """One line of text. No character is refused; only blanks at either end are dropped."""

    def __init__(self, *, max_length: int = 200, autocomplete: str = "off", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": autocomplete}))
        super().__init__(max_length=max_length, strip=False, **kwargs)
        self.validators = [v for v in self.validators if not isinstance(v, ProhibitNullCharactersValidator)]

    def to_python(self, value: Any) -> str:
        """The text with NUL as its symbol, which every database can hold."""
        return without_nul(super().to_python(value) or "").strip(" \t\r\n")


class LongTextField(TextField):
    """Several lines, kept exactly as typed; only blanks are no answer."""

    def __init__(self, *, max_length: int = 4000, rows: int = 8, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "spellcheck": "true"}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        """The text with one kind of line ending, so that its length is what a person counts."""
        text = one_line_ending(without_nul(forms.CharField.to_python(self, value) or ""))
        return text if text.strip(" \t\r\n") else ""


class ChoiceField(forms.ChoiceField):
    """One of a few answers, as radio buttons; ``hints`` holds a line of help by value."""

    def __init__(self, *, hints: dict[str, str] | None = None, inline: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Radios(hints=hints, inline=inline))
        super().__init__(**kwargs)


class MultipleChoiceField(forms.MultipleChoiceField):
    """Some of a few answers, as checkboxes; ``hints`` holds a line of help by value."""

    def __init__(self, *, hints: dict[str, str] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Checkboxes(hints=hints))
        super().__init__(**kwargs)


class YesNoField(forms.TypedChoiceField):
    """Yes or no, as radio buttons; an answer left out is None."""

    def __init__(self, *, hints: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=Radios(hints=hints, inline=not hints),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        """A boolean given as the initial answer is the word of that answer."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class WholeNumberField(forms.IntegerField):
    """A whole number, typed into a plain box: number boxes change their value when a page is scrolled."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-5"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)


class DateField(forms.Field):
    """A date in three boxes. ``past`` and ``future`` limit it; today counts as both."""

    def __init__(self, *, past: bool = False, future: bool = False, birth: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DateInput(birth=birth))
        super().__init__(**kwargs)
        self.past = past or birth
        self.future = future

    @property
    def subject(self) -> str:
        """What the errors call it."""
        label = str(self.label or "")
        return str(_("The date")) if not label or label.endswith("?") else label

    def clean(self, value: DateParts | None) -> dt.date | None:
        """The date, or an error that names what is missing or wrong."""
        texts = value or ("", "", "")
        if not any(texts):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        self._refuse_gaps(texts)
        day = self._real(texts)
        self._refuse_out_of_range(day)
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as the texts of the boxes."""
        return as_parts(initial) != as_parts(data)

    def _refuse_gaps(self, texts: DateParts) -> None:
        names = (_("day"), _("month"), _("year"))
        missing = [str(name) for name, text in zip(names, texts, strict=True) if not text]
        if missing:
            words = _("%(subject)s must include a %(missing)s") % {
                "subject": self.subject,
                "missing": str(_(" and ")).join(missing),
            }
            raise ValidationError(words, code="incomplete")

    def _real(self, texts: DateParts) -> dt.date:
        day, month, year = texts
        if len(year) != 4 or not year.isdecimal():
            raise ValidationError(_("Year must include 4 numbers"), code="year")
        try:
            return dt.date(int(year), _month(month), int(day))
        except ValueError:
            words = _("%(subject)s must be a real date") % {"subject": self.subject}
            raise ValidationError(words, code="invalid") from None

    def _refuse_out_of_range(self, day: dt.date) -> None:
        today = timezone.localdate()
        if self.past and day > today:
            words = _("%(subject)s must be today or in the past")
        elif self.future and day < today:
            words = _("%(subject)s must be today or in the future")
        elif day.year > today.year + LATEST_YEARS:
            words = _("%(subject)s must be within the next ten years")
        else:
            return
        raise ValidationError(words % {"subject": self.subject}, code="range")


def _month(text: str) -> int:
    """A month by number or by name, in full or short."""
    named = text[:3].lower()
    return _MONTHS.index(named) + 1 if named in _MONTHS else int(text)
