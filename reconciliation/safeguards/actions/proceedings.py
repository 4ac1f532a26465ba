"""Where police and court work stands, the checks that ask after it, and what is done where nobody answers."""

import datetime as dt
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.workflow import clock
from reconciliation.families import policy
from reconciliation.families.actions.common import insert, locked, sent_before
from reconciliation.families.models import FamilyEngagement
from reconciliation.safeguards.errors import NotEscalated, NothingToAsk, TooFarAhead
from reconciliation.safeguards.gates import CHASES_TO_ESCALATE, CHECK_HOLDS_DAYS, WAITED_FOR
from reconciliation.safeguards.models import (
    ProceedingsCheck,
    ProceedingsEscalation,
    ProceedingsStatus,
    ProceedingsWatch,
)
from reconciliation.safeguards.selectors.proceedings import can_be_checked, current_status, watch_of


def latest_next_check() -> dt.date:
    """The last day on which the next check with police or court may fall."""
    return clock.add_working_days(clock.today(), CHECK_HOLDS_DAYS)


@transaction.atomic
def record_proceedings(
    *,
    actor: Actor,
    engagement: FamilyEngagement,
    status: str,
    note: str = "",
    non_objection: bool = False,
    non_objection_ref: str = "",
) -> ProceedingsStatus:
    """Where police and court work stands. A non-objection counts for the status it was recorded with."""
    row = locked(policy.workable_by(actor), engagement.pk)
    recorded = ProceedingsStatus.objects.create(
        engagement=row,
        status=status,
        note=note,
        non_objection=non_objection,
        non_objection_ref=non_objection_ref,
        recorded_by_id=policy.user_of(actor),
        recorded_post=actor.post,
    )
    _now_stands(recorded)
    changed(
        actor, row.pk, "proceedings_recorded", recorded, status=status, non_objection=non_objection
    )  # fmt: skip
    return recorded


@transaction.atomic
def record_check(
    *,
    actor: Actor,
    engagement: FamilyEngagement,
    officer_role: str,
    next_check_due: dt.date | None = None,
    officer_ref: str = "",
    outcome: str = "",
    answered: bool = True,
    pk: UUID | None = None,
) -> ProceedingsCheck:
    """One check with an officer; the next one falls within ten working days, and on the last of them by default.

    The third in a row without an answer goes to the supervisor: the count says so, and the lists read it.
    """
    due = next_check_due or latest_next_check()
    if not clock.today() <= due <= latest_next_check():
        raise TooFarAhead
    row = locked(policy.workable_by(actor), engagement.pk)
    own = ProceedingsCheck.objects.filter(engagement=row)
    same = {"officer_role": officer_role, "officer_ref": officer_ref, "outcome": outcome, "answered": answered}
    if earlier := sent_before(own, pk, **same, next_check_due=due):
        return earlier
    watch = watch_of(row.pk)
    if watch is None or not can_be_checked(watch):
        raise NothingToAsk
    chases = 0 if answered else watch.chases + 1
    check = ProceedingsCheck(
        pk=pk or uuid4(), engagement=row, next_check_due=due, chase_count=chases, by_id=policy.user_of(actor),
        recorded_post=actor.post, **same,
    )  # fmt: skip
    insert(check)
    _was_checked(watch, check)
    changed(
        actor, row.pk, "proceedings_checked", check, next_check_due=due.isoformat(), answered=answered,
        chase_count=chases, escalated=chases >= CHASES_TO_ESCALATE,
    )  # fmt: skip
    return check


@transaction.atomic
def record_escalation(
    *, actor: Actor, engagement: FamilyEngagement, taken_on: dt.date, note: str = "", pk: UUID | None = None
) -> ProceedingsEscalation:
    """A supervisor took it to the partnership contact, after three checks in a row without an answer."""
    row = locked(policy.supervised_by(actor), engagement.pk)
    own = ProceedingsEscalation.objects.filter(engagement=row)
    if earlier := sent_before(own, pk, taken_on=taken_on, note=note):
        return earlier
    watch = watch_of(row.pk)
    if watch is None or watch.last_check is None or not watch.to_take_on:
        raise NotEscalated
    taken = ProceedingsEscalation(
        pk=pk or uuid4(), engagement=row, chase=watch.last_check, contact=settings.PARTNERSHIP_CONTACT,
        taken_on=taken_on, note=note, recorded_by_id=policy.user_of(actor), recorded_post=actor.post,
    )  # fmt: skip
    insert(taken)
    watch.escalation = taken
    watch.save(update_fields=["escalation"])
    changed(
        actor, row.pk, "proceedings_escalated", taken,
        taken_on=taken_on.isoformat(), contact=taken.contact, chase=str(taken.chase_id),
    )  # fmt: skip
    return taken


def _now_stands(recorded: ProceedingsStatus) -> None:
    """A status for which nobody is waited ends the chases; another one is due a check at once where it has none."""
    watch = watch_of(recorded.engagement_id) or ProceedingsWatch(engagement_id=recorded.engagement_id)
    # A past that is written down later does not hide what came after it.
    watch.status = current_status(recorded.engagement_id) or recorded
    if watch.status.status in WAITED_FOR:
        watch.next_due = watch.last_check.next_check_due if watch.last_check else clock.today()
    else:
        watch.next_due = watch.last_check = watch.escalation = None
    watch.save()


def _was_checked(watch: ProceedingsWatch, check: ProceedingsCheck) -> None:
    watch.last_check = check
    watch.next_due = check.next_check_due if watch.status.status in WAITED_FOR else None
    if check.answered:
        watch.answered_on = clock.london_date(check.checked_at)
        watch.escalation = None
    watch.save()
