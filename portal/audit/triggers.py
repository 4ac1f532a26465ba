"""Append-only tables: the database itself refuses to change or remove what was recorded, on both engines."""

from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction

from .trigger_sql import engine_of

M = TypeVar("M", bound=models.Model)

_guarded: list[type[models.Model]] = []


def append_only(model: type[M]) -> type[M]:
    """Class decorator: rows of this model's table can be added, and never changed or removed."""
    _guarded.append(model)
    return model


def missing_triggers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The append-only tables whose triggers are not all there and just as they should be."""
    connection = connections[using]
    with connection.cursor() as cursor:
        guarded = engine_of(connection).guarded(cursor, _guarded)
    return sorted({model._meta.db_table for model in _guarded} - guarded)


def install_triggers(using: str = DEFAULT_DB_ALIAS) -> None:
    """Guard every append-only table that exists and is not guarded."""
    there = connections[using].introspection.table_names()
    bare = set(missing_triggers(using)).intersection(there)
    engine = engine_of(connections[using])
    _run(using, [sql for model in _guarded if model._meta.db_table in bare for sql in engine.create(model)])


def drop_triggers(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the guards away: for tests that must empty their tables, and for nothing else."""
    there = connections[using].introspection.table_names()
    engine = engine_of(connections[using])
    _run(using, [sql for model in _guarded if model._meta.db_table in there for sql in engine.drop(model)])


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Receiver of post_migrate."""
    install_triggers(using)


def _run(using: str, statements: list[str]) -> None:
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
