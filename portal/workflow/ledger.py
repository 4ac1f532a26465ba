"""The deadline ledger: open, stop, extend. Overdue is computed when read and never stored."""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.digest import digest_of
from portal.audit.record import record
from portal.ui.refusals import Refusal
from portal.workflow import clock
from portal.workflow.declare import Move
from portal.workflow.models import Deadline, DeadlineChange, DecisionRecord
from portal.workflow.track import TrackBase

# What a family is invited to do is no date that the service owes.
NOT_OURS = frozenset({"family_reply"})


class CannotExtend(Refusal):
    """The date cannot be moved as asked; ``words`` say why, for the field."""

    status = 409
    template = "409.html"


def planned(track: TrackBase, move: Move, at: dt.datetime, *, reached: str) -> list[Deadline]:
    """The deadlines that this move opens where it reached this state, as rows not yet saved."""
    rows = []
    for opens in move.opens:
        if opens.to not in ("", reached):
            continue
        start = track.counts_from if opens.from_receipt else at
        rows.append(row(track, kind=opens.kind, counted_from=start, days=opens.days, at=at))
    return rows


def row(
    track: TrackBase,
    *,
    kind: str,
    at: dt.datetime,
    counted_from: dt.datetime | None = None,
    days: int | None = None,
    due_on: dt.date | None = None,
    subject: UUID | None = None,
) -> Deadline:
    """One deadline, by working days counted from a moment or by a date; not yet saved."""
    start = counted_from or at
    if due_on is None:
        due_on = clock.due_on(start, days or 0)
    return Deadline(
        holder=track.holder,
        track_kind=track.KIND,
        track_id=track.pk,
        subject=subject or track.pk,
        kind=kind,
        counted_from=start,
        days=days,
        due_on=due_on,
        opened_at=at,
    )


def stop(track: TrackBase, kinds: Iterable[str], at: dt.datetime, *, subject: UUID | None = None) -> None:
    """Stop the open deadlines of these kinds (``"*"``: all), of one subject or of all."""
    rows = Deadline.objects.filter(track_id=track.pk, stopped_at=None)
    wanted = set(kinds)
    if "*" not in wanted:
        rows = rows.filter(kind__in=wanted)
    if subject is not None:
        rows = rows.filter(subject=subject)
    rows.update(stopped_at=at)


def open_one(deadline: Deadline) -> None:
    """Open a deadline; one of the same kind and subject that still runs is stopped by it."""
    Deadline.objects.filter(subject=deadline.subject, kind=deadline.kind, stopped_at=None).update(
        stopped_at=deadline.opened_at
    )
    deadline.save()


def open_first(deadlines: Sequence[Deadline]) -> dt.date | None:
    """Open the first deadlines of a new track, together; the earliest date that is owed."""
    Deadline.objects.bulk_create(deadlines)
    return min((deadline.due_on for deadline in deadlines if deadline.kind not in NOT_OURS), default=None)


def next_due(track: TrackBase) -> dt.date | None:
    """The earliest date that is still owed."""
    return (
        Deadline.objects.filter(track_id=track.pk, stopped_at=None)
        .exclude(kind__in=NOT_OURS)
        .order_by("due_on")
        .values_list("due_on", flat=True)
        .first()
    )


def threshold(due_on: dt.date, today: dt.date) -> int:
    """0 before the due day, 1 from it on, 2 once the second threshold has passed (then it is escalated)."""
    if today < due_on:
        return 0
    return 2 if today >= clock.add_working_days(due_on, settings.ESCALATE_AFTER_WORKING_DAYS) else 1


@transaction.atomic
def extend(
    *,
    actor: Actor,
    track: TrackBase,
    kind: str,
    new_due: dt.date,
    latest_days: int,
    reason: str,
    family_told: str,
    kept_words: str = "",
) -> DeadlineChange:
    """Move a date once, with a reason and what the family was told; recorded as a decision.

    ``latest_days`` are the working days, from where the date is counted, that the rule allows at most. Raises
    CannotExtend with the words for the page.
    """
    deadline = Deadline.objects.select_for_update().filter(track_id=track.pk, kind=kind, stopped_at=None).first()
    if deadline is None:
        raise CannotExtend("This date is no longer running.")
    if deadline.changes.exists():
        raise CannotExtend("This date has been moved once already. It can be moved once only.")
    latest = clock.due_on(deadline.counted_from, latest_days)
    if not deadline.due_on < new_due <= latest:
        raise CannotExtend(f"The new date must be after {deadline.due_on:%-d %B} and no later than {latest:%-d %B %Y}.")
    now = clock.now()
    change = DeadlineChange(
        **acted(actor), holder=track.holder, deadline=deadline, old_due=deadline.due_on, new_due=new_due,
        reason=reason, family_told=family_told, kept_words=kept_words, at=now,
    )  # fmt: skip
    change.save()
    deadline.due_on = new_due
    deadline.save(update_fields=["due_on"])
    _record_extension(actor=actor, track=track, change=change)
    track.next_due = next_due(track)
    track.save(update_fields=["next_due"])
    return change


def _record_extension(*, actor: Actor, track: TrackBase, change: DeadlineChange) -> None:
    decision = DecisionRecord(
        **acted(actor), holder=track.holder, track_kind=track.KIND, track_id=track.pk, event="extend",
        from_state=track.current, to_state=track.current,
        decision_text=f"The date was moved from {change.old_due:%-d %B %Y} to {change.new_due:%-d %B %Y}.",
        reason_text=change.reason, family_told=change.family_told, told_how="portal", told_at=change.at,
        told_language="en", decided_at=change.at, guidance_version=settings.GUIDANCE_VERSION,
        process_version=track.process_version,
    )  # fmt: skip
    decision.save()
    record(
        actor=actor, holder=track.holder, action=f"{track.KIND}.extend", table=change._meta.db_table, row=change.pk,
        digest=digest_of(change), details={"decision": str(decision.pk), "decision_digest": digest_of(decision)},
    )  # fmt: skip


def acted(actor: Actor) -> dict[str, object]:
    """The columns of a record that say who did it."""
    return {
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_role": actor.role,
        "actor_post": actor.post,
        "actor_name": actor.name,
    }
