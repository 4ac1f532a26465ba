"""Recording screens and needs. The assigned caseworker or a supervisor of the team, and nobody else."""

from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.workflow import clock
from reconciliation.families import policy
from reconciliation.families.actions.common import locked
from reconciliation.families.models import FamilyEngagement, Person
from reconciliation.families.selectors import person_for
from reconciliation.safeguards.models import CommunicationNeed, NeedMet, SafetyScreen
from reconciliation.safeguards.selectors import must_be_question_of, needs_of


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


def carry_need(*, actor: Actor, source: Person, target: Person) -> None:
    """What somebody needs goes with them to the family that their question belongs to, unless it is known there."""
    known = needs_of([source.pk, target.pk])
    if source.pk not in known or target.pk in known:
        return
    need = known[source.pk]
    carried = CommunicationNeed.objects.create(
        person=target, language=need.language, format=need.format, since=clock.now()
    )
    changed(actor, target.engagement_id, "need_recorded", carried, person=str(target.pk), language=need.language)


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
