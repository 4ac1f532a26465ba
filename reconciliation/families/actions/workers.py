"""The named caseworker of an engagement."""

from uuid import UUID

from django.db import transaction

from portal.accounts.models import User
from portal.audit.actor import Actor
from portal.events import publish
from portal.workflow import clock
from reconciliation.families import policy
from reconciliation.families.actions.common import locked, write
from reconciliation.families.errors import NotAvailable
from reconciliation.families.events import WorkerChanged
from reconciliation.families.models import Assignment, Conflict, ConflictKind, ConflictStatus, FamilyEngagement
from reconciliation.families.selectors import is_available
from reconciliation.families.selectors.conflicts import shares_surname


@transaction.atomic
def assign_worker(*, actor: Actor, engagement: FamilyEngagement, worker: User) -> Assignment:
    """Give the engagement to a worker of its team; the one before has it no longer."""
    row = locked(policy.supervised_by(actor), engagement.pk)
    if not is_available(worker, row):
        raise NotAvailable
    open_now = row.assignments.filter(until=None).first()
    if open_now is not None:
        if open_now.user_id == worker.pk:
            return open_now
        _end(actor, open_now)
    assignment = Assignment.objects.create(
        engagement=row, user=worker, assigned_by_id=policy.user_of(actor), since=clock.now()
    )
    write(actor, row.pk, "worker_assigned", assignment, worker=str(worker.pk))
    flag_match(actor, row.pk, worker)
    publish(WorkerChanged(row.pk, worker.pk))
    return assignment


def flag_match(actor: Actor, engagement_id: UUID, worker: User) -> None:
    """A shared surname is flagged, once, for a supervisor to decide; it bars nobody before that."""
    earlier = Conflict.objects.filter(engagement_id=engagement_id, user=worker, decided_by=None)
    decided = Conflict.objects.filter(engagement_id=engagement_id, user=worker).exclude(decided_by=None)
    if decided.exists() or earlier.filter(status=ConflictStatus.DETECTED).exists():
        return
    if shares_surname(worker, engagement_id):
        found = Conflict.objects.create(
            engagement_id=engagement_id, user=worker, kind=ConflictKind.RELATIONSHIP, status=ConflictStatus.DETECTED,
            recorded_by_id=policy.user_of(actor),
        )  # fmt: skip
        write(actor, engagement_id, "conflict_detected", found, user=str(worker.pk))


def end_assignments(actor: Actor, engagement_id: UUID, user_id: UUID) -> None:
    """This user works with this family no longer, from now."""
    open_now = Assignment.objects.filter(engagement_id=engagement_id, user_id=user_id, until=None)
    for assignment in open_now:
        _end(actor, assignment)
        publish(WorkerChanged(engagement_id, None))


def _end(actor: Actor, assignment: Assignment) -> None:
    assignment.until = clock.now()
    assignment.save(update_fields=["until"])
    write(
        actor, assignment.engagement_id, "assignment_ended", assignment,
        worker=str(assignment.user_id),
    )  # fmt: skip
