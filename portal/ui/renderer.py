"""Django's own form renderer, drawing the design system's markup."""

from django.forms.renderers import DjangoTemplates
from django.template import loader

from portal.ui.bound import GovBoundField

# Widgets of Django whose own markup the design system replaces when one is drawn on its own.
_REPLACED = {
    "django/forms/widgets/radio.html": "forms/widgets/radios.html",
    "django/forms/widgets/checkbox_select.html": "forms/widgets/checkboxes.html",
}


class GovRenderer(DjangoTemplates):
    """Draws forms from templates/forms/; simple inputs come from Django, attributes from GovBoundField."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = GovBoundField

    def get_template(self, template_name: str):  # type: ignore[no-untyped-def]  # two engines, one shape
        """A template of the project, or one of Django's own widgets."""
        name = _REPLACED.get(template_name, template_name)
        if name.startswith("django/"):
            return super().get_template(name)
        return loader.get_template(name)
