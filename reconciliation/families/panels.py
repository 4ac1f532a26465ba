"""What other rooms' pages show of a family."""

from typing import Any

from django import template

from reconciliation.families.models import FamilyEngagement
from reconciliation.families.selectors import cards_of, family_name, people_of

register = template.Library()


@register.inclusion_tag("families/panels/header.html")
def engagement_header(engagement: FamilyEngagement) -> dict[str, Any]:
    """Reference, side in words, team and the family's name: on every page about a family."""
    return {"engagement": engagement, "family_name": family_name(people_of(engagement.pk))}


@register.inclusion_tag("families/panels/people.html")
def people_panel(engagement: FamilyEngagement) -> dict[str, Any]:
    """The people, how they belong together, and how each is reached."""
    return {"engagement": engagement, "cards": cards_of(people_of(engagement.pk))}
