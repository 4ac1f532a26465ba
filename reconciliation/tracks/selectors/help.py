"""More help: what one person asked for beyond an answer, as they read it and as staff do."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from portal.workflow import clock
from portal.workflow.models import Deadline
from reconciliation.tracks import words
from reconciliation.tracks.long_term import LongTermTrack
from reconciliation.tracks.models import HelpRequest, QuestionPart
from reconciliation.tracks.selectors.told import day

OFFER_DAYS = next(opens.days for opens in LongTermTrack.moves()["request"].opens if opens.kind == "offer")


@dataclass(frozen=True)
class HelpAsked:
    """One request as staff read it: who asked, when, out of which question, what was open then, and what is owed."""

    row: HelpRequest
    by: dt.date
    parts: list[QuestionPart]
    clock: list[tuple[str, Deadline]]


def offer_due(row: HelpRequest) -> dt.date:
    """By when this person hears what we can offer, counted from their own request and from nobody else's."""
    return clock.due_on(row.at, OFFER_DAYS)


def help_told(person_id: UUID) -> str:
    """The line that this person reads once they asked; nobody else of the family is given it."""
    row = HelpRequest.objects.filter(person_id=person_id).last()
    return str(words.HELP_ASKED) % {"date": day(offer_due(row))} if row else ""


def help_asked(engagement_id: UUID) -> list[HelpAsked]:
    """Every request of one family, for the staff who may open it."""
    rows = HelpRequest.objects.filter(track__engagement_id=engagement_id).select_related("person", "question", "track")
    return [
        HelpAsked(row, offer_due(row), list(QuestionPart.objects.filter(pk__in=row.open_parts)), _running(row.track_id))
        for row in rows
    ]


def _running(track_id: UUID) -> list[tuple[str, Deadline]]:
    running = Deadline.objects.filter(track_id=track_id, stopped_at=None).order_by("due_on", "id")
    return [(words.DEADLINE.get(row.kind, row.kind), row) for row in running]
