"""Who sees which family. Every list, page, search and count of families starts here."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.models import FAMILY_ROLES, Role
from portal.audit.actor import Actor
from portal.ui.refusals import NotYours
from reconciliation.families.models import (
    BARRING,
    AccessGrant,
    Assignment,
    Conflict,
    ContactDetail,
    FamilyEngagement,
    Incident,
    IncidentLink,
    Membership,
    Person,
    Side,
    current,
)

# Who works with families; an approver is one of these by role.
TEAM_ROLES = frozenset({Role.CASEWORKER, Role.SUPERVISOR})


def user_of(actor: Actor) -> UUID:
    """The account behind an actor; the clock and the holder of a receipt have none, and no way in here."""
    if actor.kind != "user" or actor.id is None:
        raise NotYours
    return actor.id


def visible_to(actor: Actor) -> QuerySet[FamilyEngagement]:
    """The engagements that this actor may see now."""
    return _engagements(actor, _seen)


def among(families: QuerySet[FamilyEngagement], engagement: str = "engagement_id") -> Exists:
    """Whether the engagement that a row names in this column is one of these.

    Asked row by row, so that the rows are read by any index of theirs, and never are all families listed first.
    """
    return Exists(families.filter(pk=OuterRef(engagement)))


def workable_by(actor: Actor) -> QuerySet[FamilyEngagement]:
    """Those whose people this actor may change: a team's supervisor and the assigned caseworker."""
    return _engagements(actor, _worked)


def family_workable_by(actor: Actor) -> QuerySet[FamilyEngagement]:
    """Of those only families: a question that belongs to none yet has no people to add or to invite."""
    return workable_by(actor).exclude(side=Side.UNKNOWN)


def supervised_by(actor: Actor) -> QuerySet[FamilyEngagement]:
    """Those of the teams that this actor supervises."""
    return workable_by(actor) if actor.role == Role.SUPERVISOR else FamilyEngagement.objects.none()


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    """The people of the engagements that this actor may see."""
    return Person.objects.filter(among(visible_to(actor)))


def contact_details_visible_to(actor: Actor) -> QuerySet[ContactDetail]:
    """Staff see those of the family; inside a family each person sees their own only."""
    details = ContactDetail.objects.filter(among(visible_to(actor), "person__engagement_id"))
    return details.filter(person__user_id=user_of(actor)) if actor.role in FAMILY_ROLES else details


def incidents_visible_to(actor: Actor) -> QuerySet[Incident]:
    """The safeguarding lead's, but for those in which they have an interest of their own."""
    if not is_lead(actor):
        return Incident.objects.none()
    conflicted = IncidentLink.objects.filter(engagement_id__in=barred(user_of(actor)))
    return Incident.objects.exclude(id__in=conflicted.values("incident_id"))


def openable_by(actor: Actor) -> QuerySet[FamilyEngagement]:
    """Those that the safeguarding lead may open with a reason: all but where a conflict bars."""
    if not is_lead(actor):
        return FamilyEngagement.objects.none()
    return FamilyEngagement.objects.filter(tied_to=None).exclude(id__in=barred(user_of(actor)))


def is_lead(actor: Actor) -> bool:
    """The safeguarding lead alone knows of incidents."""
    return _signed_in(actor) and actor.role == Role.SAFEGUARDING_LEAD


def of_own_team(actor: Actor) -> QuerySet[FamilyEngagement]:
    """Those that a caseworker may open with a reason: their teams' others, but where a conflict bars."""
    return _engagements(actor, lambda role, user: _of_teams(user) if role == Role.CASEWORKER else None)


def may_open_engagements(actor: Actor) -> bool:
    """Supervisors open engagements, in teams of their own."""
    return _signed_in(actor) and actor.role == Role.SUPERVISOR


def _signed_in(actor: Actor) -> bool:
    return actor.kind == "user" and actor.id is not None


def _engagements(actor: Actor, rule: Callable[[str, UUID], Q | None]) -> QuerySet[FamilyEngagement]:
    seen = rule(actor.role, user_of(actor)) if _signed_in(actor) else None
    if seen is None:
        return FamilyEngagement.objects.none()
    rows = FamilyEngagement.objects.filter(seen)
    if actor.role in FAMILY_ROLES:
        return rows
    # What was tied to a family is worked on there, and nobody reads here any more whose it is.
    return rows.filter(tied_to=None).exclude(id__in=barred(user_of(actor)))


def _seen(role: str, user: UUID) -> Q | None:
    if role in FAMILY_ROLES:
        return Q(id__in=Person.objects.filter(user_id=user).values("engagement_id"))
    if role == Role.SAFEGUARDING_LEAD:
        grants = AccessGrant.objects.filter(current(), user_id=user)
        return Q(id__in=grants.values("engagement_id"))
    worked = _worked(role, user)
    return worked and worked | _of_teams(user, approver=True) | _looked_at(user)


def _looked_at(user: UUID) -> Q:
    """Opened with a reason, for a while; a look counts only while whoever looks is in the family's team."""
    looks = AccessGrant.objects.filter(current(), user_id=user)
    return Q(id__in=looks.values("engagement_id")) & _of_teams(user)


def _worked(role: str, user: UUID) -> Q | None:
    if role == Role.SUPERVISOR:
        return _of_teams(user)
    if role == Role.CASEWORKER:
        # An assignment counts only while its worker is in the team: whoever leaves it has left.
        own = Assignment.objects.filter(current(), user_id=user, engagement_id=OuterRef("pk"))
        # Those of the duty team have no family yet: all its workers read and work them.
        return (Q(Exists(own)) | Q(side=Side.UNKNOWN)) & _of_teams(user)
    return None


def _of_teams(user: UUID, **also: bool) -> Q:
    members = Membership.objects.filter(current(), user_id=user, **also)
    return Q(team_id__in=members.values("team_id"))


def barred(user: UUID) -> QuerySet[Conflict, Any]:
    """The engagements that somebody has a declared or upheld conflict with. For rules only: never shown."""
    return Conflict.objects.filter(user_id=user, status__in=BARRING).values("engagement_id")
