from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "portal.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .triggers import install_after_migrate

        # Sent once a migrate for this app, when every table is as it will be: SQLite drops the triggers of a
        # table that a migration rebuilds.
        post_migrate.connect(install_after_migrate, sender=self)
