"""Teams and their members, for the administrator; and whether somebody would come to know both sides."""

from uuid import UUID

from django.db.models import Q, QuerySet

from portal.accounts.models import Role, User
from portal.accounts.policy import may_manage_accounts
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.refusals import NotYours
from portal.workflow import clock
from reconciliation.families.models import Assignment, FamilyEngagement, Membership, Team
from reconciliation.families.models.dated import not_over
from reconciliation.families.policy import TEAM_ROLES
from reconciliation.families.selectors.workers import PAST_WORK


def teams_for(actor: Actor) -> QuerySet[Team]:
    """All teams, for whoever manages accounts; with them no family."""
    return Team.objects.order_by("name") if may_manage_accounts(actor) else Team.objects.none()


def team_for(actor: Actor, pk: UUID) -> Team:
    """One team, for whoever manages accounts."""
    team = teams_for(actor).filter(pk=pk).first()
    if team is None:
        raise NotYours
    return team


def members_of(team: Team) -> list[Membership]:
    """The memberships that count now or later, by post and never by name."""
    keys.warm([keys.SITE])
    rows = Membership.objects.filter(not_over(), team=team).select_related("user")
    return list(rows.order_by("user__post_title", "user_id"))


def member_of(team: Team, pk: UUID) -> Membership:
    """One of them."""
    row = Membership.objects.filter(not_over(), team=team, pk=pk).select_related("user").first()
    if row is None:
        raise NotYours
    return row


def possible_member(address: str) -> User | None:
    """The account of this address, if it is one that works in teams."""
    return User.objects.filter(email=address.strip().lower(), role__in=TEAM_ROLES, is_active=True).first()


def would_know_both_sides(user: User, team_id: UUID, *, approver: bool) -> bool:
    """Whether this person, in this team, would have a place on two sides of one incident. For rules only: never shown.

    Whoever would see the whole team's families has no place in it either after working for another side.
    """
    teams = Membership.objects.filter(not_over(), user=user).exclude(team_id=team_id).values("team_id")
    theirs = Q(team_id__in=teams)
    if approver or user.role == Role.SUPERVISOR:
        recent = Q(until=None) | Q(until__gt=clock.now() - PAST_WORK)
        theirs |= Q(id__in=Assignment.objects.filter(recent, user=user).values("engagement_id"))
    sides: dict[UUID, set[str]] = {}
    for incident, side in _sides(Q(team_id=team_id)):
        sides.setdefault(incident, set()).add(side)
    return any(sides.get(incident, set()) - {side} for incident, side in _sides(theirs))


def _sides(families: Q) -> set[tuple[UUID, str]]:
    rows = FamilyEngagement.objects.filter(families, incident_link__isnull=False)
    return set(rows.values_list("incident_link__incident_id", "side"))
