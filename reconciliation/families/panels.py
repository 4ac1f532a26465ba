"""What other rooms' pages show of a family."""

from typing import Any

from django import template

from portal.accounts.selectors import names_of
from portal.accounts.signed_in import actor_from
from portal.notifications.selectors import standings_of
from reconciliation.families.models import FamilyEngagement
from reconciliation.families.policy import supervised_by
from reconciliation.families.selectors import cards_of, current_worker, family_name, people_of
from reconciliation.families.selectors.conflicts import to_decide

register = template.Library()


@register.inclusion_tag("families/panels/header.html")
def engagement_header(engagement: FamilyEngagement) -> dict[str, Any]:
    """Reference, side in words, team and the family's name: on every page about a family."""
    return {"engagement": engagement, "family_name": family_name(people_of(engagement.pk))}


@register.inclusion_tag("families/panels/people.html", takes_context=True)
def people_panel(context: dict[str, Any], engagement: FamilyEngagement) -> dict[str, Any]:
    """The people, how they belong together, and how each is reached safely."""
    people = people_of(engagement.pk)
    users = [person.user_id for person in people if person.user_id]
    known = standings_of(actor_from(context["request"]), users)
    return {"request": context["request"], "engagement": engagement, "cards": cards_of(people), "known": known}


@register.inclusion_tag("families/panels/conflicts.html", takes_context=True)
def conflicts_panel(context: dict[str, Any]) -> dict[str, Any]:
    """The matches that this supervisor has to decide."""
    return {"found": to_decide(actor_from(context["request"]))}


@register.inclusion_tag("families/panels/worker.html", takes_context=True)
def worker_panel(context: dict[str, Any], engagement: FamilyEngagement) -> dict[str, Any]:
    """Who works with the family, what was handed over, and the way to change it."""
    assigned = current_worker(engagement.pk)
    supervised = supervised_by(actor_from(context["request"])).filter(pk=engagement.pk)
    return {
        "engagement": engagement,
        "worker": names_of([assigned.user_id]).get(assigned.user_id) if assigned else None,
        "handover": engagement.handovers.last(),
        "may_change": assigned is not None and supervised.exists(),
    }
