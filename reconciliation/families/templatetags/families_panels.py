"""Where Django looks for `{% load families_panels %}`."""

from reconciliation.families.panels import register

__all__ = ["register"]
