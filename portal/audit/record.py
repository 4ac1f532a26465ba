"""The one writer of the record. It runs in the transaction of the change that it tells of."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal.encryption import keys

from .actor import Actor
from .canonical import canonical
from .chain import link_of, mac_of
from .models import AuditEntry, AuditHead


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """What one entry will say. `details` holds ids, states and guard names, never a private text."""

    actor: Actor
    holder: UUID
    action: str
    table: str
    row: UUID | None
    digest: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None


def record(
    *,
    actor: Actor,
    holder: UUID,
    action: str,
    table: str,
    row: UUID | None,
    digest: str = "",
    details: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEntry:
    """Append one entry to the holder's chain."""
    said = details or {}
    return append(
        [
            NewEntry(
                actor=actor,
                holder=holder,
                action=action,
                table=table,
                row=row,
                digest=digest,
                details=said,
                at=at,
            )
        ]
    )[0]


def append(entries: Iterable[NewEntry]) -> list[AuditEntry]:
    """Append many entries, all of one holder, in their order, under one lock."""
    new = list(entries)
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("The record is written in its change's transaction.")
    if not new:
        return []
    holder = new[0].holder
    if any(entry.holder != holder for entry in new):
        raise ValueError("Entries appended together belong to one holder.")
    with keys.key_ring():
        head = _locked_head(holder)
        rows = _chained(new, head)
        AuditEntry.objects.bulk_create(rows)
        head.save(update_fields=["sequence", "mac"])
    return rows


def _chained(new: Sequence[NewEntry], head: AuditHead) -> list[AuditEntry]:
    rows = []
    for entry in new:
        head.sequence += 1
        row = _row(entry, head.sequence)
        row.mac = mac_of(row, after=head.mac)
        head.mac = link_of(head.chain, head.sequence, row.mac)
        rows.append(row)
    return rows


def _row(entry: NewEntry, sequence: int) -> AuditEntry:
    at = entry.at or timezone.now()
    if timezone.is_naive(at):
        raise ValueError("The time of an entry needs a zone.")
    return AuditEntry(
        chain=entry.holder,
        sequence=sequence,
        at=at,
        actor_kind=str(entry.actor.kind),
        actor_id=entry.actor.id,
        actor_role=str(entry.actor.role),
        actor_post=entry.actor.post,
        action=entry.action,
        table_name=entry.table,
        row_id=entry.row,
        digest=entry.digest,
        # As they will be read back: ids and times as texts. Engines do not return every float as given.
        details=json.loads(canonical(entry.details), parse_float=_refuse_float),
    )


def _refuse_float(number: str) -> None:
    raise ValueError(f"Details hold no fractions: {number}.")


def _locked_head(holder: UUID) -> AuditHead:
    locked = AuditHead.objects.select_for_update()
    head = locked.filter(chain=holder).first()
    if head is None:
        # Two first entries at once: the second waits here for the first one's commit and finds its head.
        first = AuditHead(chain=holder, sequence=0, mac=link_of(holder, 0, ""))
        AuditHead.objects.bulk_create([first], ignore_conflicts=True)
        head = locked.get(chain=holder)
    return head
