"""Proves that the record is whole: recomputes every chain, holds it against its anchors, and looks for every trigger.

It may run while the service writes: anchors are read before heads and heads before entries, so that an entry missing
below a head was cut, and one above it is looked up again.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from portal.encryption import keys

from .anchors import Anchored, read_anchored
from .chain import link_of, mac_of
from .models import AuditEntry, AuditHead
from .triggers import missing_triggers


def verify() -> list[str]:
    """Every fault in one line: a chain, a sequence and what is wrong there; or `trigger` and a table."""
    with keys.key_ring():
        return [*(f"trigger {table}" for table in missing_triggers()), *_faults()]


def _faults() -> Iterator[str]:
    anchored = read_anchored()
    heads = {head.chain: head for head in AuditHead.objects.iterator()}
    seen = set(heads)
    entries = AuditEntry.objects.order_by("chain", "sequence").iterator(chunk_size=2000)
    for chain, run in groupby(entries, key=attrgetter("chain")):
        seen.add(chain)
        yield from _chain_faults(chain, run, heads.pop(chain, None), anchored)
    for chain, head in heads.items():  # chains of which no entry was there
        yield from _chain_faults(chain, iter(()), head, anchored)
    for chain in sorted(anchored.heads.keys() - seen):
        yield f"{chain} {anchored.at(chain)[0]} was anchored, and the whole chain is gone"
    yield from anchored.table_faults()
    yield from anchored.file_faults()


def _chain_faults(
    chain: UUID, entries: Iterator[AuditEntry], head: AuditHead | None, anchored: Anchored
) -> Iterator[str]:
    """The faults of a chain; where it is whole in itself, whether it is also what was anchored."""
    last, link, whole = 0, link_of(chain, 0, ""), True
    place, anchor = anchored.at(chain)
    held = link if place == 0 else ""
    for entry in entries:
        fault = _entry_fault(entry, last, link)
        last, link = entry.sequence, link_of(chain, entry.sequence, entry.mac)
        held = link if last == place else held
        if fault:
            whole = False
            yield fault
    fault = _head_fault(chain, last, link, head)
    if fault:
        yield fault
    elif whole and place > last:
        yield f"{chain} {last + 1} missing, up to {place}, which was anchored"
    elif whole and place and held != anchor:
        yield f"{chain} {place} is not what was anchored"


def _entry_fault(entry: AuditEntry, last: int, link: str) -> str:
    if entry.sequence != last + 1:
        return f"{entry.chain} {last + 1} missing, up to {entry.sequence - 1}"
    return "" if entry.mac == mac_of(entry, after=link) else f"{entry.chain} {entry.sequence} changed"


def _head_fault(chain: UUID, last: int, link: str, head: AuditHead | None) -> str:
    if head is None or head.sequence < last:  # written since the heads were read, or a head set back
        head = AuditHead.objects.filter(chain=chain).first()
        if head is not None and head.sequence > last:
            return ""  # more was written since the entries were read
    if head is None:
        return f"{chain} {last} the head is missing"
    if head.sequence > last:
        return f"{chain} {last + 1} missing, up to {head.sequence}"
    if head.sequence < last:
        return f"{chain} {head.sequence + 1} is beyond the head"
    return "" if head.mac == link else f"{chain} {last} the head does not match"
