"""Why a question stays open though nobody replied for as long as it takes to finish it."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from portal.notifications.selectors import can_all_be_told
from portal.workflow import clock
from reconciliation.oversight.selectors.lines import Line
from reconciliation.tracks import gates
from reconciliation.tracks.facts import Facts, PartFact
from reconciliation.tracks.models import QuestionPart, Reminder, ShortTermTrack

NOT_YET_RUN = "The service finishes it at its next run."


def with_reasons(lines: Sequence[Line]) -> list[Line]:
    """The same lines, each with what keeps it open, in the words of the guards of that move."""
    tracks = [line.track for line in lines]
    parts: dict[UUID, list[PartFact]] = {track.pk: [] for track in tracks}
    for part in QuestionPart.objects.filter(track__in=parts).defer("wording"):
        parts[part.track_id].append(PartFact(id=part.pk, number=part.number, shared_status=part.status))
    since = {track.pk: track.state_since for track in tracks}
    reminded = [row.track_id for row in Reminder.objects.filter(track__in=parts) if row.at >= since[row.track_id]]
    told = can_all_be_told(track.reached_by for track in tracks)
    return [
        replace(line, why=_why(line.track, parts[line.track.pk], reminded.count(line.track.pk), told=told))
        for line in lines
    ]


def _why(track: ShortTermTrack, parts: list[PartFact], reminders: int, *, told: set[UUID]) -> str:
    today = clock.today()
    facts = Facts(
        today=today, now=clock.now(), actor_id=None, parts=tuple(parts), reminders=reminders,
        safe_channel=track.reached_by in told,
        waited_days=clock.working_days_between(clock.london_date(track.state_since), today),
    )  # fmt: skip
    failed = [result for gate in (gates.nothing_outstanding, gates.reminded) if not (result := gate(facts)).passed]
    return " ".join(f"{result.why} {result.opens}" for result in failed) or NOT_YET_RUN
