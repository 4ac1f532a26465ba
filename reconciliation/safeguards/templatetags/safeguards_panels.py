"""Where Django looks for `{% load safeguards_panels %}`."""

from reconciliation.safeguards.panels import register

__all__ = ["register"]
