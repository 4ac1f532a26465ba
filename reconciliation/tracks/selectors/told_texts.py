"""What the family was told in a decision: of several texts that were written, the one that it was made with."""

from portal.recipients.selectors import held_subjects
from portal.workflow.models import DecisionRecord
from reconciliation.tracks.models import ShortTermTrack, ToldText


def told_with(track: ShortTermTrack, event: str, kind: str) -> ToldText | None:
    """The text of the newest decision of this kind."""
    decided = DecisionRecord.objects.filter(track_id=track.pk, event=event).last()
    rows = track.told_texts.filter(kind=kind).order_by("-at", "-id")
    return next((row for row in rows if decided is not None and row.text == decided.family_told), None)


def may_be_read(row: ToldText | None) -> bool:
    """Whether the family may read it: nobody holds it back.

    It was checked as it was written. A name that is protected since takes nothing away that they could read: what
    vanishes would tell of the other side.
    """
    return row is not None and row.pk not in held_subjects(row.holder, [row.pk])
