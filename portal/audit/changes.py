"""The entry that every change of one row leaves."""

from uuid import UUID

from django.db.models import Model

from portal.audit.actor import Actor
from portal.audit.digest import digest_of
from portal.audit.record import record


def changed(actor: Actor, holder: UUID, action: str, row: Model, **details: object) -> None:
    """One entry on the holder's chain, with the digest of the row as it now stands; details hold no private text."""
    record(
        actor=actor, holder=holder, action=action, table=row._meta.db_table, row=row.pk, digest=digest_of(row),
        details=details,
    )  # fmt: skip
