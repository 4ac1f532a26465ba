"""The written scenarios with their kept results."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.refusals import NotYours
from reconciliation.oversight import policy
from reconciliation.oversight.models import ScenarioRun
from reconciliation.oversight.scenarios import telling
from reconciliation.oversight.scenarios.reading import Scenario, read, shipped
from reconciliation.oversight.scenarios.unreadable import Unreadable

MOST_LISTED = 50


@dataclass(frozen=True)
class Listed:
    """One file: the scenario, or what is wrong with it; and its last result, ``stale`` where the file has changed."""

    slug: str
    path: Path
    scenario: Scenario | None
    wrong: str = ""
    last: ScenarioRun | None = None

    @property
    def stale(self) -> bool:
        return bool(self.last and self.scenario and self.last.digest != self.scenario.digest)


def scenarios(actor: Actor) -> list[Listed]:
    """Every written scenario, for whoever may play them."""
    if not policy.may_play(actor):
        raise NotYours
    return [_listed(actor, path) for path in shipped()]


def scenario_named(actor: Actor, slug: str) -> Listed:
    """One of them by its name; otherwise the one refusal."""
    found = next((path for path in shipped() if path.stem == slug), None)
    if found is None or not policy.may_play(actor):
        raise NotYours
    return _listed(actor, found)


def results_of(actor: Actor, slug: str) -> list[ScenarioRun]:
    """The kept results of one scenario, the newest first."""
    keys.warm([keys.SITE])
    return list(policy.runs_visible_to(actor).filter(slug=slug).order_by("-at", "-id")[:MOST_LISTED])


def result(actor: Actor, slug: str, pk: UUID) -> ScenarioRun:
    """One kept result; otherwise the one refusal."""
    found = policy.runs_visible_to(actor).filter(slug=slug, pk=pk).first()
    if found is None:
        raise NotYours
    return found


def steps_as_written(scenario: Scenario) -> list[telling.Outcome]:
    """The steps in words, before anybody has played them."""
    return [telling.outcome(scenario, step, None) for step in scenario.steps]


def _listed(actor: Actor, path: Path) -> Listed:
    last = policy.runs_visible_to(actor).filter(slug=path.stem).order_by("-at", "-id").first()
    try:
        return Listed(path.stem, path, read(path), last=last)
    except Unreadable as wrong:
        return Listed(path.stem, path, None, wrong=str(wrong), last=last)
