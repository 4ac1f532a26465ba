"""The one bulk writer: pasts of tracks, checked move by move against the definition, written with record and chain.

It re-runs no guard: the record says that the past was given, not judged here. Used for written histories (the demo,
an import); everything else goes through the mover.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Generic, TypeVar
from uuid import UUID

from django.db import models, transaction

from portal.audit.actor import Actor
from portal.audit.digest import digest_of
from portal.audit.record import NewEntry, append_many
from portal.workflow import ledger
from portal.workflow.decisions import Decision
from portal.workflow.declare import Move
from portal.workflow.models import Deadline, DecisionRecord, MoveRecord
from portal.workflow.mover import decision_row
from portal.workflow.track import TrackBase

T = TypeVar("T", bound=TrackBase)


class WrongPast(ValueError):
    """A given past does not follow the definition; the words say where."""


@dataclass
class Past(Generic[T]):
    """One track and what became of it. Give its moves in the order of their times."""

    track: T
    moves: list[tuple[Actor, MoveRecord]] = field(default_factory=list)
    decisions: list[DecisionRecord] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    state: str = ""

    def move(
        self,
        event: str,
        *,
        actor: Actor,
        party: str,
        at: dt.datetime,
        target: str = "",
        decision: Decision | None = None,
    ) -> None:
        """One move, by somebody who is ``party`` to it; ``target`` where the definition leaves a choice."""
        move = type(self.track).moves()[event]
        to = self._target(move, party, at, target, decision)
        record = MoveRecord(
            **ledger.acted(actor), holder=self.track.holder, track_kind=self.track.KIND, track_id=self.track.pk,
            number=len(self.moves) + 1, move_id=move.id, event=event, from_state=self.state, to_state=to, at=at,
            guard_results=[{"guard": gate.__name__, "passed": True, "given": True} for gate in move.guards],
            process_version=self.track.process_version,
        )  # fmt: skip
        self.moves.append((actor, record))
        if decision is not None:
            self.decisions.append(decision_row(actor, record, decision))
        stays = self.state == to
        self.state = to
        self._date(move, at, stays=stays)

    def stop(self, kinds: Iterable[str], at: dt.datetime, *, subject: UUID | None = None) -> None:
        """Stop the running deadlines of these kinds, as the ledger does."""
        wanted = set(kinds)
        for row in self._running():
            if ("*" in wanted or row.kind in wanted) and (subject is None or row.subject == subject):
                row.stopped_at = at

    def open(self, deadline: Deadline) -> None:
        """Open a deadline, in place of a running one of its kind and subject."""
        self.stop([deadline.kind], deadline.opened_at, subject=deadline.subject)
        self.deadlines.append(deadline)

    def finished(self) -> T:
        """The track as its past leaves it."""
        if not self.moves:
            raise WrongPast("A past has at least one move.")
        track = self.track
        state: models.Field = type(track)._meta.get_field("state")  # type: ignore[type-arg, assignment]
        state.set_state(track, self.state)  # type: ignore[attr-defined]
        track.version = len(self.moves)
        track.state_since = next(m.at for _, m in reversed(self.moves) if m.from_state != m.to_state)
        track.next_due = min((row.due_on for row in self._running() if row.kind not in ledger.NOT_OURS), default=None)
        return track

    def _target(self, move: Move, party: str, at: dt.datetime, target: str, decision: Decision | None) -> str:
        if self.state not in move.sources:
            raise WrongPast(f"{move.id} {move.event} does not leave from {self.state or 'nothing'}.")
        if party not in move.by:
            raise WrongPast(f"{move.id} {move.event} is not for the {party}.")
        to = target or move.targets[0]
        if to not in move.targets or (len(move.targets) > 1 and not target):
            raise WrongPast(f"{move.id} {move.event} needs one of its targets.")
        if self.moves and at < self.moves[-1][1].at:
            raise WrongPast(f"{move.id} {move.event} comes before the move that it follows.")
        if move.decision and decision is None:
            raise WrongPast(f"{move.id} {move.event} is a decision and needs its full form.")
        return to

    def _date(self, move: Move, at: dt.datetime, *, stays: bool) -> None:
        if not stays:
            self.stop(move.stops, at)
        for deadline in ledger.planned(self.track, move, at, reached=self.state):
            self.open(deadline)

    def _running(self) -> list[Deadline]:
        return [row for row in self.deadlines if row.stopped_at is None]


@transaction.atomic
def write(pasts: Sequence[Past[T]]) -> None:
    """Write the tracks, their records, their deadlines and their chains, all or nothing."""
    tracks = [past.finished() for past in pasts]
    if not tracks:
        return
    type(tracks[0])._default_manager.bulk_create(tracks, batch_size=500)
    MoveRecord.objects.bulk_create([record for past in pasts for _, record in past.moves], batch_size=500)
    DecisionRecord.objects.bulk_create([row for past in pasts for row in past.decisions], batch_size=500)
    Deadline.objects.bulk_create([row for past in pasts for row in past.deadlines], batch_size=500)
    append_many(sorted((entry for past in pasts for entry in _entries(past)), key=attrgetter("at")))


def _entries(past: Past[T]) -> list[NewEntry]:
    decisions = {row.move_id: row for row in past.decisions}
    return [_entry(actor, record, decisions.get(record.pk)) for actor, record in past.moves]


def _entry(actor: Actor, record: MoveRecord, decision: DecisionRecord | None) -> NewEntry:
    details: dict[str, object] = {
        "move": record.move_id, "from": record.from_state, "to": record.to_state, "given": True,
    }  # fmt: skip
    if decision is not None:
        details |= {"decision": str(decision.pk), "decision_digest": digest_of(decision)}
    return NewEntry(
        actor=actor, holder=record.holder, action=f"{record.track_kind}.{record.event}",
        table=record._meta.db_table, row=record.pk, digest=digest_of(record), details=details, at=record.at,
    )  # fmt: skip
