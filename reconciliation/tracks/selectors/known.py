"""What the accounts of some questions of one family need, read for all of them at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.accounts.selectors import names_of
from portal.recipients.selectors import held_subjects
from portal.workflow.models import Deadline, DeadlineChange
from reconciliation.tracks.models import Pause, QuestionPart, Restatement, ShortTermTrack, Waiting


@dataclass(frozen=True)
class Known:
    """What the accounts of some questions need, read for all of them at once."""

    deadlines: dict[UUID, list[Deadline]]
    statuses: dict[UUID, list[str]]
    wordings: dict[UUID, Restatement]
    waits: dict[UUID, list[Waiting]]
    changes: dict[UUID, list[DeadlineChange]]
    names: dict[UUID, tuple[str, str]]
    held: set[UUID]
    pauses: dict[UUID, list[Pause]]


def known_of(tracks: Sequence[ShortTermTrack]) -> Known:
    """A few queries, however many questions of one family there are."""
    ids = [track.pk for track in tracks]
    deadlines, statuses, waits, changes, pauses = (defaultdict(list) for _ in range(5))
    for deadline in Deadline.objects.filter(track_id__in=ids, stopped_at=None).order_by("due_on", "id"):
        deadlines[deadline.track_id].append(deadline)
    for track_id, status in QuestionPart.objects.filter(track__in=ids).values_list("track_id", "status"):
        statuses[track_id].append(status)
    for wait in Waiting.objects.filter(part__track__in=ids, ended_at=None).select_related("part"):
        waits[wait.part.track_id].append(wait)
    for change in DeadlineChange.objects.filter(deadline__track_id__in=ids, deadline__stopped_at=None):
        changes[change.deadline_id].append(change)
    for pause in Pause.objects.filter(track__in=ids):
        pauses[pause.track_id].append(pause)
    wordings = {row.track_id: row for row in Restatement.objects.filter(track__in=ids).order_by("version")}
    subjects = [*ids, *(row.pk for row in wordings.values()), *(w.pk for rows in waits.values() for w in rows)]
    held = {subject for holder in {track.holder for track in tracks} for subject in held_subjects(holder, subjects)}
    names = names_of(track.worker_id for track in tracks if track.worker_id)
    return Known(deadlines, statuses, wordings, waits, changes, names, held, pauses)
