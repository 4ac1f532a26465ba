"""Playing a scenario through the real actions, on its own days, in a transaction that is always taken back."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.db import transaction

from portal.encryption import keys
from portal.ui.refusals import OutOfDate, Refusal
from portal.workflow import clock
from portal.workflow.models import Deadline
from reconciliation.oversight.scenarios.cast import assemble
from reconciliation.oversight.scenarios.checking import Checked, check
from reconciliation.oversight.scenarios.reading import Scenario, Step
from reconciliation.oversight.scenarios.seeing import shows
from reconciliation.oversight.scenarios.stage import CannotPlay, Stage, Turn
from reconciliation.oversight.scenarios.telling import PASSED, Outcome, outcome

BEFORE = dt.timedelta(days=1)


@dataclass(frozen=True)
class Played:
    """What became of a scenario, step by step."""

    scenario: Scenario
    outcomes: Sequence[Outcome]

    @property
    def passed(self) -> bool:
        """Whether every step went as it was written."""
        return all(step.result == PASSED for step in self.outcomes)


def play(scenario: Scenario) -> Played:
    """Play it, and leave nothing behind: no account, no family, no entry of the record."""
    with keys.trial_ring(), transaction.atomic():
        played = Played(scenario, _Play(scenario).outcomes())
        transaction.set_rollback(True)
    return played


class _Play:
    """One run: its people, and whether the steps before this one went as they were written."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.going = True
        first = scenario.steps[0].at - BEFORE
        with clock.moved(first):
            cast = assemble(scenario.people.values(), first.date())
        self.stage = Stage(cast, {key: someone.name for key, someone in scenario.people.items()})

    def outcomes(self) -> list[Outcome]:
        found: list[Outcome] = []
        for what_if, group in groupby(self.scenario.steps, key=lambda step: step.what_if):
            steps = list(group)
            found += self._tried(steps) if what_if else [self._outcome(step) for step in steps]
        return found

    def _tried(self, steps: Iterable[Step]) -> list[Outcome]:
        """Steps that are played together and taken back: the story goes on as if they had not been."""
        going, stage = self.going, self.stage
        self.stage = replace(stage, questions=dict(stage.questions))
        with transaction.atomic():
            found = [self._outcome(step) for step in steps]
            transaction.set_rollback(True)
        self.going, self.stage = going, stage
        return found

    def _outcome(self, step: Step) -> Outcome:
        if not self.going:
            return outcome(self.scenario, step, None)
        with clock.moved(step.at):
            checks = self._deed(step)
            self.going = all(checked.passed for checked in checks)
            if self.going:
                checks += check(self.stage, step.expected, step.question)
        return outcome(self.scenario, step, checks)

    def _deed(self, step: Step) -> list[Checked]:
        """Do it; what is left to be told is whether it was, or was not, to be refused."""
        turn = Turn(self.stage, step.who, step.question, step.given)
        before = self._standing(step) if step.expected.must_fail else None
        try:
            step.verb.deed(turn)
        except CannotPlay as wrong:
            return [Checked("It can be done here", str(wrong), passed=False)]
        except Refusal as refusal:
            return self._refused(step, said_by(refusal, turn.actor.role), before)
        if step.expected.must_fail is None:
            return []
        return [Checked(f"Refused with “{step.expected.must_fail}”", "it was done", passed=False)]

    def _refused(self, step: Step, said: str, before: object) -> list[Checked]:
        wanted = step.expected.must_fail
        if wanted is None:
            return [Checked("It is done", f"refused with “{said}”", passed=False)]
        checks = [Checked(f"Refused with “{wanted}”", f"refused with “{said}”", passed=shows(said, wanted))]
        if self._standing(step) != before:
            checks.append(Checked("Nothing is changed", "something was", passed=False))
        return checks

    def _standing(self, step: Step) -> object:
        """Where the question stands; a text that was kept so that the safeguarding lead can read it is none of it."""
        if (step.question or self.stage.newest) not in self.stage.questions:
            return None
        track = self.stage.track(step.question)
        parts = track.parts.order_by("number").values_list("status", "shared_answer_id", "next_date")
        dates = Deadline.objects.filter(track_id=track.pk, stopped_at=None).order_by("pk").values_list("pk", "due_on")
        return track.current, track.version, track.worker_id, list(parts), list(dates)


def said_by(refusal: Refusal, role: str) -> str:
    """What the person reads who is refused."""
    reasons = refusal.reasons(role) or [str(refusal.words) or str(refusal.heading)]
    if isinstance(refusal, OutOfDate):
        reasons = [str(refusal.heading), *reasons]
    return " ".join(reasons)
