"""What other rooms' pages show of this one."""

from typing import Any
from uuid import UUID

from django import template

from portal.accounts.signed_in import actor_from
from reconciliation.families.models import FamilyEngagement
from reconciliation.safeguards.selectors import may_record, may_see, standing_of

register = template.Library()


@register.inclusion_tag("safeguards/panel.html", takes_context=True)
def safeguards_panel(
    context: dict[str, Any], engagement: FamilyEngagement, subject: UUID | None = None
) -> dict[str, Any]:
    """The latest screen, the police or court status and what people need; for staff who see the engagement.

    Where a question is named, its own screen is shown, with the links to record one and how needs were met.
    """
    actor = actor_from(context["request"])
    if not may_see(actor, engagement):
        return {}
    return {
        "engagement": engagement,
        "subject": subject,
        "standing": standing_of(engagement, subject),
        "may_record": may_record(actor, engagement),
    }
