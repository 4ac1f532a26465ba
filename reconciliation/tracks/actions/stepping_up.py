"""Asking for more than an answer: a long-term request opens at once, and the question goes on."""

from uuid import UUID

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.workflow import clock, mover
from portal.workflow.ledger import acted
from reconciliation.families.references import new_reference
from reconciliation.tracks.actions.moving import make
from reconciliation.tracks.long_term import STATES
from reconciliation.tracks.models import HelpRequest, LongTermTrack, ShortTermTrack
from reconciliation.tracks.parts import PartStatus
from reconciliation.tracks.process import LONG_TERM_VERSION


def step_up(*, actor: Actor, pk: UUID, version: int | None = None) -> ShortTermTrack:
    """S14: opens a long-term request (L1), or joins one that somebody of the family opened, which they do not see.

    The parts that are still open go with it, and keep their own dates here.
    """

    def ask(track: ShortTermTrack) -> None:
        long_term = _open_for(actor, track)
        owed = track.parts.filter(status=PartStatus.NOT_YET).values_list("pk", flat=True)
        row = HelpRequest(
            **acted(actor), holder=track.holder, track=long_term, person=track.asker, question=track,
            open_parts=[str(part) for part in owed], at=clock.now(),
        )  # fmt: skip
        row.save()
        changed(actor, track.holder, "more_help_asked", row, question=str(track.pk))

    return make(actor=actor, pk=pk, event="step_up", version=version, effect=ask)


def _open_for(actor: Actor, track: ShortTermTrack) -> LongTermTrack:
    """The one open track of this family; its row is locked, so that two at once make one."""
    found = LongTermTrack.objects.filter(engagement_id=track.engagement_id, state__in=STATES).first()
    if found is not None:
        return found
    now = clock.now()
    new = LongTermTrack(
        engagement_id=track.engagement_id, team_id=track.team_id, worker_id=track.worker_id, reference=new_reference(),
        received_at=now, state_since=now, process_version=LONG_TERM_VERSION,
    )  # fmt: skip
    return mover.begin(actor=actor, track=new, event="request")
