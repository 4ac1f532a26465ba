"""Conflicts of interest. Declared bars at once: the next click finds nothing."""

from uuid import UUID

from django.db import transaction

from portal.accounts.models import Role, User
from portal.audit.actor import Actor
from portal.ui.refusals import NotYours
from reconciliation.families import policy
from reconciliation.families.actions.common import locked, write
from reconciliation.families.actions.workers import end_assignments
from reconciliation.families.models import Conflict, ConflictStatus, FamilyEngagement

ANSWERS = frozenset({ConflictStatus.NONE_DECLARED, ConflictStatus.DECLARED})


@transaction.atomic
def declare_conflict(*, actor: Actor, engagement: FamilyEngagement, kind: str, note: str = "") -> Conflict:
    """A worker, supervisor or approver says that they must not work with this family."""
    user = policy.user_of(actor)
    if actor.role not in policy.TEAM_ROLES:
        raise NotYours
    row = locked(policy.visible_to(actor), engagement.pk)
    conflict = Conflict.objects.create(
        engagement=row,
        user_id=user,
        kind=kind,
        status=ConflictStatus.DECLARED,
        recorded_by_id=user,
        note=note,
    )
    write(actor, row.pk, "conflict_declared", conflict, kind=kind, user=str(user))
    end_assignments(actor, row.pk, user)
    return conflict


@transaction.atomic
def bar_reviewer(*, actor: Actor, engagement_id: UUID, kind: str, note: str = "") -> Conflict:
    """Somebody of information governance says that they must not decide for this family: they find no more of it.

    The room above has asked whether a decision of this family is theirs to look at.
    """
    user = policy.user_of(actor)
    if actor.role != Role.INFORMATION_GOVERNANCE:
        raise NotYours
    conflict = Conflict.objects.create(
        engagement_id=engagement_id, user_id=user, kind=kind, status=ConflictStatus.DECLARED, recorded_by_id=user,
        note=note,
    )  # fmt: skip
    write(actor, engagement_id, "conflict_declared", conflict, kind=kind, user=str(user))
    return conflict


@transaction.atomic
def record_conflict_answer(
    *,
    actor: Actor,
    engagement: FamilyEngagement,
    worker: User,
    answer: str,
    kind: str = "",
    note: str = "",
) -> Conflict:
    """What a worker said when the supervisor asked; "declared" bars them as their own word would."""
    if answer not in ANSWERS:
        raise ValueError("An answer is none_declared or declared.")
    row = locked(policy.supervised_by(actor), engagement.pk)
    conflict = Conflict.objects.create(
        engagement=row,
        user=worker,
        kind=kind,
        status=answer,
        recorded_by_id=policy.user_of(actor),
        note=note,
    )
    write(actor, row.pk, "conflict_answer_recorded", conflict, status=answer, user=str(worker.pk))
    if answer == ConflictStatus.DECLARED:
        end_assignments(actor, row.pk, worker.pk)
    return conflict
