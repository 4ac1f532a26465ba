"""Recording what the guards read. The assigned caseworker or a supervisor of the team, and nobody else."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.workflow import clock
from reconciliation.families import policy
from reconciliation.families.actions.common import locked
from reconciliation.families.models import FamilyEngagement, Person
from reconciliation.families.selectors import person_for
from reconciliation.safeguards.errors import TooFarAhead
from reconciliation.safeguards.gates import CHECK_HOLDS_DAYS
from reconciliation.safeguards.models import (
    CommunicationNeed,
    NeedMet,
    ProceedingsCheck,
    ProceedingsStatus,
    SafetyScreen,
)
from reconciliation.safeguards.selectors import must_be_question_of, needs_of


def latest_next_check() -> dt.date:
    """The last day on which the next check with police or court may fall."""
    return clock.add_working_days(clock.today(), CHECK_HOLDS_DAYS)


@transaction.atomic
def record_screen(
    *,
    actor: Actor,
    engagement: FamilyEngagement,
    subject: UUID,
    outcome: str,
    reason: str,
    contact_outcome: str = "",
) -> SafetyScreen:
    """The safeguarding screen of one question."""
    row = locked(policy.workable_by(actor), engagement.pk)
    must_be_question_of(row, subject)
    screen = SafetyScreen.objects.create(
        engagement=row,
        subject=subject,
        outcome=outcome,
        reason=reason,
        contact_outcome=contact_outcome,
        recorded_by_id=policy.user_of(actor),
        recorded_post=actor.post,
    )
    changed(actor, row.pk, "screen_recorded", screen, subject=str(subject), outcome=outcome)
    return screen


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
    next_check_due: dt.date,
    officer_ref: str = "",
    outcome: str = "",
) -> ProceedingsCheck:
    """One check with an officer; the next one falls within ten working days."""
    if not clock.today() <= next_check_due <= latest_next_check():
        raise TooFarAhead
    row = locked(policy.workable_by(actor), engagement.pk)
    check = ProceedingsCheck.objects.create(
        engagement=row,
        officer_role=officer_role,
        officer_ref=officer_ref,
        outcome=outcome,
        next_check_due=next_check_due,
        by_id=policy.user_of(actor),
    )
    changed(actor, row.pk, "proceedings_checked", check, next_check_due=next_check_due.isoformat())
    return check


@transaction.atomic
def record_need(
    *,
    actor: Actor,
    engagement: FamilyEngagement,
    person: Person,
    language: str,
    format: str,
) -> CommunicationNeed:
    """The language and the format that a person needs from now on; the same again changes nothing."""
    row = locked(policy.workable_by(actor), engagement.pk)
    whose = person_for(row, person.pk)
    now = clock.now()
    before = needs_of([whose.pk]).get(whose.pk)
    if before is not None and (before.language, before.format) == (language, format):
        return before
    if before is not None:
        before.until = now
        before.save(update_fields=["until"])
    need = CommunicationNeed.objects.create(person=whose, language=language, format=format, since=now)
    changed(actor, row.pk, "need_recorded", need, person=str(whose.pk), language=language, format=format)
    return need


@transaction.atomic
def record_need_met(
    *,
    actor: Actor,
    engagement: FamilyEngagement,
    subject: UUID,
    person: Person,
    how: str,
    interpreter: str = "",
    conflict_checked: bool = False,
) -> NeedMet:
    """How a person's need was met for one question, and whether the interpreter has links with the families."""
    row = locked(policy.workable_by(actor), engagement.pk)
    must_be_question_of(row, subject)
    whose = person_for(row, person.pk)
    met = NeedMet.objects.create(
        engagement=row,
        subject=subject,
        person=whose,
        how=how,
        interpreter=interpreter,
        conflict_checked=conflict_checked,
        recorded_by_id=policy.user_of(actor),
        recorded_post=actor.post,
    )
    changed(
        actor, row.pk, "need_met_recorded", met,
        subject=str(subject), person=str(whose.pk), how=how, conflict_checked=conflict_checked,
    )  # fmt: skip
    return met
