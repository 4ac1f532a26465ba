"""Who sees the questions that were asked without an account, and what was said around them."""

from django.db.models import QuerySet

from portal.accounts.models import Role
from portal.audit.actor import Actor
from reconciliation.families import policy as families_policy
from reconciliation.families.models import Side
from reconciliation.reception.models import Receipt
from reconciliation.tracks import policy as tracks_policy


def visible_to(actor: Actor) -> QuerySet[Receipt]:
    """Those whose question this actor may read: the duty team's, those tied to a family of theirs, or opened."""
    return Receipt.objects.filter(question__in=tracks_policy.visible_to(actor))


def on_duty_list(actor: Actor) -> QuerySet[Receipt]:
    """Of those the ones without a family, for the duty team's workers and supervisors."""
    if actor.role not in {Role.CASEWORKER, Role.SUPERVISOR}:
        return Receipt.objects.none()
    places = families_policy.workable_by(actor).filter(side=Side.UNKNOWN)
    return Receipt.objects.filter(question__engagement__in=places)


def tieable_by(actor: Actor) -> QuerySet[Receipt]:
    """Those that the safeguarding lead may hear of: without a family yet, or tied by them and not settled."""
    if not families_policy.is_lead(actor):
        return Receipt.objects.none()
    barred = families_policy.barred(families_policy.user_of(actor))
    return Receipt.objects.exclude(question__engagement__in=barred)
