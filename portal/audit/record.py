"""The one writer of the record. It runs in the transaction of the change that it tells of."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal.encryption import keys

from .actor import Actor
from .canonical import canonical
from .chain import link_of, mac_of
from .models import READ, AuditEntry, AuditHead

BATCH = 500
_open: ContextVar[list["NewEntry"] | None] = ContextVar("gathered_entries", default=None)


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
) -> None:
    """Append one entry to the holder's chain, or keep it for the end where entries are `gathered`."""
    entry = NewEntry(
        actor=actor, holder=holder, action=action, table=table, row=row, digest=digest, details=details or {}, at=at
    )
    gathering = _open.get()
    if gathering is None:
        append([entry])
    else:
        gathering.append(replace(entry, at=at or timezone.now()))


@contextmanager
def gathered() -> Iterator[None]:
    """What is recorded while this is open goes into the record at its end, in its order, under one lock.

    For a change that leaves several entries: an error leaves none of them, as it leaves nothing of the change.
    """
    if _open.get() is not None:
        yield
        return
    token = _open.set([])
    try:
        yield
        append_many(_open.get() or [])
    finally:
        _open.reset(token)


def append(entries: Iterable[NewEntry]) -> list[AuditEntry]:
    """Append many entries, all of one holder, in their order, under one lock."""
    new = list(entries)
    if len({entry.holder for entry in new}) > 1:
        raise ValueError("Entries appended together belong to one holder.")
    return append_many(new)


def append_many(entries: Iterable[NewEntry]) -> list[AuditEntry]:
    """Append entries of many holders, each holder's in their order, with a few queries for all of them.

    Every head is locked until the end of the transaction; the rows come back grouped by holder.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("The record is written in its change's transaction.")
    chains: dict[UUID, list[NewEntry]] = defaultdict(list)
    for entry in entries:
        chains[entry.holder].append(entry)
    if not chains:
        return []
    with keys.key_ring():
        heads = _locked_heads(chains)
        rows = [row for chain, new in chains.items() for row in _chained(new, heads[chain])]
        AuditEntry.objects.bulk_create(rows, batch_size=BATCH)
        AuditHead.objects.bulk_create(
            heads.values(), BATCH, update_conflicts=True, unique_fields=["chain"], update_fields=["sequence", "mac"]
        )
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
        is_read=entry.action.startswith(READ),
        table_name=entry.table,
        row_id=entry.row,
        digest=entry.digest,
        # As they will be read back: ids and times as texts. Engines do not return every float as given.
        details=json.loads(canonical(entry.details), parse_float=_refuse_float),
    )


def _refuse_float(number: str) -> None:
    raise ValueError(f"Details hold no fractions: {number}.")


def _locked_heads(chains: Collection[UUID]) -> dict[UUID, AuditHead]:
    # In the order of their ids, so that two who lock the same heads never wait for each other.
    locked = AuditHead.objects.select_for_update().filter(chain__in=chains).order_by("chain")
    heads = {head.chain: head for head in locked}
    missing = [chain for chain in chains if chain not in heads]
    if not missing:
        return heads
    # Two first entries at once: the second waits here for the first one's commit and finds its head.
    first = [AuditHead(chain=chain, sequence=0, mac=link_of(chain, 0, "")) for chain in sorted(missing)]
    AuditHead.objects.bulk_create(first, BATCH, ignore_conflicts=True)
    return {head.chain: head for head in locked.all()}
