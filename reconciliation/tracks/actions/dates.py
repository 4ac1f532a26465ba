"""The one extension of an answer's date."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.recipients.check import hits
from portal.ui.refusals import OutOfDate
from portal.workflow import ledger
from portal.workflow.guards import NOT_AVAILABLE
from portal.workflow.models import Deadline, DeadlineChange
from reconciliation.tracks import parties
from reconciliation.tracks.actions.asking import must_be_in
from reconciliation.tracks.actions.clarifying import locked_for
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors.pauses import stood_still

LATEST_ANSWER_DAYS = 20


def counted_from(track: ShortTermTrack) -> dt.datetime:
    """From where the date of the answer that runs is counted: receipt, or a later reply."""
    running = Deadline.objects.filter(track_id=track.pk, kind="answer", stopped_at=None).first()
    return running.counted_from if running else track.counts_from


@transaction.atomic
def extend_answer(
    *,
    actor: Actor,
    pk: UUID,
    new_due: dt.date,
    reason: str,
    family_told: str,
    version: int | None = None,
    kept_words: str = "",
) -> DeadlineChange:
    """Move the date of the answer once, no later than working day 20 from where it is counted.

    Raises ledger.CannotExtend, also where the family could not read why: a date moves once, so nothing could mend it.
    """
    track = locked_for(actor, pk, parties.WORKER)
    must_be_in(track)
    if version is not None and version != track.version:
        raise OutOfDate()
    if not (reason.strip() and family_told.strip()):
        raise ledger.CannotExtend("A date moves only with a reason and with what the family was told.")
    if hits(track.holder, reason, family_told):
        raise ledger.CannotExtend(f"{NOT_AVAILABLE} Write the reason without names.")
    return ledger.extend(
        actor=actor, track=track, kind="answer", new_due=new_due,
        latest_days=LATEST_ANSWER_DAYS + stood_still(track.pauses.all(), since=counted_from(track)), reason=reason,
        family_told=family_told, kept_words=kept_words,
    )  # fmt: skip
