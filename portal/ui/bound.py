"""A form's field as GOV.UK markup needs it: classes, ids, descriptions and the target of its errors."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from portal.ui.widgets import DateInput, as_parts, faulty_parts


class GovBoundField(BoundField):
    """Gives every form, those of other packages too, the attributes of the design system."""

    @property
    def kind(self) -> str:
        """Which piece of markup draws it."""
        widget = self.field.widget
        kinds: tuple[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str], ...] = (
            (forms.CheckboxSelectMultiple, "checkboxes"),  # before its base class
            (forms.RadioSelect, "radios"),
            (forms.CheckboxInput, "checkbox"),
            (DateInput, "date"),
            (forms.PasswordInput, "password"),
            (forms.Select, "select"),
            (forms.Textarea, "textarea"),
            (forms.FileInput, "file"),
        )
        return next((name for kind, name in kinds if isinstance(widget, kind)), "text")

    @property
    def is_heading(self) -> bool:
        """Whether its label is the heading of the page."""
        return getattr(self.form, "heading_field", None) == self.name

    @property
    def label_is_hidden(self) -> bool:
        """Whether the page's own heading already says it, so that only a screen reader needs it."""
        return getattr(self.form, "label_in_heading", None) == self.name

    @property
    def shown_label(self) -> str:
        """The label, which says so where an answer may be left out."""
        label = str(self.label)
        optional = not self.field.required and getattr(self.form, "mark_optional", False)
        if not optional or self.kind == "checkbox" or "optional" in label.lower():
            return label
        return _("%(label)s (optional)") % {"label": label}

    @property
    def limit(self) -> int | None:
        """How many characters a long answer may have, shown below it."""
        limit = getattr(self.field, "max_length", None)
        return int(limit) if limit and self.kind == "textarea" else None

    @property
    def error_target(self) -> str:
        """The id that a link in the error summary leads to: the first thing to correct."""
        if not self.auto_id or self.is_hidden:
            return ""
        if self.kind in {"radios", "checkboxes"}:
            first = next(iter(self.subwidgets), None)
            return str(first.data["attrs"].get("id", "")) if first else ""
        if self.kind == "date":
            return f"{self.auto_id}_{faulty_parts(as_parts(self.value()))[0]}"
        return str(self.id_for_label or self.auto_id)

    @property
    def aria_describedby(self) -> str | None:
        """Help, then error, then the count of characters."""
        described = super().aria_describedby
        if described is None or not self.limit or not self.auto_id:
            return described
        return f"{described} {self.auto_id}-info".strip()

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """The browser checks nothing itself: the service's own words beside the field are the only errors."""
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        if widget.is_hidden:
            return built
        built |= {name: False for name in ("maxlength", "minlength", "placeholder") if name in widget.attrs}
        if self.use_fieldset or self.kind == "checkbox":
            built.pop("aria-invalid", None)
        classes = [str(widget.attrs.get("class", "")), *self._classes()]
        built["class"] = " ".join(filter(None, classes))
        if self.kind in {"text", "textarea"} and getattr(widget, "input_type", "text") in {"text", "search"}:
            built.setdefault("dir", widget.attrs.get("dir", "auto"))
        if self.kind == "password" or getattr(widget, "input_type", "") == "email":
            built |= {"spellcheck": "false", "autocapitalize": "none"}
        return built

    def _classes(self) -> list[str]:
        base = {
            "radios": "govuk-radios__input",
            "checkboxes": "govuk-checkboxes__input",
            "checkbox": "govuk-checkboxes__input",
            "select": "govuk-select",
            "textarea": "govuk-textarea",
            "file": "govuk-file-upload",
        }.get(self.kind, "govuk-input")
        classes = [base]
        if self.errors and base in {"govuk-input", "govuk-select", "govuk-textarea", "govuk-file-upload"}:
            classes.append(f"{base}--error")
        if self.limit:
            classes.append("govuk-js-character-count")
        if self.kind == "password":
            classes += ["govuk-password-input__input", "govuk-js-password-input-input"]
        return classes
