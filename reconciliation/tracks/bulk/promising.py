"""The promises and apologies of a past."""

import datetime as dt

from portal.audit.actor import Actor
from portal.workflow.bulk import WrongPast
from portal.workflow.ledger import acted
from reconciliation.tracks import parties
from reconciliation.tracks.actions.promising import SPEAKING, ApologyText
from reconciliation.tracks.bulk.steps import Steps
from reconciliation.tracks.models import Apology, Commitment, Outcome


class PromiseSteps(Steps):
    """Steps beside the moves; named as the actions are."""

    def promise(
        self, *, actor: Actor, at: dt.datetime, what: str, owner_post: str, owner_name: str, due: dt.date,
        party: str = parties.WORKER,
    ) -> None:  # fmt: skip
        """Somebody with a post and a name will do something by a day."""
        self._step(at, *SPEAKING, actor=actor, party=party)
        row = Commitment(
            **acted(actor), holder=self.track.holder, track=self.track, team_id=self.track.team_id, what=what,
            owner_post=owner_post, owner_name=owner_name, due=due, at=at,
        )  # fmt: skip
        self._keep(actor, "promise_made", row, at, due=due.isoformat())

    def keep_promise(self, *, actor: Actor, at: dt.datetime, words: str, party: str = parties.WORKER) -> None:
        """The promise that was made last was kept."""
        self._settle(actor, at, Outcome.KEPT, words, party)

    def break_promise(self, *, actor: Actor, at: dt.datetime, words: str, party: str = parties.WORKER) -> None:
        """The promise that was made last was not kept; one that takes its place is promised in a step of its own."""
        self._settle(actor, at, Outcome.BROKEN, words, party)

    def apologise(self, *, actor: Actor, at: dt.datetime, text: ApologyText) -> None:
        """The worker writes an apology."""
        self._step(at, *SPEAKING, actor=actor, party=parties.WORKER)
        if any(row.approved_at is None and row.returned_at is None for row in self.rows[Apology]):
            raise WrongPast("An apology waits for approval already.")
        row = Apology(**acted(actor), **vars(text), holder=self.track.holder, track=self.track, at=at)
        self._keep(actor, "apology_written", row, at)

    def approve_apology(self, *, actor: Actor, at: dt.datetime) -> None:
        """Somebody else approves it, and the family can read it."""
        self._step(at, *SPEAKING, actor=actor, party=parties.APPROVER)
        row = self.rows[Apology][-1] if self.rows[Apology] else None
        if row is None or row.approved_at is not None or row.actor_id == actor.id:
            raise WrongPast("No apology waits that somebody else wrote.")
        row.approved_by, row.approved_post, row.approved_at = actor.id, actor.post, at
        self._say(actor, "apology_approved", row, at)

    def _settle(self, actor: Actor, at: dt.datetime, outcome: Outcome, words: str, party: str) -> None:
        self._step(at, actor=actor, party=party)
        row = self.rows[Commitment][-1] if self.rows[Commitment] else None
        if row is None or row.outcome != Outcome.OPEN:
            raise WrongPast("No promise is open.")
        row.outcome, row.outcome_at, row.outcome_words = outcome, at, words
        self._say(actor, f"promise_{outcome}", row, at)
