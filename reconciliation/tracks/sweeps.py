"""What the service's clock does by itself: it reminds a family of an answer, and finishes where nobody replied."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q

from portal.audit.actor import CLOCK
from portal.workflow import clock
from portal.workflow.errors import MoveRefused, OutOfDate
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions.moving import lock_family
from reconciliation.tracks.gates import NO_REPLY_DAYS
from reconciliation.tracks.models import ShortTermTrack


def remind_and_finish(questions: Collection[UUID] | None = None) -> int:
    """Remind where a reminder is due, finish where the last day has passed; how many there were of both.

    Of all questions, or of these alone.
    """
    reminders = Count("reminders", filter=Q(reminders__at__gte=F("state_since")))
    waiting = ShortTermTrack.objects.filter(state=states.ANSWER_SHARED, state_since__lt=_earliest())
    if questions is not None:
        waiting = waiting.filter(pk__in=questions)
    rows = waiting.annotate(reminded=reminders).values_list("pk", "state_since", "reminded")
    return sum(_look_at(pk, since, reminded) for pk, since, reminded in rows.iterator())


def _earliest() -> dt.datetime:
    """Nothing younger can be due: as many calendar days as the first reminder takes working days."""
    return clock.now() - dt.timedelta(days=min(settings.REMIND_AFTER_WORKING_DAYS))


def _look_at(pk: UUID, since: dt.datetime, reminded: int) -> bool:
    waited = clock.working_days_between(clock.london_date(since), clock.today())
    due = [days for days in settings.REMIND_AFTER_WORKING_DAYS if waited >= days]
    if reminded < len(due):
        return _remind(pk, since)
    return waited >= NO_REPLY_DAYS and _finish(pk)


@transaction.atomic
def _remind(pk: UUID, since: dt.datetime) -> bool:
    """Once, however many workers look at once, and not where the family replied meanwhile."""
    lock_family(pk)
    locked = ShortTermTrack.objects.select_for_update(of=("self",)).select_related("asker")
    track = locked.filter(pk=pk, state=states.ANSWER_SHARED, state_since=since).first()
    if track is None or actions.reminded_today(track):
        return False
    actions.remind(track=track)
    return True


def _finish(pk: UUID) -> bool:
    """A part that is still owed, or a reminder that is missing, keeps it open: that is for the worker."""
    try:
        actions.no_reply(actor=CLOCK, pk=pk)
    except (MoveRefused, OutOfDate):
        return False
    return True
