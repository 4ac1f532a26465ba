"""Model fields whose value is sealed at rest and opens when it is read.

The row tells its holder by an attribute or property `holder`; the seal binds the text to that holder, to the
table and column, and to the row's primary key, which a UUID default sets before the first save.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django.core import checks
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from . import keys

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_ST = TypeVar("_ST", contravariant=True)  # noqa: PLC0105 - named as in the stubs
_GT = TypeVar("_GT", covariant=True)  # noqa: PLC0105

if TYPE_CHECKING:
    _Binary = models.Field  # the stubs' BinaryField insists on bytes
else:

    class _Binary(models.BinaryField, Generic[_ST, _GT]):  # generic for the type checker only
        pass


class Sealed:
    """A ciphertext as stored, with what it opened to once it was opened; shows neither."""

    __slots__ = ("data", "opened")

    def __init__(self, data: bytes, opened: str | date | None = None) -> None:
        self.data = data
        self.opened = opened

    def __repr__(self) -> str:
        return "<sealed>"

    def __reduce__(self) -> tuple[type[Sealed], tuple[bytes]]:
        return Sealed, (self.data,)  # a copy in a cache or a session holds no clear text


class SealedAttribute(DeferredAttribute):
    """Opens the stored ciphertext at the first read; keeps an assigned text until it is saved."""

    field: _SealedField[Any, Any]

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        value = self.stored(instance)
        if not isinstance(value, Sealed):
            return value
        if value.opened is None:
            value.opened = self.field.open_for(instance, value)
        return value.opened

    def __set__(self, instance: models.Model, value: Any) -> None:
        takes = (Sealed, self.field.python_type)
        if value is not None and (not isinstance(value, takes) or isinstance(value, datetime)):
            wanted, got = self.field.python_type.__name__, type(value).__name__
            raise TypeError(f"{self.field} takes {wanted}, not {got}.")
        instance.__dict__[self.field.attname] = value

    def stored(self, instance: models.Model) -> Any:
        """What the instance holds: a ciphertext, a text not saved yet, or None; fetched if deferred."""
        name = self.field.attname
        if name not in instance.__dict__:
            instance.__dict__[name] = self.fetched(instance)
        return instance.__dict__[name]

    def fetched(self, instance: models.Model) -> Sealed | None:
        """What the database holds for this row."""
        rows = self.field.model._base_manager.using(instance._state.db).filter(pk=instance.pk)
        sealed: Sealed | None = rows.values_list(self.field.attname, flat=True).get()
        return sealed


class _SealedField(_Binary[_ST, _GT]):
    """What the sealed fields share; each says what its value is and how it becomes a text and back."""

    python_type: ClassVar[type]
    descriptor_class = SealedAttribute
    empty_values = [None, ""]

    def as_text(self, value: Any) -> str:
        """The value as the text to seal."""
        raise NotImplementedError

    def from_text(self, text: str) -> Any:
        """The value of an opened text."""
        raise NotImplementedError

    def open_for(self, instance: models.Model, sealed: Sealed) -> Any:
        """Open a ciphertext as the value of this field of this row, and of no other."""
        if not sealed.data and self.blank:  # a blank column added to rows that were there before it
            return self.from_text("")
        return self.from_text(keys.open_sealed(_holder(instance), self._label(instance), sealed.data))

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        """The ciphertext to store: as it was, unless a text was assigned since."""
        value = SealedAttribute(self).stored(model_instance)
        if isinstance(value, Sealed):
            if add:  # a copied row: its ciphertext would be lost under another key or row, so fail now
                self.open_for(model_instance, value)
            return value
        if value is None:
            return None
        text = self.as_text(value)
        sealed = Sealed(keys.seal(_holder(model_instance), self._label(model_instance), text), value)
        model_instance.__dict__[self.attname] = sealed
        return sealed

    def get_placeholder(self, value: Any, _compiler: Any, _connection: Any) -> str:
        """An expression in an update would write past the seal."""
        if hasattr(value, "resolve_expression"):
            raise TypeError(f"{self} is sealed for its row: assign it and save the row.")
        return "%s"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Only a ciphertext reaches the database; a text without its row cannot be sealed."""
        if isinstance(value, Sealed):
            return super().get_db_prep_value(value.data, connection, prepared=True)
        if value is None or value == b"":
            return super().get_db_prep_value(value, connection, prepared)
        raise TypeError(f"{self} is sealed for its row: assign it and save the row.")

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Sealed | None:
        """Wrap what is stored; it opens when the attribute is read."""
        return None if value is None else Sealed(bytes(value))

    def get_lookup(self, lookup_name: str) -> Any:
        """Nothing can be found by a sealed value; whether there is one can be asked."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> Any:  # noqa: ARG002
        """As for lookups."""
        return None

    def to_python(self, value: Any) -> Any:
        """Values come from actions that have cleaned them already."""
        return value

    def get_default(self) -> Any:
        """An empty text where there is no other default, as a text field has."""
        return super().get_default() or (None if self.null or self.python_type is not str else "")

    def value_to_string(self, obj: models.Model) -> str:  # noqa: ARG002
        """A dump of clear texts is what sealing prevents."""
        raise TypeError(f"{self} is sealed and cannot be dumped.")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Every model with a sealed field names its holder."""
        found: list[checks.CheckMessage] = super().check(**kwargs)
        if not hasattr(self.model, "holder"):
            words = "A model with a sealed field needs `holder`."
            found.append(checks.Error(words, obj=self, id="encryption.E001"))
        return found

    def _label(self, instance: models.Model) -> str:
        if instance.pk is None:
            raise ValueError(f"{self} is bound to its row, which has no primary key yet.")
        return f"{self.model._meta.label}.{self.name}:{instance.pk}"


class SealedTextField(_SealedField[_ST, _GT]):
    """A text, kept exactly as it was typed."""

    _pyi_private_set_type: str
    _pyi_private_get_type: str
    python_type = str

    def as_text(self, value: str) -> str:
        """The text itself."""
        return value

    def from_text(self, text: str) -> str:
        """The text itself."""
        return text


class SealedDateField(_SealedField[_ST, _GT]):
    """A day, such as a birth date."""

    _pyi_private_set_type: date
    _pyi_private_get_type: date
    python_type = date
    empty_strings_allowed = False

    def as_text(self, value: date) -> str:
        """The day in ISO form."""
        return value.isoformat()

    def from_text(self, text: str) -> date:
        """The day of its ISO form."""
        return date.fromisoformat(text)


def _holder(instance: models.Model) -> UUID:
    holder = getattr(instance, "holder")  # noqa: B009 - named by contract, not by the base class
    if not isinstance(holder, UUID):
        raise TypeError(f"The holder of {type(instance).__name__} is not a UUID.")
    return holder
