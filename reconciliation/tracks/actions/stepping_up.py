"""Asking for more than an answer: a long-term request opens at once, and the question goes on."""

from uuid import UUID

from django.db import transaction

from portal.accounts.roles import Role
from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.notifications.actions import notify
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock, ledger, mover
from portal.workflow.ledger import acted
from reconciliation.families.models import FamilyEngagement
from reconciliation.families.references import new_reference
from reconciliation.tracks import policy
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


@transaction.atomic
def acknowledge_help(*, actor: Actor, pk: UUID) -> LongTermTrack:
    """A supervisor of the team has seen the request; whoever asked is told that something waits for them."""
    FamilyEngagement.objects.select_for_update().filter(long_term_tracks=pk).first()
    rows = policy.long_term_visible_to(actor).select_for_update(of=("self",))
    track = rows.filter(pk=pk).first()
    if track is None or actor.role != Role.SUPERVISOR:
        raise NotYours()
    if track.acknowledged_at is not None:
        raise OutOfDate()
    track.acknowledged_at = clock.now()
    ledger.stop(track, ["acknowledge"], track.acknowledged_at)
    track.next_due = ledger.next_due(track)
    track.save(update_fields=["acknowledged_at", "next_due"])
    changed(actor, track.holder, "help_acknowledged", track)
    for user_id in track.requests.exclude(person__user=None).values_list("person__user_id", flat=True):
        notify(user_id=user_id, because="help_acknowledged")
    return track


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
