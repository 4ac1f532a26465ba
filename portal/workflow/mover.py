"""The one mover. Every change of state of every track goes through ``perform``; nothing else writes a state."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from portal.audit.actor import Actor
from portal.audit.digest import digest_of
from portal.audit.record import record
from portal.events import publish
from portal.ui.refusals import NotYours
from portal.workflow import clock, ledger
from portal.workflow.decisions import Decision
from portal.workflow.declare import Move
from portal.workflow.errors import MoveRefused, OutOfDate
from portal.workflow.events import Moved
from portal.workflow.guards import GuardResult
from portal.workflow.models import DecisionRecord, MoveRecord
from portal.workflow.track import TrackBase

T = TypeVar("T", bound=TrackBase)


def judge(move: Move, facts: object) -> list[GuardResult]:
    """Run every guard of a move over the facts, and keep each answer."""
    return [gate(facts) for gate in move.guards]


@transaction.atomic
def perform(
    *,
    actor: Actor,
    rows: QuerySet[T],
    pk: object,
    event: str,
    may: Callable[[Actor, T, Move], bool],
    collect: Callable[[T, Move], object],
    effect: Callable[[T], None] | None = None,
    decision: Decision | None = None,
    version: int | None = None,
) -> T:
    """Make one move: lock, permit, collect, judge, move, save, record, date, announce.

    ``rows`` are those that the actor may see; ``may`` is the track's policy; ``collect`` gathers the facts under the
    lock; ``effect`` writes what the move changes beside the state; ``version`` is the one that the page showed.
    Raises NotYours (not visible, or not theirs to do), OutOfDate (the track has moved on since the page was drawn)
    and MoveRefused (a guard does not hold), and changes nothing in any of these cases.
    """
    track = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if track is None:
        raise NotYours()
    move = type(track).moves()[event]
    if not may(actor, track, move):
        raise NotYours()
    if track.current not in move.sources or (version is not None and version != track.version):
        raise OutOfDate()
    results = judge(move, collect(track, move))
    if not all(result.passed for result in results):
        raise MoveRefused(move_id=move.id, failed=[r for r in results if not r.passed])
    _move(actor, track, move, results=results, effect=effect, decision=decision)
    publish(Moved(track_kind=track.KIND, track_id=track.pk))
    return track


@transaction.atomic
def begin(*, actor: Actor, track: T, event: str) -> T:
    """Write a track's first move, from nothing to its first state. The action has asked who may."""
    _move(actor, track, type(track).moves()[event])
    return track


def _move(
    actor: Actor,
    track: T,
    move: Move,
    *,
    results: Sequence[GuardResult] = (),
    effect: Callable[[T], None] | None = None,
    decision: Decision | None = None,
) -> None:
    if move.decision and decision is None:
        raise ValueError(f"{move.id} is a decision and needs its full form.")
    from_state = track.current
    if effect is not None:
        effect(track)
    getattr(track, move.method)()
    track.version += 1
    at = clock.now()
    # A move that leads back to where it left from, as asking for more help does, starts no new stay there.
    if track.current != from_state:
        track.state_since = at
    _date(track, move, at, from_state=from_state)
    track.save(force_insert=track._state.adding)
    _record(actor, track, move, results, decision, from_state=from_state, at=at)


def _date(track: TrackBase, move: Move, at: dt.datetime, *, from_state: str) -> None:
    # Where it stays in its state, what is owed there is still owed.
    if move.stops and track.current != from_state:
        ledger.stop(track, move.stops, at)
    planned = ledger.planned(track, move, at, reached=track.current)
    if track._state.adding:
        # Nothing runs yet that would have to stop.
        track.next_due = ledger.open_first(planned)
        return
    for deadline in planned:
        ledger.open_one(deadline)
    track.next_due = ledger.next_due(track)


def _record(
    actor: Actor,
    track: TrackBase,
    move: Move,
    results: Sequence[GuardResult],
    decision: Decision | None,
    *,
    from_state: str,
    at: dt.datetime,
) -> MoveRecord:
    moved = MoveRecord(
        **ledger.acted(actor), holder=track.holder, track_kind=track.KIND, track_id=track.pk, number=track.version,
        move_id=move.id, event=move.event, from_state=from_state, to_state=track.current, at=at,
        guard_results=[result.as_record() for result in results], process_version=track.process_version,
    )  # fmt: skip
    moved.save(force_insert=True)
    details: dict[str, Any] = {"move": move.id, "from": from_state, "to": track.current}
    if decision is not None:
        written = decision_row(actor, moved, decision)
        written.save(force_insert=True)
        details |= {"decision": str(written.pk), "decision_digest": digest_of(written)}
    record(
        actor=actor, holder=track.holder, action=f"{track.KIND}.{move.event}", table=moved._meta.db_table,
        row=moved.pk, digest=digest_of(moved), details=details, at=moved.at,
    )  # fmt: skip
    return moved


def decision_row(actor: Actor, moved: MoveRecord, decision: Decision) -> DecisionRecord:
    """The decision record of a move, not yet saved."""
    return DecisionRecord(
        **ledger.acted(actor), holder=moved.holder, track_kind=moved.track_kind, track_id=moved.track_id, move=moved,
        event=moved.event, from_state=moved.from_state, to_state=moved.to_state, decision_text=decision.text,
        reason_code=decision.reason_code, reason_text=decision.reason, options_considered=decision.options_considered,
        child_voice=decision.child_voice, family_view=decision.family_view, family_told=decision.told,
        told_by=decision.told_by or (actor.name if decision.told else ""), told_how=decision.told_how,
        told_at=moved.at if decision.told else None, told_language=decision.told_language if decision.told else "",
        not_told_reason=decision.not_told_reason, next_owner_post=decision.next_owner_post,
        next_owner_name=decision.next_owner_name, next_due=decision.next_due, decided_at=moved.at,
        guidance_version=settings.GUIDANCE_VERSION, process_version=moved.process_version,
    )  # fmt: skip
