from django.apps import AppConfig


class SafeguardsConfig(AppConfig):
    name = "reconciliation.safeguards"
    label = "safeguards"
    default_auto_field = "django.db.models.BigAutoField"
