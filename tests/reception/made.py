"""Questions of people without an account, through the real actions, for tests that start where one is there."""

import uuid
from typing import Any

from reconciliation.families import actions as families
from reconciliation.reception import actions as reception
from reconciliation.reception.actions import ReachBy, tie_question
from reconciliation.reception.models import Reach, Receipt

BACK = ReachBy(Reach.COME_BACK)
TEXT = "Why was nobody told?"


def without_account(cast: Any, *, opened: bool = True) -> uuid.UUID:
    """A question of somebody who agreed that it is tied; the safeguarding lead has opened it."""
    receipt, _secret = asked(text="mark-asked-question")
    says(cast, receipt.pk)
    lead, place = cast.actor("safeguarding_lead"), receipt.question.engagement
    if opened:
        families.open_with_reason(actor=lead, engagement=place, reason="They agree.")
    return receipt.pk


def tied(cast: Any) -> uuid.UUID:
    """Such a question that was tied to the first family, and can still be taken back."""
    pk = without_account(cast)
    tie_question(
        actor=cast.actor("safeguarding_lead"), pk=pk, family=cast.engagements["varnish"].pk, person=None, reason="Sure."
    )
    return pk


def asked(text: str = TEXT, by: ReachBy = BACK, *, unsafe: bool = False) -> tuple[Receipt, str]:
    """Somebody asks without an account; their receipt, and its secret."""
    draft, secret = reception.begin(pk=uuid.uuid4(), own=False, unsafe=unsafe)
    reception.save(pk=draft.pk, text=text)
    return reception.submit(pk=draft.pk, by=by), secret


def says(cast: Any, pk: uuid.UUID, *, agrees: bool = True) -> None:
    """The duty worker writes down who they say they are."""
    reception.record_said(
        actor=cast.actor("duty_worker"), pk=pk, name="Philippa Quorn", words="mark-asked-words", how="phone",
        agrees=agrees,
    )  # fmt: skip
