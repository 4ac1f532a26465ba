"""Teams and their dated members: the administrator's, on the site's chain, without any family."""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from portal.accounts.models import User
from portal.accounts.policy import may_manage_accounts
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.refusals import NotYours
from portal.workflow import clock
from reconciliation.families.actions.common import insert, locked, sent_before, write
from reconciliation.families.actions.workers import end_assignments
from reconciliation.families.errors import CannotChange, NotAvailable
from reconciliation.families.models import Assignment, Membership, Team
from reconciliation.families.models.dated import not_over
from reconciliation.families.policy import TEAM_ROLES
from reconciliation.families.selectors.teams import teams_for, would_know_both_sides

SAME_NAME = "There is a team with this name already."
MEMBER_ALREADY = "They are in this team already."


@transaction.atomic
def open_team(*, actor: Actor, name: str, is_duty: bool, pk: UUID | None = None) -> Team:
    """A new team; a duty team takes questions that have no family yet."""
    if not may_manage_accounts(actor):
        raise NotYours
    if earlier := sent_before(teams_for(actor), pk, name=name, is_duty=is_duty):
        return earlier
    if Team.objects.filter(name__iexact=name).exists():
        raise CannotChange(SAME_NAME)
    team = Team(pk=pk or uuid4(), name=name, is_duty=is_duty)
    insert(team)
    write(actor, keys.SITE, "team_opened", team)
    return team


@transaction.atomic
def add_member(
    *, actor: Actor, team: Team, user: User, approver: bool, since: date | None = None, until: date | None = None
) -> Membership:
    """Somebody is in this team from a day on, through another day or until further notice."""
    row = locked(teams_for(actor), team.pk)
    person = User.objects.select_for_update().get(pk=user.pk)
    if person.role not in TEAM_ROLES or not person.is_active:
        raise NotAvailable
    if Membership.objects.filter(not_over(), team=row, user=person).exists():
        raise CannotChange(MEMBER_ALREADY)
    if would_know_both_sides(person, row.pk, approver=approver):
        raise NotAvailable
    membership = Membership.objects.create(
        team=row,
        user=person,
        approver=approver,
        since=clock.now() if since is None or since <= clock.today() else _midnight(since),
        until=_midnight(until + timedelta(days=1)) if until else None,
    )
    _write(actor, "member_added", membership)
    return membership


@transaction.atomic
def set_approver(*, actor: Actor, team: Team, membership_id: UUID, approver: bool) -> Membership:
    """Let a member approve answers of this team, or no longer."""
    membership = _member(actor, team, membership_id)
    if membership.approver != approver:
        if approver and would_know_both_sides(membership.user, team.pk, approver=True):
            raise NotAvailable
        membership.approver = approver
        membership.save(update_fields=["approver"])
        _write(actor, "member_approves" if approver else "member_approves_no_longer", membership)
    return membership


@transaction.atomic
def end_membership(*, actor: Actor, team: Team, membership_id: UUID) -> Membership:
    """Somebody leaves the team now, and in the same moment every family of it that they worked with."""
    membership = _member(actor, team, membership_id)
    membership.until = clock.now()
    membership.save(update_fields=["until"])
    _write(actor, "member_left", membership)
    theirs = Assignment.objects.filter(user_id=membership.user_id, until=None, engagement__team=team)
    for engagement_id in theirs.order_by("engagement_id").values_list("engagement_id", flat=True):
        end_assignments(actor, engagement_id, membership.user_id)
    return membership


def _member(actor: Actor, team: Team, pk: UUID) -> Membership:
    row = locked(teams_for(actor), team.pk)
    return locked(Membership.objects.filter(not_over(), team=row).select_related("user"), pk)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.LONDON)


def _write(actor: Actor, action: str, membership: Membership) -> None:
    until = membership.until.isoformat() if membership.until else None
    write(
        actor, keys.SITE, action, membership,
        team=str(membership.team_id), user=str(membership.user_id), approver=membership.approver,
        since=membership.since.isoformat(), until=until,
    )  # fmt: skip
