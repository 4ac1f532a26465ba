"""The duty list, safety first, and the safeguarding lead's list of questions to tie."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from portal.accounts.selectors import names_of, still_open
from portal.audit.actor import Actor
from portal.encryption import keys
from reconciliation.families.models import Side
from reconciliation.reception import policy
from reconciliation.reception.models import Receipt, Said, Tie
from reconciliation.tracks import states, words
from reconciliation.tracks.selectors.told import title_of

PAGE_SIZE = 25
UNSAFE, CALLS, NEW, IN_HAND, MACHINE = "unsafe", "calls", "new", "in_hand", "machine"
NOT_SCREENED = (states.RECEIVED, states.SCREENING)


@dataclass(frozen=True)
class Line:
    """One question on the duty list."""

    receipt: Receipt
    title: str
    stage: str
    worker: str
    since: dt.datetime


@dataclass(frozen=True)
class Section:
    """The lines under one heading, the longest waiting first; ``more`` where there are others."""

    key: str
    title: str
    lines: Sequence[Line]
    more: bool


TITLES = {
    UNSAFE: "Somebody may be unsafe",
    CALLS: "Asked to be called",
    NEW: "New",
    IN_HAND: "Being worked on",
    MACHINE: "Probably sent by a machine",
}


def duty_list(actor: Actor) -> list[Section]:
    """Open questions without a family: who may be unsafe first, and what a machine seems to have sent last.

    Each section is found by itself and shows its first page, so that a flood of one kind hides nothing of another.
    """
    rows = policy.on_duty_list(actor).filter(question__state__in=states.OPEN)
    rows = rows.select_related("question").order_by("made_at", "pk")
    found = {key: list(rows.filter(which)[: PAGE_SIZE + 1]) for key, which in _sections().items()}
    keys.warm([keys.SITE, *(receipt.pk for page in found.values() for receipt in page)])
    workers = names_of({r.question.worker_id for page in found.values() for r in page if r.question.worker_id})
    return [
        Section(key, TITLES[key], [_line(row, workers) for row in page[:PAGE_SIZE]], len(page) > PAGE_SIZE)
        for key, page in found.items()
        if page or key == NEW
    ]


def duty_counts(actor: Actor) -> dict[str, int]:
    """How many wait at the top of the list, by what they wait for."""
    rows = policy.on_duty_list(actor).filter(question__state__in=states.OPEN)
    kinds = {key: which for key, which in _sections().items() if key in (UNSAFE, CALLS, NEW)}
    counted = rows.aggregate(**{f"count_{key}": Count("pk", filter=which) for key, which in kinds.items()})
    return {name.removeprefix("count_"): count for name, count in counted.items()}


def _sections() -> dict[str, Q]:
    person, early = Q(by_machine=False), Q(question__state__in=NOT_SCREENED)
    unsafe = person & Q(unsafe=True) & early
    calls = person & ~(Q(unsafe=True) & early) & Q(call_since__isnull=False)
    rest = person & Q(unsafe=False, call_since=None) | person & Q(unsafe=True, call_since=None) & ~early
    return {
        UNSAFE: unsafe,
        CALLS: calls,
        NEW: rest & early,
        IN_HAND: rest & ~early,
        MACHINE: Q(by_machine=True),
    }


def _line(receipt: Receipt, workers: Mapping[UUID, tuple[str, str]]) -> Line:
    track = receipt.question
    worker = workers.get(track.worker_id, ("", ""))[0] if track.worker_id else ""
    return Line(receipt, title_of(track.question), words.STAFF_STATE[track.current], worker, receipt.made_at)


@dataclass(frozen=True)
class ToTie:
    """One question whose asker agreed, for the safeguarding lead: no word of it before it is opened with a reason."""

    receipt: Receipt
    agreed_at: dt.datetime
    opened: bool


@dataclass(frozen=True)
class Ties:
    """What waits to be tied, and what was tied and can still be taken back."""

    waiting: Sequence[ToTie]
    made: Sequence[Tie]


def to_tie(actor: Actor) -> Ties:
    """Those whose newest word is that they agree, the longest waiting first; and the ties that are not settled."""
    mine = policy.tieable_by(actor)
    newest = Said.objects.filter(receipt=OuterRef("pk")).order_by("-at", "-id")
    agreed = mine.filter(question__engagement__side=Side.UNKNOWN).annotate(
        agrees=Subquery(newest.values("agrees")[:1]), agreed_at=Subquery(newest.values("at")[:1]),
        opened=Exists(policy.visible_to(actor).filter(pk=OuterRef("pk"))),
    )  # fmt: skip
    waits = agreed.filter(agrees=True).order_by("agreed_at", "pk")[:PAGE_SIZE]
    return Ties([ToTie(row, row.agreed_at, row.opened) for row in waits], list(_made(mine)[:PAGE_SIZE]))


def _made(mine: QuerySet[Receipt]) -> QuerySet[Tie]:
    invited = still_open(timezone.now()).exclude(subject=None).values("subject")
    rows = Tie.objects.filter(receipt__in=mine, undone_at=None, person__user=None).exclude(person__in=invited)
    return rows.select_related("receipt", "family").order_by("-made_at", "id")
