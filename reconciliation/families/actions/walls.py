"""Changing the worker with a handover, and matches that are found and decided."""

from django.db import transaction

from portal.accounts.models import User
from portal.audit.actor import Actor
from portal.ui.refusals import OutOfDate
from portal.workflow import clock
from reconciliation.families import policy
from reconciliation.families.actions.common import locked, write
from reconciliation.families.actions.conflicts import record_conflict_answer
from reconciliation.families.actions.workers import assign_worker, end_assignments
from reconciliation.families.models import Conflict, ConflictStatus, FamilyEngagement, Handover
from reconciliation.families.selectors import current_worker
from reconciliation.families.selectors.conflicts import conflict_to_decide


@transaction.atomic
def change_worker(*, actor: Actor, engagement: FamilyEngagement, worker: User, summary: str) -> Handover:
    """Give the family to another worker, who said that they have no link, with what they need to know.

    The family is told that its worker has changed, and nothing else. Raises NotAvailable as assign_worker does.
    """
    row = locked(policy.supervised_by(actor), engagement.pk)
    before = current_worker(row.pk)
    record_conflict_answer(actor=actor, engagement=row, worker=worker, answer=ConflictStatus.NONE_DECLARED)
    assign_worker(actor=actor, engagement=row, worker=worker)
    handover = Handover.objects.create(
        engagement=row, from_user_id=before.user_id if before else None, to_user=worker, summary=summary,
        written_by_id=policy.user_of(actor),
    )  # fmt: skip
    write(actor, row.pk, "handed_over", handover, worker=str(worker.pk))
    return handover


@transaction.atomic
def decide_conflict(*, actor: Actor, conflict: Conflict, upheld: bool, reason: str) -> Conflict:
    """A supervisor decides on a match. Upheld bars at once; what was seen stays on the record."""
    row = conflict_to_decide(actor, conflict.engagement_id, conflict.pk)
    if row.decided_by_id is not None:
        raise OutOfDate
    row.status = ConflictStatus.UPHELD if upheld else ConflictStatus.NOT_UPHELD
    row.decided_by_id = policy.user_of(actor)
    row.decided_at = clock.now()
    row.decision = reason
    row.save()
    write(actor, row.engagement_id, "conflict_decided", row, status=row.status, user=str(row.user_id))
    if upheld:
        end_assignments(actor, row.engagement_id, row.user_id)
    return row
