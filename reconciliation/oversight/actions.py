"""What is done in this room: playing written scenarios, with a dated result that is kept."""

from pathlib import Path

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.encryption import keys
from portal.ui.refusals import NotYours
from portal.workflow.ledger import acted
from reconciliation.oversight import policy
from reconciliation.oversight.models import ScenarioRun
from reconciliation.oversight.scenarios.playing import Played, play
from reconciliation.oversight.scenarios.reading import read


def run_scenario(*, actor: Actor, path: Path) -> ScenarioRun:
    """Play one written scenario and keep the result. Raises Unreadable where its file cannot be read."""
    if not policy.may_play(actor):
        raise NotYours
    return _keep(actor, play(read(path)))


@transaction.atomic
def _keep(actor: Actor, played: Played) -> ScenarioRun:
    """Written once the run has been taken back: the result alone stays, on the site's chain."""
    scenario = played.scenario
    run = ScenarioRun(
        **acted(actor), slug=scenario.slug, title=scenario.title, digest=scenario.digest, passed=played.passed,
        steps=[outcome.as_record() for outcome in played.outcomes],
    )  # fmt: skip
    run.save(force_insert=True)
    changed(actor, keys.SITE, "scenario_played", run, slug=run.slug, passed=run.passed)
    return run
