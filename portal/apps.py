from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The entrance: system checks and the `serve` command; it has no tables."""

    name = "portal"
    label = "house"

    def ready(self) -> None:
        from portal import checks

        checks.register_all()
