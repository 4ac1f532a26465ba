from django.apps import AppConfig


class DemandConfig(AppConfig):
    name = "support_services.demand"
    label = "demand"
    default_auto_field = "django.db.models.BigAutoField"
