"""Pausing and going on: at once for the family, with a reason and a day to look again for the worker."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from portal.accounts.models import FAMILY_ROLES
from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.workflow import clock, ledger
from portal.workflow.ledger import acted
from portal.workflow.models import Deadline
from reconciliation.tracks import parties, states
from reconciliation.tracks.actions import decided
from reconciliation.tracks.actions.ending import drop_closing
from reconciliation.tracks.actions.moving import make
from reconciliation.tracks.actions.telling import tell
from reconciliation.tracks.gates import LATEST_REVIEW_DAYS
from reconciliation.tracks.models import UNSPOKEN, Pause, PauseReason, ShortTermTrack, TextKind
from reconciliation.tracks.selectors import Inputs


@dataclass(frozen=True)
class PauseText:
    """Why a worker pauses, until when, and what the family was told. ``why`` is for staff.

    ``told`` is shown to the family only where the reason may be spoken of.
    """

    reason: str
    review_on: dt.date
    why: str
    told: str
    told_how: str = "phone"
    kept_words: str = ""


def pause(*, actor: Actor, pk: UUID, text: PauseText | None = None, version: int | None = None) -> ShortTermTrack:
    """S15. The person who asked pauses at once and gives no text; a worker gives one."""
    if text is None or actor.role in FAMILY_ROLES:
        return _pause_own(actor, pk, version)
    told_id = None
    if text.reason not in UNSPOKEN:
        told_id = tell(
            actor=actor, pk=pk, party=parties.WORKER, within=states.WORKING, kind=TextKind.PAUSE, text=text.told,
            kept_words=text.kept_words, version=version,
        ).pk  # fmt: skip
    decision = decided.paused(text.reason, text.review_on, why=text.why, told=text.told, told_how=text.told_how)
    inputs = Inputs(review_on=text.review_on, told=text.told, told_id=told_id)
    return make(
        actor=actor, pk=pk, event="pause", version=version, inputs=inputs, decision=decision,
        effect=lambda track: _keep(actor, track, text.reason, text.why, text.review_on),
    )  # fmt: skip


def _pause_own(actor: Actor, pk: UUID, version: int | None) -> ShortTermTrack:
    review_on = clock.add_working_days(clock.today(), LATEST_REVIEW_DAYS)
    decision = decided.paused_by_asker(review_on)
    return make(
        actor=actor, pk=pk, event="pause", version=version, inputs=Inputs(review_on=review_on), decision=decision,
        effect=lambda track: _keep(actor, track, PauseReason.FAMILY_REQUEST, "", review_on),
    )  # fmt: skip


def resume(*, actor: Actor, pk: UUID, version: int | None = None) -> ShortTermTrack:
    """S16: back to where it was; dates that stood still move by the working days of the pause."""
    return make(actor=actor, pk=pk, event="resume", version=version, effect=lambda track: end_pause(actor, track))


def _keep(actor: Actor, track: ShortTermTrack, reason: str, why: str, review_on: dt.date) -> None:
    now = clock.now()
    drop_closing(actor, track)
    row = Pause(**acted(actor), holder=track.holder, track=track, reason=reason, why=why, review_on=review_on, at=now)
    row.save()
    changed(actor, track.holder, "pause_recorded", row)
    track.paused_by_family = track.is_of(actor.id)
    if reason in clock.STOPPING_REASONS:
        Deadline.objects.filter(track_id=track.pk, stopped_at=None).update(stopped_at=now)
    ledger.open_one(ledger.row(track, kind="resume", at=now, due_on=review_on))


def end_pause(actor: Actor, track: ShortTermTrack) -> None:
    """The open pause ends, and what stood still because of it runs again."""
    row = track.pauses.filter(ended_at=None).first()
    if row is None:
        return
    now = clock.now()
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    changed(actor, track.holder, "pause_ended", row)
    if row.reason not in clock.STOPPING_REASONS:
        return
    lost = clock.elapsed_wd(row.at, now)
    parts = {part.pk: part for part in track.parts.all()}
    for stood in Deadline.objects.filter(track_id=track.pk, stopped_at=row.at).exclude(kind="resume"):
        # The same date runs on, with what was changed of it before.
        stood.stopped_at, stood.due_on = None, clock.add_working_days(stood.due_on, lost)
        stood.save(update_fields=["stopped_at", "due_on"])
        if stood.kind == "part" and stood.subject in parts:
            parts[stood.subject].next_date = stood.due_on
            parts[stood.subject].save(update_fields=["next_date"])
