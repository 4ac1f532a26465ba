"""Before a part is withheld: why no fuller form will do, and the whole item for whoever looks at it again."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.ui.refusals import OutOfDate
from reconciliation.tracks import parties
from reconciliation.tracks.actions.answering import AnswerText, part_of, write_answer
from reconciliation.tracks.actions.clarifying import locked_for
from reconciliation.tracks.actions.reviewing import keep_item
from reconciliation.tracks.models import Answer


@dataclass(frozen=True)
class Item:
    """What is withheld: its name, and its whole text or where it is kept."""

    what: str
    text: str = ""
    kept_where: str = ""


@transaction.atomic
def withhold(
    *, actor: Actor, pk: UUID, number: int, considered: Mapping[str, str], best_interests: str, next_date: dt.date,
    item: Item, after: int | None = None,
) -> Answer:  # fmt: skip
    """The newest answer of a part that is withheld, once more with what was weighed; and the item behind it.

    ``after`` is the version that the page showed. Raises OutOfDate where another was written since.
    """
    said = part_of(locked_for(actor, pk, parties.WORKER), number).answers.last()
    if said is None or not said.withheld:
        raise OutOfDate()
    text = AnswerText(
        status=said.status, info_class=said.info_class, text=said.text, reason_code=said.reason_code,
        elsewhere=said.elsewhere, kept_words=said.kept_words, considered=considered, best_interests=best_interests,
        next_date=next_date,
    )  # fmt: skip
    row = write_answer(actor=actor, pk=pk, number=number, answer=text, after=after)
    keep_item(actor=actor, pk=pk, number=number, what=item.what, text=item.text, kept_where=item.kept_where)
    return row
