"""Who sees what this room keeps of its own."""

from django.db.models import QuerySet

from portal.accounts.models import Role
from portal.audit.actor import Actor
from reconciliation.oversight.models import ScenarioRun

PLAYS = frozenset({Role.SUPERVISOR, Role.SAFEGUARDING_LEAD, Role.AUDITOR})


def may_play(actor: Actor) -> bool:
    """Who plays written scenarios. They hold no family, so it is the role alone that counts."""
    return actor.kind == "user" and actor.role in PLAYS


def runs_visible_to(actor: Actor) -> QuerySet[ScenarioRun]:
    """The kept results, for whoever may play."""
    return ScenarioRun.objects.all() if may_play(actor) else ScenarioRun.objects.none()
