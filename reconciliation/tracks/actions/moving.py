"""The way from an action of this room to the one mover."""

from collections.abc import Callable
from uuid import UUID

from portal.audit.actor import Actor
from portal.workflow import mover
from portal.workflow.decisions import Decision
from reconciliation.tracks import policy
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors import Inputs, collect


def make(
    *,
    actor: Actor,
    pk: UUID,
    event: str,
    version: int | None,
    inputs: Inputs | None = None,
    effect: Callable[[ShortTermTrack], None] | None = None,
    decision: Decision | None = None,
) -> ShortTermTrack:
    """One move of one question, with this room's policy and facts; refusals as in ``portal.workflow.mover.perform``."""
    given = inputs or Inputs()
    return mover.perform(
        actor=actor,
        rows=policy.visible_to(actor),
        pk=pk,
        event=event,
        may=policy.may,
        collect=lambda track, _move: collect(actor, track, given),
        effect=effect,
        decision=decision,
        version=version,
    )
