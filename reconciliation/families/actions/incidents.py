"""Incidents, their links, and the reasoned look: the safeguarding lead's alone."""

from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.refusals import NotYours
from portal.workflow import clock
from reconciliation.families import policy
from reconciliation.families.actions.common import insert, locked, sent_before, write
from reconciliation.families.actions.protection import protect_both_ways
from reconciliation.families.errors import CannotLink
from reconciliation.families.models import (
    AccessGrant,
    FamilyEngagement,
    GrantKind,
    Incident,
    IncidentLink,
    Membership,
    Side,
    Team,
)
from reconciliation.families.models.dated import not_over
from reconciliation.families.selectors import current_worker, other_side_worker_ids

LINKED_ALREADY = "This family is linked to an incident already."
SAME_TEAM = "The other side of this incident belongs to the same team. Each side needs its own team."
BOTH_TEAMS = "Someone is in the teams of both sides. One of the two memberships has to end first."
SAME_WORKER = "The worker of one side is, or was, a worker of the other. Change the worker first."


@transaction.atomic
def open_incident(*, actor: Actor, note: str = "", pk: UUID | None = None) -> Incident:
    """A new incident, to which families are then linked."""
    if not policy.is_lead(actor):
        raise NotYours
    keys.ensure(keys.SITE)
    if earlier := sent_before(policy.incidents_visible_to(actor), pk, note=note):
        return earlier
    incident = Incident(pk=pk or uuid4(), opened_by_id=policy.user_of(actor), note=note)
    insert(incident)
    write(actor, keys.SITE, "incident_opened", incident)
    return incident


@transaction.atomic
def link_engagement(*, actor: Actor, incident: Incident, engagement: FamilyEngagement) -> IncidentLink:
    """Link a family to an incident, then let neither side's texts name the other.

    The link is on the site's chain: an entry on a family's own would tell its team of another side.
    """
    row = locked(policy.incidents_visible_to(actor), incident.pk)
    family = locked(policy.openable_by(actor).exclude(side=Side.UNKNOWN), engagement.pk)
    if IncidentLink.objects.filter(engagement=family).exists():
        raise CannotLink(LINKED_ALREADY)
    others = list(FamilyEngagement.objects.filter(incident_link__incident=row).exclude(side=family.side))
    for other in others:
        _check_teams(family, other)
    link = IncidentLink.objects.create(incident=row, engagement=family, linked_by_id=policy.user_of(actor))
    _check_workers([family, *others])
    if family.confirmed_at is None:
        # From here on a change of side could put one team on both sides.
        family.confirmed_at = clock.now()
        family.save(update_fields=["confirmed_at"])
    write(actor, keys.SITE, "engagement_linked", link, incident=str(row.pk))
    protect_both_ways(family.pk)
    return link


@transaction.atomic
def open_with_reason(*, actor: Actor, engagement: FamilyEngagement, reason: str) -> AccessGrant:
    """One family until the end of the next day, for a written reason: any of them for the safeguarding lead, one of
    their own team for a caseworker, who reads and changes nothing."""
    openable = policy.openable_by(actor) if policy.is_lead(actor) else policy.of_own_team(actor)
    row = locked(openable, engagement.pk)
    grant = AccessGrant.objects.create(
        user_id=policy.user_of(actor),
        engagement=row,
        kind=GrantKind.REASONED_LOOK,
        reason=reason,
        since=clock.now(),
        until=_end_of_next_day(),
    )
    write(
        actor, row.pk, "engagement_opened_with_reason", grant,
        kind=grant.kind, until=grant.until.isoformat(),
    )  # fmt: skip
    return grant


def _check_teams(family: FamilyEngagement, other: FamilyEngagement) -> None:
    if family.team_id == other.team_id:
        raise CannotLink(SAME_TEAM)
    # Nobody joins either team while this is looked at; whoever joins one tomorrow counts today.
    list(Team.objects.select_for_update().filter(pk__in=[family.team_id, other.team_id]).order_by("pk"))
    theirs = Membership.objects.filter(not_over(), team_id=other.team_id).values("user_id")
    if Membership.objects.filter(not_over(), team_id=family.team_id, user_id__in=theirs).exists():
        raise CannotLink(BOTH_TEAMS)


def _check_workers(families: list[FamilyEngagement]) -> None:
    for family in families:
        assignment = current_worker(family.pk)
        if assignment is not None and assignment.user_id in other_side_worker_ids(family.pk):
            raise CannotLink(SAME_WORKER)


def _end_of_next_day() -> datetime:
    return datetime.combine(clock.today() + timedelta(days=2), time.min, tzinfo=clock.LONDON)
