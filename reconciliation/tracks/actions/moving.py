"""The way from an action of this room to the one mover."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.workflow import mover
from portal.workflow.decisions import Decision
from portal.workflow.declare import Move
from reconciliation.families.models import FamilyEngagement
from reconciliation.tracks import policy
from reconciliation.tracks.facts import Facts
from reconciliation.tracks.models import QuestionPart, ShortTermTrack
from reconciliation.tracks.parts import PartStatus
from reconciliation.tracks.selectors import Inputs, collect
from reconciliation.tracks.selectors.collect import open_closing, with_closing


def lock_family(track_id: UUID) -> None:
    """Lock the family's row before a question of it, as the families' own actions do: nobody waits in a ring."""
    engagements = FamilyEngagement.objects.select_for_update(of=("self",))
    engagements.filter(short_term_tracks=track_id).first()


@transaction.atomic
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
    lock_family(pk)
    return mover.perform(
        actor=actor,
        rows=policy.visible_to(actor),
        pk=pk,
        event=event,
        may=policy.may,
        collect=lambda track, move: _facts(actor, track, given, move),
        effect=effect,
        decision=decision,
        version=version,
    )


def _facts(actor: Actor, track: ShortTermTrack, given: Inputs, move: Move) -> Facts:
    facts = collect(actor, track, given)
    return with_closing(facts, open_closing(track)) if move.event == "no_further_action" else facts


def open_again(actor: Actor, track: ShortTermTrack, part: QuestionPart) -> None:
    """A part is owed once more; what was shared of it stays to be read."""
    part.status, part.reason_code, part.form, part.next_date = PartStatus.NOT_YET, "", "", None
    part.save(update_fields=["status", "reason_code", "form", "next_date"])
    changed(actor, track.holder, "part_opened_again", part, part=part.number)
