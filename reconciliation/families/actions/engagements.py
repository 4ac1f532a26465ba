"""Opening an engagement and correcting what was said of it."""

from uuid import UUID, uuid4

from django.db import transaction

from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from reconciliation.families import policy
from reconciliation.families.actions.common import insert, locked, sent_before, write
from reconciliation.families.errors import CannotChange
from reconciliation.families.models import FamilyEngagement, Side, Team
from reconciliation.families.selectors import teams_of


@transaction.atomic
def open_engagement(
    *,
    actor: Actor,
    team: Team,
    side: str,
    side_basis: str,
    known_to_social_care: bool,
    external_system: str = "",
    external_ref: str = "",
    pk: UUID | None = None,
) -> FamilyEngagement:
    """A new engagement of one of the supervisor's own teams, with its own key and its own chain."""
    if not policy.may_open_engagements(actor) or team not in teams_of(actor):
        raise NotYours
    said = {
        "team": team,
        "side": side,
        "side_basis": side_basis,
        "known_to_social_care": known_to_social_care,
        "external_system": external_system,
        "external_ref": external_ref,
    }
    if earlier := sent_before(policy.supervised_by(actor), pk, **said):
        return earlier
    engagement = FamilyEngagement(pk=pk or uuid4(), opened_by_id=policy.user_of(actor), **said)
    try:
        keys.create(engagement.holder)
    except keys.KeyExists:
        raise OutOfDate from None
    insert(engagement)
    write(
        actor, engagement.pk, "engagement_opened", engagement,
        side=side, side_basis=side_basis, known_to_social_care=known_to_social_care,
    )  # fmt: skip
    return engagement


@transaction.atomic
def change_details(
    *,
    actor: Actor,
    engagement: FamilyEngagement,
    side: str,
    side_basis: str,
    known_to_social_care: bool,
    external_system: str = "",
    external_ref: str = "",
) -> FamilyEngagement:
    """Correct the details; the side and its basis only until the answers are confirmed."""
    row = locked(policy.supervised_by(actor).exclude(side=Side.UNKNOWN), engagement.pk)
    if row.confirmed_at is not None and (side, side_basis) != (row.side, row.side_basis):
        raise CannotChange("The side was confirmed and cannot be changed here.")
    row.side = side
    row.side_basis = side_basis
    row.known_to_social_care = known_to_social_care
    row.external_system = external_system
    row.external_ref = external_ref
    row.save()
    write(
        actor, row.pk, "engagement_details_changed", row,
        side=side, side_basis=side_basis, known_to_social_care=known_to_social_care,
    )  # fmt: skip
    return row


@transaction.atomic
def confirm_engagement(*, actor: Actor, engagement: FamilyEngagement) -> FamilyEngagement:
    """The supervisor has checked the answers; once is enough."""
    row = locked(policy.supervised_by(actor).exclude(side=Side.UNKNOWN), engagement.pk)
    if row.confirmed_at is None:
        row.confirmed_at = clock.now()
        row.save(update_fields=["confirmed_at"])
        write(actor, row.pk, "engagement_confirmed", row)
    return row
