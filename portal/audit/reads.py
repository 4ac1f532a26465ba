"""Reads of sensitive pages: who opened what and when, once in a while for each reader and row.

The views of staff call this after they have asked the policy; a family's reads of what is its own are not recorded.
"""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from .actor import Actor
from .models import READ, AuditEntry, AuditHead
from .record import NewEntry, append_many

AGAIN_AFTER = timedelta(minutes=15)


def opened(actor: Actor, holder: UUID, what: str, row: UUID) -> None:
    """Record that `actor` opened `row`, unless they did so in the last quarter of an hour."""
    opened_all(actor, what, [(holder, row)])


def opened_all(actor: Actor, what: str, rows: Collection[tuple[UUID, UUID]]) -> None:
    """The same for a page that shows several rows, each given with its holder.

    In a short transaction of its own: what was shown stays recorded, whatever becomes of the page afterwards.
    """
    if not _unrecorded(actor, what, rows):
        return
    with transaction.atomic():
        # The page drawn twice at once: the second waits here, then finds the entries of the first.
        heads = AuditHead.objects.select_for_update().filter(chain__in={holder for holder, _ in rows})
        list(heads.order_by("chain"))
        append_many(
            NewEntry(actor=actor, holder=holder, action=f"{READ}{what}", table="", row=row)
            for holder, row in _unrecorded(actor, what, rows)
        )


def lately(actor: Actor, what: str, row: str = "pk") -> Exists:
    """Whether `opened` has nothing to record of the row that a query names in this column: it came with the row."""
    return Exists(_lately(actor, what).filter(row_id=OuterRef(row)))


def reads() -> QuerySet[AuditEntry]:
    """Every entry that tells of a read, the newest first."""
    return AuditEntry.objects.filter(is_read=True).order_by("-at", "-id")


def _unrecorded(actor: Actor, what: str, rows: Collection[tuple[UUID, UUID]]) -> list[tuple[UUID, UUID]]:
    found = _lately(actor, what).filter(row_id__in=[row for _, row in rows])
    known = set(found.values_list("row_id", flat=True)) if rows else set()
    return [(holder, row) for holder, row in rows if row not in known]


def _lately(actor: Actor, what: str) -> QuerySet[AuditEntry]:
    since = timezone.now() - AGAIN_AFTER
    return AuditEntry.objects.filter(is_read=True, actor_id=actor.id, at__gt=since, action=f"{READ}{what}")
