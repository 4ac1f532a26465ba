"""What other rooms' pages show of this one."""

from typing import Any
from uuid import UUID

from django import template

from portal.accounts.signed_in import actor_from
from portal.messaging.policy import LOOKERS
from portal.messaging.selectors import unread

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_messages(context: dict[str, Any], holder: UUID) -> int:
    """How many messages of this holder's threads the reader has not opened: one query."""
    actor = actor_from(context["request"])
    return 0 if actor.role in LOOKERS else unread(actor).filter(holder=holder).count()
