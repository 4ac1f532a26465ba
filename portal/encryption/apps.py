from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EncryptionConfig(AppConfig):
    name = "portal.encryption"
    label = "encryption"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .site_keys import make_after_migrate

        post_migrate.connect(make_after_migrate, sender=self)
