"""What the safeguarding lead's home shows of addresses that two sides have in common."""

from typing import Any

from django import template

from portal.accounts.signed_in import actor_from
from reconciliation.families.contacts import shared_addresses

register = template.Library()


@register.inclusion_tag("families/panels/addresses.html", takes_context=True)
def shared_addresses_panel(context: dict[str, Any]) -> dict[str, Any]:
    """Nothing is sent there, and nobody else is told."""
    return {"shared": shared_addresses(actor_from(context["request"]))}
