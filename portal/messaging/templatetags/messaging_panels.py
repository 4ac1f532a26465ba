"""Where Django looks for `{% load messaging_panels %}`."""

from portal.messaging.panels import register

__all__ = ["register"]
