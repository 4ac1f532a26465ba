"""Proves that the record is whole: recomputes every chain, and looks for every trigger.

It may run while the service writes: heads are read before the entries, so that an entry missing below a head
was cut, and one above it is looked up again.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from portal.encryption import keys

from .chain import link_of, mac_of
from .models import AuditEntry, AuditHead
from .triggers import missing_triggers


def verify() -> list[str]:
    """Every fault in one line: a chain, a sequence and what is wrong there; or `trigger` and a table."""
    with keys.key_ring():
        return [*(f"trigger {table}" for table in missing_triggers()), *_faults()]


def _faults() -> Iterator[str]:
    heads = {head.chain: head for head in AuditHead.objects.iterator()}
    entries = AuditEntry.objects.order_by("chain", "sequence").iterator(chunk_size=2000)
    for chain, run in groupby(entries, key=attrgetter("chain")):
        yield from _chain_faults(chain, run, heads.pop(chain, None))
    for chain, head in heads.items():  # chains of which no entry was there
        yield from _chain_faults(chain, iter(()), head)


def _chain_faults(chain: UUID, entries: Iterator[AuditEntry], head: AuditHead | None) -> Iterator[str]:
    last, link = 0, link_of(chain, 0, "")
    for entry in entries:
        if entry.sequence != last + 1:
            yield f"{chain} {last + 1} missing, up to {entry.sequence - 1}"
        elif entry.mac != mac_of(entry, after=link):
            yield f"{chain} {entry.sequence} changed"
        last, link = entry.sequence, link_of(chain, entry.sequence, entry.mac)
    yield from _head_faults(chain, last, link, head)


def _head_faults(chain: UUID, last: int, link: str, head: AuditHead | None) -> Iterator[str]:
    if head is None or head.sequence < last:  # written since the heads were read, or a head set back
        head = AuditHead.objects.filter(chain=chain).first()
        if head is not None and head.sequence > last:
            return  # more was written since the entries were read
    if head is None:
        yield f"{chain} {last} the head is missing"
    elif head.sequence > last:
        yield f"{chain} {last + 1} missing, up to {head.sequence}"
    elif head.sequence < last:
        yield f"{chain} {head.sequence + 1} is beyond the head"
    elif head.mac != link:
        yield f"{chain} {last} the head does not match"
