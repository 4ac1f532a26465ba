"""What the page of a family or of a question shows of this room."""

from typing import Any

from django import template

from portal.accounts.signed_in import actor_from
from reconciliation.families.policy import is_lead
from reconciliation.families.selectors import on_duty
from reconciliation.reception.selectors import asked_without_account, duty_counts
from reconciliation.tracks.models import ShortTermTrack

register = template.Library()


@register.inclusion_tag("reception/panels/waiting.html", takes_context=True)
def duty_panel(context: dict[str, Any]) -> dict[str, Any]:
    """For the duty team: how much waits on its list; nothing for anybody else."""
    actor = actor_from(context["request"])
    return {"waiting": duty_counts(actor) if on_duty(actor) else None}


@register.inclusion_tag("reception/panels/asked.html", takes_context=True)
def asked_panel(context: dict[str, Any], track: ShortTermTrack | None) -> dict[str, Any]:
    """How a question came in that was asked without an account, for staff who may read it; else nothing."""
    actor = actor_from(context["request"])
    asked = asked_without_account(actor, track)
    lead = is_lead(actor)
    return {
        "request": context["request"], "asked": asked, "duty": asked is not None and asked.on_duty and not lead,
        "may_tie": asked is not None and asked.on_duty and lead,
    }  # fmt: skip
