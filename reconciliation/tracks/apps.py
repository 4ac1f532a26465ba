from django.apps import AppConfig


class TracksConfig(AppConfig):
    name = "reconciliation.tracks"
    label = "tracks"
    default_auto_field = "django.db.models.BigAutoField"
