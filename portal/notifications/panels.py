"""What other rooms' pages show of this one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import template

from portal.accounts.signed_in import actor_from
from portal.notifications.described import confirmed, lines
from portal.notifications.selectors import Standing, own, standings_of

register = template.Library()


@register.inclusion_tag("notifications/panel.html", takes_context=True)
def safe_contact_panel(
    context: dict[str, Any], user_id: UUID | None, known: Mapping[UUID, Standing] | None = None, level: int = 4
) -> dict[str, Any]:
    """How somebody can be reached, for staff who work with them; nothing for anybody else.

    ``level`` is that of its heading. ``known`` is given where a page shows several people: `standings_of` them all,
    read at once.
    """
    if known is None:
        known = standings_of(actor_from(context["request"]), [user_id] if user_id else [])
    standing = known.get(user_id) if user_id else None
    if standing is None:
        return {}
    contact = standing.contact
    said = contact is not None and contact.confirmed_at is not None
    return {
        "level": level,
        "standing": standing,
        "user_id": user_id,
        "lines": lines(contact, own=False) if contact and said else [],
        "confirmed": confirmed(contact) if contact and said else "",
    }


@register.inclusion_tag("notifications/prompt.html", takes_context=True)
def safe_contact_prompt(context: dict[str, Any]) -> dict[str, Any]:
    """For a member of a family: a line that asks, where they have not said how to reach them, or not lately."""
    contact = own(actor_from(context["request"]))
    return {"new": contact.confirmed_at is None, "due": contact.is_due}
