"""The one extension of an answer's date."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.recipients.actions import screen_text
from portal.workflow import clock, ledger
from portal.workflow.models import DeadlineChange
from reconciliation.tracks import parties
from reconciliation.tracks.actions.asking import must_be_in
from reconciliation.tracks.actions.clarifying import locked_for

LATEST_ANSWER_DAYS = 20


@transaction.atomic
def extend_answer(*, actor: Actor, pk: UUID, new_due: dt.date, reason: str, family_told: str) -> DeadlineChange:
    """Move the date of the answer once, no later than working day 20 from receipt. Raises ledger.CannotExtend."""
    track = locked_for(actor, pk, parties.WORKER)
    must_be_in(track)
    change = ledger.extend(
        actor=actor, track=track, kind="answer", new_due=new_due,
        latest=clock.due_on(track.received_at, LATEST_ANSWER_DAYS), reason=reason, family_told=family_told,
    )  # fmt: skip
    screen_text(actor=actor, holder=track.holder, subject=change.pk, texts=[reason, family_told])
    return change
