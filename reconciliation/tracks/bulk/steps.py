"""What every step of a given past goes through: in its state, in its time, by who it says, and into the record."""

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models

from portal.accounts.models import FAMILY_ROLES, Role
from portal.audit.actor import Actor
from portal.workflow.bulk import Past, WrongPast
from portal.workflow.decisions import Decision
from portal.workflow.ledger import acted
from portal.workflow.models import Deadline, DeadlineChange, DecisionRecord
from reconciliation.tracks import parties
from reconciliation.tracks.models import QuestionPart, Restatement, ShortTermTrack, Waiting
from reconciliation.tracks.parts import PartStatus

Said = tuple[Actor, str, models.Model, dt.datetime, dict[str, Any]]

ROLE_OF_PARTY = {
    parties.WORKER: frozenset({Role.CASEWORKER}),
    parties.SUPERVISOR: frozenset({Role.SUPERVISOR}),
    parties.APPROVER: frozenset({Role.SUPERVISOR, Role.CASEWORKER}),
    parties.DUTY_WORKER: frozenset({Role.CASEWORKER}),
    parties.REVIEWER: frozenset({Role.INFORMATION_GOVERNANCE}),
    parties.ASKER: FAMILY_ROLES,
}


class Steps:
    """One track with the rows, the entries and the times of its past."""

    def __init__(self, track: ShortTermTrack) -> None:
        self.track = track
        self.past = Past(track)
        self.rows: dict[type[models.Model], list[Any]] = defaultdict(list)
        self.said: list[Said] = []
        self._last = track.received_at

    def _move(
        self, event: str, actor: Actor, party: str, at: dt.datetime, *, target: str = "",
        decision: Decision | None = None,
    ) -> None:  # fmt: skip
        self._step(at, actor=actor, party=party)
        self.past.move(event, actor=actor, party=party, at=at, target=target, decision=decision)

    def _step(self, at: dt.datetime, *allowed: str, actor: Actor | None = None, party: str = "") -> None:
        if at < self._last:
            raise WrongPast(f"A step at {at.isoformat()} comes before the one that it follows.")
        if allowed and self.past.state not in allowed:
            raise WrongPast(f"This cannot be done in {self.past.state}.")
        if actor is not None and party and not self._is(actor, party):
            raise WrongPast(f"This {actor.role} is not the {party} of this question.")
        self._last = at

    def _is(self, actor: Actor, party: str) -> bool:
        if party == parties.ASKER and actor.id != self.track.asker.user_id:
            return False
        if party == parties.WORKER and actor.id != self.track.worker_id:
            return False
        return party == parties.CLOCK or actor.role in ROLE_OF_PARTY[party]

    def _keep(self, actor: Actor, action: str, row: models.Model, at: dt.datetime, **details: object) -> None:
        self.rows[type(row)].append(row)
        self._say(actor, action, row, at, **details)

    def _say(self, actor: Actor, action: str, row: models.Model, at: dt.datetime, **details: object) -> None:
        self.said.append((actor, action, row, at, details))

    def part(self, number: int) -> QuestionPart:
        """One part of the question by its number."""
        for part in self.rows[QuestionPart]:
            if isinstance(part, QuestionPart) and part.number == number:
                return part
        raise WrongPast(f"There is no part {number}.")

    def _newest_restatement(self) -> Restatement:
        if not self.rows[Restatement]:
            raise WrongPast("Nobody has written down what is asked.")
        newest: Restatement = self.rows[Restatement][-1]
        return newest

    def _end_waits(self, part: QuestionPart, at: dt.datetime) -> None:
        for wait in self.rows[Waiting]:
            if wait.part is part and wait.ended_at is None:
                wait.ended_at = at

    def _owed(self) -> bool:
        return any(part.status == PartStatus.NOT_YET for part in self.rows[QuestionPart])

    def _extend(
        self, deadline: Deadline, *, actor: Actor, at: dt.datetime, new_due: dt.date, why: str, told: str
    ) -> None:
        """As ``ledger.extend``: the change, and its decision."""
        change = DeadlineChange(
            **acted(actor), holder=self.track.holder, deadline=deadline, old_due=deadline.due_on, new_due=new_due,
            reason=why, family_told=told, at=at,
        )  # fmt: skip
        decision = DecisionRecord(
            **acted(actor), holder=self.track.holder, track_kind=self.track.KIND, track_id=self.track.pk,
            event="extend", from_state=self.past.state, to_state=self.past.state,
            decision_text=f"The date was moved from {deadline.due_on:%-d %B %Y} to {new_due:%-d %B %Y}.",
            reason_text=why, family_told=told, told_how="portal", told_at=at, told_language="en", decided_at=at,
            guidance_version=settings.GUIDANCE_VERSION, process_version=self.track.process_version,
        )  # fmt: skip
        deadline.due_on = new_due
        self.past.decisions.append(decision)
        self._keep(actor, f"{self.track.KIND}.extend", change, at, decision=str(decision.pk))


def acting_user(actor: Actor) -> UUID:
    """The account behind an actor; a step that needs one is not for the clock."""
    if actor.id is None:
        raise WrongPast("Somebody with an account does this.")
    return actor.id
