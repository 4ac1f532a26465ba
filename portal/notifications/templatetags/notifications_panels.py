"""Where Django looks for `{% load notifications_panels %}`."""

from portal.notifications.panels import register

__all__ = ["register"]
