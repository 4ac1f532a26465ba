"""Whom a question waits for: since when, when they were last chased, and when to chase again."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from portal.ui.text import visible
from portal.workflow import clock
from reconciliation.tracks import states
from reconciliation.tracks.models import (
    ClosingProposal,
    PauseReason,
    ProposalState,
    Restatement,
    ShortTermTrack,
    Waiting,
)
from reconciliation.tracks.selectors.standing import newest_of

FAMILY, APPROVER, WORKER = "The family", "An approver", "The worker"
PAUSED_FOR = {
    PauseReason.AWAITING_FAMILY: FAMILY,
    PauseReason.FAMILY_REQUEST: "The family, who asked to pause",
    PauseReason.PROCEEDINGS: "Police or court",
    PauseReason.PROVIDER_CAPACITY: "A service to have a place",
}


@dataclass(frozen=True)
class Wait:
    """Whom somebody waits for. ``on_others``: not for whoever works on it, nor for whoever gives it to a worker.

    ``reminded``: the service itself chases, by its reminders.
    """

    whom: str
    on_others: bool = False
    for_approver: bool = False
    since: dt.date | None = None
    chased: dt.date | None = None
    again: dt.date | None = None
    reminded: bool = False


NOBODY = Wait("")


def on_others(*, approver: bool) -> dict[str, Q]:
    """By state, which questions wait for others: each is found by the index of its state.

    ``approver``: whether an approver is somebody else.
    """
    asked = Q(Exists(Waiting.objects.filter(part__track=OuterRef("pk"), ended_at=None)))
    closing = Q(Exists(ClosingProposal.objects.filter(track=OuterRef("pk"), state=ProposalState.PROPOSED)))
    newer = Restatement.objects.filter(track=OuterRef("track"), version__gt=OuterRef("version"))
    worded = Restatement.objects.filter(~Exists(newer), track=OuterRef("pk"), rejected_at=None)
    kinds = {
        states.CLARIFYING: Q(Exists(worded)),
        states.ANSWERING: asked | closing if approver else asked & ~closing,
        states.ANSWER_SHARED: Q(),
        states.INFORMATION_ESCALATION: Q(),
        states.PAUSED: Q(),
    }
    return {**kinds, states.AWAITING_APPROVAL: Q()} if approver else kinds


def chase_again(asked: dt.date, chased: dt.date | None) -> dt.date:
    """When whoever was asked is chased again."""
    return clock.add_working_days(chased or asked, settings.CHASE_AFTER_WORKING_DAYS)


def waits_of(tracks: Sequence[ShortTermTrack]) -> dict[UUID, Wait]:
    """Whom each of these waits for: who was asked is read for all of them at once, the rest came with each."""
    asked: dict[UUID, list[Waiting]] = {}
    ids = [track.pk for track in tracks if track.current in (states.ANSWERING, states.ANSWER_SHARED)]
    open_waits = Waiting.objects.filter(part__track__in=ids, ended_at=None).select_related("part")
    for wait in open_waits.order_by("asked_on", "id"):
        asked.setdefault(wait.part.track_id, []).append(wait)
    return {track.pk: _wait(track, asked.get(track.pk, [])) for track in tracks}


def _wait(track: ShortTermTrack, asked: Sequence[Waiting]) -> Wait:
    rule = {
        states.RECEIVED: lambda: Wait("The screen", since=_day(track.received_at)),
        states.SCREENING: lambda: Wait("The supervisor: choose a worker", since=_day(track.state_since)),
        states.CLARIFYING: lambda: _clarifying(track),
        states.ANSWERING: lambda: _answering(track, asked),
        states.AWAITING_APPROVAL: lambda: Wait(
            APPROVER, on_others=True, for_approver=True, since=_day(track.state_since)
        ),
        states.ANSWER_SHARED: lambda: _shared(track, asked),
        states.INFORMATION_ESCALATION: lambda: Wait(
            "Information governance", on_others=True, since=_day(track.state_since)
        ),
        states.PAUSED: lambda: _paused(track),
    }.get(track.current)
    return rule() if rule else NOBODY


def _clarifying(track: ShortTermTrack) -> Wait:
    worded = newest_of(track).wording
    if worded is None or worded.rejected_at is not None:
        return Wait(f"{WORKER}: write what is asked", since=_day(track.state_since))
    return Wait(FAMILY, on_others=True, since=_day(worded.at))


def _answering(track: ShortTermTrack, asked: Sequence[Waiting]) -> Wait:
    closing = newest_of(track).closing
    if closing is not None and closing.state == ProposalState.PROPOSED:
        return Wait(f"{APPROVER}, to take it no further", on_others=True, for_approver=True, since=_day(closing.at))
    return _asked(asked) or Wait(WORKER, since=_day(track.state_since))


def _shared(track: ShortTermTrack, asked: Sequence[Waiting]) -> Wait:
    first = _asked(asked)
    if first is not None:
        return first
    wait = Wait(FAMILY, on_others=True, since=_day(track.state_since), reminded=True)
    last = newest_of(track).reminder
    return replace(wait, chased=_day(last.at)) if last is not None and last.at >= track.state_since else wait


def _paused(track: ShortTermTrack) -> Wait:
    pause = newest_of(track).pause
    if pause is None:
        return NOBODY
    reason = PauseReason(pause.reason)
    return Wait(PAUSED_FOR.get(reason, str(reason.label)), on_others=True, since=_day(pause.at))


def _asked(rows: Sequence[Waiting]) -> Wait | None:
    """Of several that were asked, the one who is chased first."""
    if not rows:
        return None
    first = min(rows, key=lambda row: chase_again(row.asked_on, row.chased_on))
    others = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
    return Wait(
        f"{visible(first.whom)}{others}", on_others=True, since=first.asked_on, chased=first.chased_on,
        again=chase_again(first.asked_on, first.chased_on),
    )  # fmt: skip


def _day(moment: dt.datetime) -> dt.date:
    return clock.london_date(moment)
