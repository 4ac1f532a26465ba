"""Where police and court work stands for one family, for the guards and for its page."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from portal.accounts.selectors import names_of
from portal.encryption import keys
from portal.ui.components import Entry
from portal.ui.text import visible
from portal.workflow import clock
from reconciliation.families.models import FamilyEngagement
from reconciliation.safeguards.facts import ProceedingsFacts
from reconciliation.safeguards.gates import NOTHING_KNOWN
from reconciliation.safeguards.models import (
    ProceedingsCheck,
    ProceedingsEscalation,
    ProceedingsStatus,
    ProceedingsWatch,
)

PAGE_SIZE = 25


Row: TypeAlias = ProceedingsStatus | ProceedingsCheck | ProceedingsEscalation


@dataclass(frozen=True)
class Recorded:
    """One page of what was recorded, newest first, and the key of the page with what came before."""

    entries: Sequence[Entry]
    earlier: str = ""


def proceedings_facts(engagement_id: UUID) -> ProceedingsFacts:
    """The newest status, and the newest check that was answered."""
    status, check = current_status(engagement_id), _last_answer(engagement_id)
    return ProceedingsFacts(
        today=clock.today(),
        status=status.status if status else "",
        status_id=status.pk if status else None,
        non_objection=status.non_objection if status else False,
        last_check_on=clock.london_date(check.checked_at) if check else None,
        check_id=check.pk if check else None,
    )


def with_proceedings(rows: QuerySet[FamilyEngagement]) -> QuerySet[FamilyEngagement]:
    """The same families, each with what counts now for ``proceedings_at_hand``."""
    watch = ProceedingsWatch.objects.filter(engagement=OuterRef("pk"))
    return rows.annotate(
        proceedings=Subquery(watch.values("status__status")),
        non_objection=Subquery(watch.values("status__non_objection")),
        answered_on=Subquery(watch.values("answered_on")),
    )


def proceedings_at_hand(engagement: FamilyEngagement) -> ProceedingsFacts:
    """The same facts without their evidence, of a family that was read by ``with_proceedings``."""
    return ProceedingsFacts(
        today=clock.today(),
        status=getattr(engagement, "proceedings", None) or "",
        non_objection=bool(getattr(engagement, "non_objection", None)),
        last_check_on=getattr(engagement, "answered_on", None),
    )


def current_status(engagement_id: UUID) -> ProceedingsStatus | None:
    """The newest proceedings status."""
    return ProceedingsStatus.objects.filter(engagement_id=engagement_id).order_by("-at", "-id").first()


def _last_answer(engagement_id: UUID) -> ProceedingsCheck | None:
    rows = ProceedingsCheck.objects.filter(engagement_id=engagement_id, answered=True)
    return rows.order_by("-checked_at", "-id").first()


def watch_of(engagement_id: UUID) -> ProceedingsWatch | None:
    """What counts now, with the rows that it names; nothing before a first status."""
    return with_rows(ProceedingsWatch.objects.filter(engagement_id=engagement_id)).first()


def with_rows(watches: QuerySet[ProceedingsWatch]) -> QuerySet[ProceedingsWatch]:
    """The same with all that they point at, each of which opens its sealed texts by its engagement."""
    return watches.select_related("engagement", "status", "last_check", "escalation")


def can_be_checked(watch: ProceedingsWatch | None) -> bool:
    """There is work of theirs to ask about."""
    return watch is not None and watch.status.status != NOTHING_KNOWN


def waited_for() -> QuerySet[ProceedingsWatch]:
    """The families for which police or court are waited for; whoever lists them asks the policy of families first."""
    return ProceedingsWatch.objects.filter(next_due__isnull=False)


def recorded_of(engagement_id: UUID, before: str = "") -> Recorded:
    """Every status, check and escalation, newest first, by key and never by offset."""
    keys.warm([engagement_id])
    rows: list[Row] = []
    for model, moment in ((ProceedingsStatus, "at"), (ProceedingsCheck, "checked_at"), (ProceedingsEscalation, "at")):
        found = model.objects.filter(_before(moment, before), engagement_id=engagement_id).select_related("engagement")
        rows += found.order_by(f"-{moment}", "-id")[: PAGE_SIZE + 1]
    rows.sort(key=lambda row: (_moment(row), row.pk), reverse=True)
    page = rows[:PAGE_SIZE]
    names = names_of(_who(row) for row in page)
    earlier = f"{_moment(page[-1]).isoformat()}_{page[-1].pk}" if len(rows) > PAGE_SIZE else ""
    return Recorded([_entry(row, names.get(_who(row), ("", ""))) for row in page], earlier)


def _before(moment: str, key: str) -> Q:
    text, _, pk = key.partition("_")
    try:
        at, last = dt.datetime.fromisoformat(text), UUID(pk)
        if at.tzinfo is None:
            return Q()
        at = at.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return Q()
    return Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "id__lt": last})


def _moment(row: Row) -> dt.datetime:
    return row.checked_at if isinstance(row, ProceedingsCheck) else row.at


def _who(row: Row) -> UUID:
    return row.by_id if isinstance(row, ProceedingsCheck) else row.recorded_by_id


def _entry(row: Row, known: tuple[str, str]) -> Entry:
    """Who with the post of then, and what was written."""
    name, post = known
    title, text = _said(row)
    by = ", ".join(part for part in (name, row.recorded_post or post) if part)
    return Entry(when=_moment(row), title=title, by=by, text=visible(" ".join(part for part in text if part)))


def _said(row: Row) -> tuple[str, list[str]]:
    if isinstance(row, ProceedingsStatus):
        letter = f"Written non-objection: {row.non_objection_ref}" if row.non_objection else ""
        return f"Status: {row.get_status_display()}.", [row.note, letter]
    if isinstance(row, ProceedingsEscalation):
        return f"Taken to the partnership on {row.taken_on:%-d %b %Y}: {row.contact}.", [row.note]
    asked = f"Asked: {row.officer_role}."
    reference = f"Reference: {row.officer_ref}." if row.officer_ref else ""
    due = f"Next check due {row.next_check_due:%-d %b %Y}."
    title = "Check answered." if row.answered else f"Check without an answer, {row.chase_count} in a row."
    return title, [asked, reference, row.outcome, due]
