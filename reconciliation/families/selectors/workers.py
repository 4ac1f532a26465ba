"""Who works with a family, and who cannot."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from portal.accounts.models import Role, User
from portal.accounts.selectors import names_of
from portal.workflow import clock
from reconciliation.families.models import (
    BARRING,
    Assignment,
    Conflict,
    ConflictStatus,
    FamilyEngagement,
    IncidentLink,
    Membership,
    Team,
    current,
)

# Whoever worked with one side within this time is no worker of the other.
PAST_WORK = timedelta(days=5 * 365)
# What workers say themselves when they are asked.
SAID = (ConflictStatus.NONE_DECLARED, ConflictStatus.DECLARED)


def current_worker(engagement_id: UUID) -> Assignment | None:
    """The open assignment, with its user."""
    rows = Assignment.objects.filter(current(), engagement_id=engagement_id)
    return rows.select_related("user").first()


def current_worker_told(engagement_id: UUID) -> tuple[str, str] | None:
    """Name and post of whoever works with this family now."""
    assigned = current_worker(engagement_id)
    return names_of([assigned.user_id]).get(assigned.user_id) if assigned else None


def worker_changes(engagement_id: UUID) -> list[datetime]:
    """When somebody else than before became this family's worker."""
    rows = (
        Assignment.objects.filter(engagement_id=engagement_id).order_by("since", "id").values_list("since", "user_id")
    )
    return [since for (_, before), (since, user_id) in pairwise(rows) if user_id != before]


def workers_of(team: Team) -> list[User]:
    """The caseworkers who are in this team now, by post and never by name."""
    members = Membership.objects.filter(current(), team=team)
    users = User.objects.filter(id__in=members.values("user_id"), role=Role.CASEWORKER, is_active=True)
    return list(users.order_by("post_title", "id"))


def is_approver(user_id: UUID, team_id: UUID) -> bool:
    """Whether this user approves in this team now."""
    return Membership.objects.filter(current(), user_id=user_id, team_id=team_id, approver=True).exists()


def has_conflict(user_id: UUID, engagement_id: UUID) -> bool:
    """Whether a declared or upheld conflict bars this user."""
    return Conflict.objects.filter(user_id=user_id, engagement_id=engagement_id, status__in=BARRING).exists()


@dataclass(frozen=True)
class Links:
    """What stands between a worker and a family: what they said, whether a conflict bars, whether they know another
    side. For rules only: never shown."""

    said_id: UUID | None = None
    said: str = ""
    barred: bool = False
    other_side: bool = False


def links_of(user_id: UUID, engagement_id: UUID) -> Links:
    """All three at once."""
    conflicts = Conflict.objects.filter(user_id=OuterRef("pk"), engagement_id=engagement_id)
    newest = conflicts.filter(status__in=SAID).order_by("-recorded_at", "-id")
    others = _other_sides(engagement_id)
    worked = Assignment.objects.filter(_recent(), user_id=OuterRef("pk"), engagement_id__in=others.values("id"))
    member = Membership.objects.filter(current(), user_id=OuterRef("pk"), team_id__in=others.values("team_id"))
    row = User.objects.filter(pk=user_id).values_list(
        Subquery(newest.values("pk")[:1]),
        Coalesce(Subquery(newest.values("status")[:1]), Value("")),
        Exists(conflicts.filter(status__in=BARRING)),
        Exists(worked),
        Exists(member),
    )
    for said_id, said, barred, worked_there, belongs_there in row:
        return Links(said_id, said, barred=barred, other_side=worked_there or belongs_there)
    return Links()


def other_side_worker_ids(engagement_id: UUID) -> set[UUID]:
    """Members of the other sides' teams and their workers of five years. For rules only: never shown."""
    others = _other_sides(engagement_id)
    workers = Assignment.objects.filter(_recent(), engagement_id__in=others.values("id"))
    members = Membership.objects.filter(current(), team_id__in=others.values("team_id"))
    return set(workers.values_list("user_id", flat=True).union(members.values_list("user_id", flat=True)))


def other_side_ids(engagement_id: UUID) -> set[UUID]:
    """The engagements of the other sides. For rules only: never shown."""
    return set(_other_sides(engagement_id).values_list("id", flat=True))


def is_available(worker: User, engagement: FamilyEngagement) -> bool:
    """A caseworker of the team, without a conflict, and not of the other side."""
    if worker.role != Role.CASEWORKER or not worker.is_active:
        return False
    member = Membership.objects.filter(current(), user=worker, team_id=engagement.team_id)
    return (
        member.exists()
        and not has_conflict(worker.pk, engagement.pk)
        and worker.pk not in other_side_worker_ids(engagement.pk)
    )


def _recent() -> Q:
    return Q(until=None) | Q(until__gt=clock.now() - PAST_WORK)


def _other_sides(engagement_id: UUID) -> QuerySet[FamilyEngagement]:
    own = FamilyEngagement.objects.filter(pk=engagement_id)
    incident = IncidentLink.objects.filter(engagement_id=engagement_id).values("incident_id")
    return FamilyEngagement.objects.filter(incident_link__incident_id__in=incident).exclude(side__in=own.values("side"))


def conflict_answer(user_id: UUID, engagement_id: UUID) -> Conflict | None:
    """What this user last said, or what was last decided, about their interest in this family."""
    rows = Conflict.objects.filter(user_id=user_id, engagement_id=engagement_id)
    return rows.order_by("-recorded_at", "-id").first()
