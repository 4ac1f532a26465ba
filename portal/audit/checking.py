"""Checking a few entries at a time, for a page that shows them."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from .chain import link_of, mac_of
from .models import AuditEntry


def broken(entries: Collection[AuditEntry]) -> set[UUID]:
    """The ids of those entries that were changed, or do not follow the entry before them."""
    if not entries:
        return set()
    places = Q()
    for entry in entries:
        places |= Q(chain=entry.chain, sequence=entry.sequence - 1)
    rows = AuditEntry.objects.filter(places).values_list("chain", "sequence", "mac")
    before = {(chain, sequence): mac for chain, sequence, mac in rows}
    return {entry.pk for entry in entries if entry.mac != _expected(entry, before)}


def _expected(entry: AuditEntry, before: dict[tuple[UUID, int], str]) -> str:
    mac = before.get((entry.chain, entry.sequence - 1), "")
    return mac_of(entry, after=link_of(entry.chain, entry.sequence - 1, mac))
