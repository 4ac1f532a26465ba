"""A hash of a row as it is stored, so that an entry can prove what a decision said without holding it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import models

from portal.encryption.fields import Sealed, SealedAttribute

from .canonical import canonical


def digest_of(instance: models.Model, fields: Iterable[str] | None = None) -> str:
    """SHA-256 over the stored values of a row, all or the named columns; sealed ones as ciphertext."""
    meta = instance._meta
    chosen = meta.concrete_fields if fields is None else [meta.get_field(name) for name in fields]
    values = {field.attname: _stored(instance, field) for field in chosen if isinstance(field, models.Field)}
    return hashlib.sha256(canonical([meta.db_table, values]).encode()).hexdigest()


def _stored(instance: models.Model, field: "models.Field[Any, Any]") -> Any:
    attribute = getattr(type(instance), field.attname)
    if not isinstance(attribute, SealedAttribute):
        return field.to_python(getattr(instance, field.attname))
    held = attribute.stored(instance)
    if held is None or isinstance(held, Sealed):
        return held and held.data
    row = attribute.fetched(instance)  # a text was assigned, or came with refresh_from_db: the row decides
    if row is None or attribute.field.open_for(instance, row) != held:
        raise ValueError(f"{field} has to be saved before its row has a digest.")
    return row.data
