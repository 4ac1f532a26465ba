"""Rotating the master key. It stands here because the rotation itself is recorded."""

from django.db import transaction

from portal.encryption import keys
from portal.encryption.models import DataKey
from portal.encryption.wrapping import current_master

from .actor import Actor
from .record import record


def rotate_keys(*, actor: Actor) -> int:
    """Wrap every key by the current master key; a batch and its entry are one transaction."""
    total = 0
    while count := _rotate_batch(actor=actor):
        total += count
    return total


def _rotate_batch(*, actor: Actor) -> int:
    with transaction.atomic():
        count = keys.rewrap_batch()
        if count:
            record(
                actor=actor,
                holder=keys.SITE,
                action="keys_rotated",
                table=DataKey._meta.db_table,
                row=None,
                details={"count": count, "master": current_master()},
            )
    return count
