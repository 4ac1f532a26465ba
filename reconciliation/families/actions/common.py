"""What every action here does: lock what the actor may change, and write the chain."""

from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

from portal.audit.actor import Actor
from portal.audit.digest import digest_of
from portal.audit.record import record
from portal.ui.refusals import NotYours, OutOfDate

Row = TypeVar("Row", bound=Model)


def locked(rows: QuerySet[Row], pk: UUID) -> Row:
    """The row under a lock, if it is among those that the actor may change; otherwise the one refusal."""
    row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotYours
    return row


def sent_before(rows: QuerySet[Row], pk: UUID | None, **values: Any) -> Row | None:
    """The row that this very form has made already: sent twice, it is made once.

    Sent again with other answers, the page is out of date, so that nothing is lost in silence.
    """
    row = rows.filter(pk=pk).first() if pk is not None else None
    if row is not None and any(getattr(row, name) != value for name, value in values.items()):
        raise OutOfDate
    return row


def insert(row: Model) -> None:
    """Save a new row; an id that is taken, by a form sent twice at once or a forged one, is out of date."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise OutOfDate from None


def write(actor: Actor, holder: UUID, action: str, row: Model, **details: object) -> None:
    """One entry on the holder's chain, with the digest of the row as it now stands."""
    record(
        actor=actor,
        holder=holder,
        action=action,
        table=row._meta.db_table,
        row=row.pk,
        digest=digest_of(row),
        details=details,
    )
