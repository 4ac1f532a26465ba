"""Tying a question to a family, and taking a wrong tie back: by the safeguarding lead alone, where the asker agrees."""

from uuid import UUID

from django.db import transaction

from portal.audit.actor import CLOCK, Actor
from portal.audit.changes import changed
from portal.recipients.actions import screen_text
from portal.workflow import clock
from reconciliation.families import actions as families
from reconciliation.families.actions.workers import end_assignments
from reconciliation.families.models import Person
from reconciliation.families.policy import user_of
from reconciliation.families.selectors import current_worker
from reconciliation.reception import selectors
from reconciliation.reception.actions.duty import end_receipt
from reconciliation.reception.errors import CannotTie
from reconciliation.reception.models import Tie
from reconciliation.safeguards.actions import carry_need
from reconciliation.tracks.actions.giving import give_to
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors.answers import on_the_table

NO_AGREEMENT = "Whoever asked has not agreed to it. The duty team asks them."


@transaction.atomic
def tie_question(*, actor: Actor, pk: UUID, family: UUID, person: UUID | None, reason: str) -> Tie:
    """From now on it is this family's: its team works it, and who worked or read it before does no longer.

    Raises CannotTie without the agreement of whoever asked; NotYours and OutOfDate as the pages do.
    """
    receipt = selectors.receipt_to_tie(actor, pk)
    said = selectors.latest_said(receipt)
    if said is None or not said.agrees:
        raise CannotTie(NO_AGREEMENT)
    before = receipt.question.asker
    if receipt.question.worker_id is not None:
        end_assignments(actor, pk, receipt.question.worker_id)
    asker = families.tie(actor=actor, pk=pk, family=family, person=person, name=said.name)
    worker = current_worker(family)
    track = give_to(actor=actor, pk=pk, asker=asker, worker_id=worker.user_id if worker else None)
    carry_need(actor=actor, source=before, target=asker)
    _read_again(track)
    tie = Tie.objects.create(
        receipt=receipt, family_id=family, person=asker, added=person is None, reason=reason,
        made_by=user_of(actor), made_at=clock.now(),
    )  # fmt: skip
    changed(actor, receipt.holder, "tie_made", tie, family=str(family))
    if asker.user_id is not None:
        end_receipt(actor=actor, receipt=receipt, because="has_account")
    return tie


@transaction.atomic
def untie_question(*, actor: Actor, pk: UUID, reason: str) -> Tie:
    """It was the wrong family: it is the duty team's again, and this family's team reads it no longer."""
    receipt, tie = selectors.receipt_to_untie(actor, pk)
    asker = receipt.question.asker
    give_to(actor=actor, pk=pk, asker=Person.objects.get(pk=pk), worker_id=None)
    families.untie(actor=actor, pk=pk, asker=asker, added=tie.added)
    tie.undone_by, tie.undone_at, tie.undone_because = user_of(actor), clock.now(), reason
    tie.save()
    changed(actor, receipt.holder, "tie_undone", tie, family=str(tie.family_id))
    return tie


def _read_again(track: ShortTermTrack) -> None:
    """What was written before the family was known is read like all that is written for it now."""
    restatement = track.restatements.last()
    if restatement is not None and not restatement.verbatim:
        screen_text(actor=CLOCK, holder=track.holder, subject=restatement.pk, texts=restatement.parts)
    for answer in on_the_table(track, None).values():
        screen_text(actor=CLOCK, holder=track.holder, subject=answer.pk, texts=[answer.text, answer.elsewhere])
