"""Where Django looks for `{% load reception_panels %}`."""

from reconciliation.reception.panels import register

__all__ = ["register"]
