from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "support_services.referrals"
    label = "referrals"
    default_auto_field = "django.db.models.BigAutoField"
