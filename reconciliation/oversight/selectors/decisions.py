"""The auditor's log of decisions, each held against the record as it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.accounts.models import Role
from portal.audit.actor import Actor
from portal.audit.anchoring import last_checked
from portal.audit.anchors import last_anchored
from portal.audit.checking import broken
from portal.audit.digest import digest_of
from portal.audit.models import AuditEntry
from portal.encryption import keys
from portal.ui.refusals import NotYours
from portal.workflow.models import DecisionRecord
from reconciliation.tracks import words
from reconciliation.tracks.models import ShortTermTrack

PAGE_SIZE = 25
EVENTS = {"extend": "The date was moved."} | {
    event: words.RECORD[event] for event, move in ShortTermTrack.moves().items() if move.decision
}


@dataclass(frozen=True)
class Filters:
    """How the log is narrowed; empty texts for all of it."""

    event: str = ""
    post: str = ""


@dataclass(frozen=True)
class Decided:
    """One decision, the question that it is about, and whether the record bears it out."""

    row: DecisionRecord
    reference: str
    sound: bool


@dataclass(frozen=True)
class LastCheck:
    """When the whole record was last checked on request, and what was found."""

    at: datetime
    post: str
    count: int
    faults: list[str]


def decision_log(actor: Actor, filters: Filters, after: UUID | None) -> tuple[list[Decided], UUID | None]:
    """Decisions with their reasons, newest first, by key. Never a question, an answer or a message."""
    if actor.role != Role.AUDITOR:
        raise NotYours()
    rows = DecisionRecord.objects.order_by("-decided_at", "-id")
    if after is not None:
        last = rows.filter(pk=after).first()
        if last is None:
            raise NotYours()
        rows = rows.filter(decided_at__lte=last.decided_at).exclude(decided_at=last.decided_at, id__gte=last.pk)
    if filters.event:
        rows = rows.filter(event=filters.event)
    if filters.post:
        rows = rows.filter(actor_post__icontains=filters.post)
    found = list(rows[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    keys.warm({row.holder for row in page})
    tracks = ShortTermTrack.objects.filter(pk__in={row.track_id for row in page})
    references = dict(tracks.values_list("pk", "reference"))
    sound = _sound(page)
    shown = [Decided(row, references.get(row.track_id, ""), row.pk in sound) for row in page]
    return shown, page[-1].pk if len(found) > PAGE_SIZE else None


def _sound(rows: Sequence[DecisionRecord]) -> set[UUID]:
    """Those whose entry is whole, follows the one before it, and carries the digest of just this decision."""
    by_id = {str(row.pk): row for row in rows}
    entries = AuditEntry.objects.filter(chain__in={row.holder for row in rows}, details__decision__in=list(by_id))
    found = list(entries)
    wrong = broken(found)
    return {
        by_id[entry.details["decision"]].pk
        for entry in found
        if entry.pk not in wrong and _bears_out(entry, by_id[entry.details["decision"]])
    }


def _bears_out(entry: AuditEntry, row: DecisionRecord) -> bool:
    return bool(entry.chain == row.holder and entry.details.get("decision_digest") == digest_of(row))


def checks(actor: Actor) -> dict[str, Any]:
    """When the record was last anchored, and last checked on request."""
    if actor.role != Role.AUDITOR:
        raise NotYours()
    entry, anchored = last_checked(), last_anchored()
    last = LastCheck(entry.at, entry.actor_post, entry.details["count"], entry.details["faults"]) if entry else None
    return {"last_check": last, "anchored_at": anchored.at if anchored else None}
