"""Data keys at rest: each is wrapped by a master key, which lives outside the database."""

from uuid import UUID

from django.conf import settings

from . import aead
from .errors import KeyMissing
from .models import DataKey


def current_master() -> str:
    """The name of the master key that wraps from now on: the first of the settings."""
    return next(iter(_masters()))


def wrap(row: DataKey, key: bytes) -> None:
    """Put `key` into the row, under the current master key; the caller saves."""
    row.master_name, row.under = current_master(), None
    row.wrapped = aead.encrypt(_masters()[row.master_name], key, bound_to=_bound(row))


def unwrap(row: DataKey) -> bytes:
    """The key of the row."""
    if not row.wrapped:
        raise KeyMissing(f"The {row} was destroyed.")
    if row.master_name not in _masters():
        raise KeyMissing(f"The master key {row.master_name!r} is not in PORTAL_MASTER_KEYS.")
    return aead.decrypt(_masters()[row.master_name], bytes(row.wrapped), bound_to=_bound(row))


def wrap_under(row: DataKey, key: bytes, *, under: UUID, by: bytes) -> None:
    """Put `key` into the row, wrapped by the data key of another holder; the caller saves."""
    row.master_name, row.under = "", under
    row.wrapped = aead.encrypt(by, key, bound_to=_bound(row))


def unwrap_under(row: DataKey, *, by: bytes) -> bytes:
    """The key of a row that another holder's data key wraps."""
    if not row.wrapped:
        raise KeyMissing(f"The {row} was destroyed.")
    return aead.decrypt(by, bytes(row.wrapped), bound_to=_bound(row))


def _masters() -> dict[str, bytes]:
    masters: dict[str, bytes] = settings.PORTAL_MASTER_KEYS
    return masters


def _bound(row: DataKey) -> bytes:
    # The database may hand back a holder as it was given; a wrapped key moved to another row must not open.
    under = b"under:" + UUID(str(row.under)).bytes if row.under else b""
    return b"key:" + UUID(str(row.holder)).bytes + row.purpose.encode() + under
