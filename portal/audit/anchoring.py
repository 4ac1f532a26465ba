"""Anchoring: once a day the heads of all chains are put where a later change of the record cannot reach them unseen.

The heads that moved go to an append-only table; the site's chain gets one entry with the count of chains and a digest
of all heads; the site's own new head goes to a file outside the database. `verify` holds the record against all three.
"""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.encryption import keys

from . import anchor_file
from .actor import CLOCK, Actor
from .anchors import ANCHORED, digest_of_heads, last_anchored
from .chain import link_of
from .models import AuditAnchor, AuditEntry, AuditHead
from .record import BATCH, NewEntry, append, record
from .verify import verify

CHECKED = "record_checked"
KEPT = 20


class RecordSetBack(Exception):
    """A head is behind its last anchor, or gone: such a record is looked at, and never anchored."""


def verified(*, actor: Actor = CLOCK) -> list[str]:
    """Check the whole record first, and anchor it after, where there is no fault."""
    faults = verify()
    if not faults:
        anchor(actor=actor)
    return faults


def checked(*, actor: Actor) -> list[str]:
    """The same for somebody who asked for it; the result is kept on the chain of the site."""
    faults = verified(actor=actor)
    with transaction.atomic():
        record(
            actor=actor, holder=keys.SITE, action=CHECKED, table=AuditEntry._meta.db_table, row=None,
            details={"count": len(faults), "faults": faults[:KEPT]},
        )  # fmt: skip
    return faults


def last_checked() -> AuditEntry | None:
    """The newest such result."""
    return AuditEntry.objects.filter(chain=keys.SITE, action=CHECKED).order_by("-sequence").first()


def anchor_daily(*, at: datetime | None = None) -> int:
    """Anchor once a day, however often it is called; how often it did. A sweep of the worker."""
    moment = at or timezone.now()
    last = last_anchored()
    if last is not None and timezone.localdate(last.at) >= timezone.localdate(moment):
        return 0
    anchor(at=moment)
    return 1


def anchor(*, actor: Actor = CLOCK, at: datetime | None = None) -> AuditEntry:
    """Anchor every head as it is now; the file is written once all else is committed."""
    moment = at or timezone.now()
    with keys.key_ring(), transaction.atomic():
        _one_at_a_time()
        _refuse_set_back()
        heads = _heads()
        moved = [head for head in heads if head.moved]
        AuditAnchor.objects.bulk_create(
            [AuditAnchor(chain=h.chain, sequence=h.sequence, mac=h.mac, anchored_at=moment) for h in moved], BATCH
        )
        digest = digest_of_heads((head.chain, head.sequence, head.mac) for head in heads)
        anchored = NewEntry(
            actor=actor, holder=keys.SITE, action=ANCHORED, table=AuditAnchor._meta.db_table, row=None,
            digest=digest, details={"chains": len(heads)}, at=moment,
        )  # fmt: skip
        entry = append([anchored])[0]
        transaction.on_commit(partial(anchor_file.add, _line(entry, len(heads))))
    return entry


def _one_at_a_time() -> None:
    AuditHead.objects.select_for_update().filter(chain=keys.SITE).first()


def _refuse_set_back() -> None:
    ahead = AuditAnchor.objects.filter(chain=OuterRef("chain"), sequence__gt=OuterRef("sequence"))
    behind = set(AuditHead.objects.filter(Exists(ahead)).values_list("chain", flat=True))
    there = AuditHead.objects.filter(chain=OuterRef("chain"))
    gone = set(AuditAnchor.objects.filter(~Exists(there)).values_list("chain", flat=True))
    if behind | gone:
        raise RecordSetBack(", ".join(sorted(str(chain) for chain in behind | gone)))


def _heads() -> list[Any]:
    """Every head, and whether it has moved since it was anchored: in one query, so of one moment."""
    same = AuditAnchor.objects.filter(chain=OuterRef("chain"), sequence=OuterRef("sequence"))
    return list(AuditHead.objects.annotate(moved=~Exists(same)))


def _line(entry: AuditEntry, chains: int) -> anchor_file.Line:
    mac = link_of(keys.SITE, entry.sequence, entry.mac)
    return anchor_file.Line(anchor_file.site_mark(), entry.at.isoformat(), entry.sequence, mac, chains)
