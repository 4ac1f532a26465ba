"""The anchors as they are read back, and the faults that only they can show."""

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from uuid import UUID

from portal.encryption import keys

from .anchor_file import Line, own_lines
from .canonical import canonical
from .chain import link_of
from .models import AuditAnchor, AuditEntry

ANCHORED = "anchored"
A_MOMENT = 0.5

Head = tuple[UUID, int, str]


def digest_of_heads(heads: Iterable[Head]) -> str:
    """One hash over all heads, in the order of their chains."""
    return hashlib.sha256(canonical(sorted(heads)).encode()).hexdigest()


def last_anchored() -> AuditEntry | None:
    """The newest entry of the site's chain that tells of an anchoring."""
    return AuditEntry.objects.filter(chain=keys.SITE, action=ANCHORED).order_by("-sequence").first()


@dataclass(frozen=True)
class Anchored:
    """What was anchored last: each chain's head, and the entry of the site's chain about them."""

    entry: AuditEntry | None
    heads: dict[UUID, tuple[int, str]]

    def at(self, chain: UUID) -> tuple[int, str]:
        """The anchored head of a chain: place and link; place 0 where there is none."""
        return self.heads.get(chain, (0, ""))

    def table_faults(self) -> Iterator[str]:
        """Do the anchors in the table make up what the entry of the site's chain counted?"""
        if self.entry is None:
            if self.heads:
                yield f"{keys.SITE} 1 no entry tells of the anchors that are there"
            return
        counted, there = self.entry.details.get("chains"), len(self.heads)
        if counted != there:
            yield f"{keys.SITE} {self.entry.sequence} counted {counted} chains, and {there} are anchored"
        elif self.entry.digest != digest_of_heads((c, n, mac) for c, (n, mac) in self.heads.items()):
            yield f"{keys.SITE} {self.entry.sequence} is not of the anchors that are there"

    def file_faults(self) -> Iterator[str]:
        """Is each head in the file a place of the chain (the first that is not), and is the newest anchor in it?"""
        lines = self._settled_lines()
        places = [line.sequence for line in lines]
        entries = AuditEntry.objects.filter(chain=keys.SITE, sequence__in=places)
        macs = dict(entries.values_list("sequence", "mac"))
        for line in sorted(lines, key=attrgetter("sequence")):
            mac = macs.get(line.sequence)
            if mac is None:
                yield f"{keys.SITE} {line.sequence} is in the anchor file and not in the record"
                return
            if link_of(keys.SITE, line.sequence, mac) != line.mac:
                yield f"{keys.SITE} {line.sequence} is not what the anchor file holds"
                return
        if self.entry is not None and self.entry.sequence > max(places, default=0):
            yield f"{keys.SITE} {self.entry.sequence} is missing in the anchor file"

    def _settled_lines(self) -> list[Line]:
        lines = own_lines()
        if self.entry is None or any(line.sequence >= self.entry.sequence for line in lines):
            return lines
        time.sleep(A_MOMENT)  # the file is written just after the commit that this may have seen
        return own_lines()


def read_anchored() -> Anchored:
    """The entry first: whoever anchors while this reads is left out."""
    entry = last_anchored()
    rows = AuditAnchor.objects.order_by("chain", "sequence")
    if entry is not None:
        rows = rows.filter(anchored_at__lte=entry.at)
    found = rows.values_list("chain", "sequence", "mac").iterator(chunk_size=2000)
    return Anchored(entry, {chain: (sequence, mac) for chain, sequence, mac in found})
