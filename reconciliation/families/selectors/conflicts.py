"""Conflicts of interest that were found, and what whoever has one has seen."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.accounts.models import User
from portal.accounts.selectors import names_of
from portal.audit.actor import Actor
from portal.audit.models import AuditEntry
from portal.encryption import keys
from portal.ui.refusals import NotYours
from portal.workflow import clock
from reconciliation.families import names, policy
from reconciliation.families.models import Conflict, ConflictStatus, NameKey, NameKeyKind

DECIDED_WITHIN = 1  # working days
MOST_LISTED = 50


@dataclass(frozen=True)
class Found:
    """A match that somebody has to decide on, and by when."""

    conflict: Conflict
    worker: str
    due: date


@dataclass(frozen=True)
class Seen:
    """Something that a worker did or opened on a family's record."""

    at: datetime
    what: str


def shares_surname(worker: User, engagement_id: UUID) -> bool:
    """Whether the worker's last name is a name of somebody in this family. In half of rural teams it means nothing."""
    words = names.words_of(worker.name)
    if not words:
        return False
    keys_of_family = NameKey.objects.filter(person__engagement_id=engagement_id, kind=NameKeyKind.WORD)
    return keys_of_family.filter(mac=names.word_key(words[-1])).exists()


def to_decide(actor: Actor) -> list[Found]:
    """The matches of this supervisor's families, but for those about themselves; the oldest first."""
    rows = Conflict.objects.filter(policy.among(policy.supervised_by(actor)), status=ConflictStatus.DETECTED)
    rows = rows.exclude(user_id=policy.user_of(actor)).select_related("engagement").order_by("recorded_at", "id")
    found = list(rows[:MOST_LISTED])
    keys.warm([keys.SITE])
    workers = names_of(conflict.user_id for conflict in found)
    return [
        Found(conflict, workers[conflict.user_id][0], clock.due_on(conflict.recorded_at, DECIDED_WITHIN))
        for conflict in found
    ]


def conflict_to_decide(actor: Actor, engagement_id: UUID, pk: UUID) -> Conflict:
    """One match that this supervisor decides on; otherwise the one refusal."""
    rows = Conflict.objects.filter(policy.among(policy.supervised_by(actor)))
    rows = rows.filter(engagement_id=engagement_id, status=ConflictStatus.DETECTED)
    conflict = rows.exclude(user_id=policy.user_of(actor)).select_related("engagement", "user").filter(pk=pk).first()
    if conflict is None:
        raise NotYours
    return conflict


def seen_by(user_id: UUID, engagement_id: UUID) -> list[Seen]:
    """What the record says that this user did and opened here, newest first."""
    entries = AuditEntry.objects.filter(chain=engagement_id, actor_id=user_id).order_by("-sequence")[:MOST_LISTED]
    return [Seen(entry.at, entry.action.replace("_", " ").replace(".", ": ")) for entry in entries]
