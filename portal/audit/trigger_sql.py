"""The triggers in the words of each engine, compared with what stands in its catalogue."""

from collections.abc import Iterable
from typing import Protocol

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

Model = type[models.Model]


class Engine(Protocol):
    """What an engine must be able to do."""

    def create(self, model: Model) -> list[str]:
        """Statements that guard a table, whatever stood there before."""

    def drop(self, model: Model) -> list[str]:
        """Statements that take the guards away."""

    def guarded(self, cursor: CursorWrapper, guards: Iterable[Model]) -> set[str]:
        """The tables among these whose guards are exactly as they should be."""


def engine_of(connection: BaseDatabaseWrapper) -> Engine:
    """The engine behind a connection."""
    engines: dict[str, Engine] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}
    return engines[connection.vendor]


class SQLite:
    """A trigger for each deed, and one more: INSERT OR REPLACE fires no delete trigger."""

    def create(self, model: Model) -> list[str]:
        return [*self.drop(model), *self._wanted(model).values()]

    def drop(self, model: Model) -> list[str]:
        return [f'DROP TRIGGER IF EXISTS "{name}"' for name in self._wanted(model)]

    def guarded(self, cursor: CursorWrapper, guards: Iterable[Model]) -> set[str]:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        there = dict(cursor.fetchall())
        return {model._meta.db_table for model in guards if self._wanted(model).items() <= there.items()}

    def _wanted(self, model: Model) -> dict[str, str]:
        table = model._meta.db_table
        deeds = [
            (f"{table}_no_update", "UPDATE ON", ""),
            (f"{table}_no_delete", "DELETE ON", ""),
            (f"{table}_no_replace", "INSERT ON", f"WHEN {_taken(model)} "),
        ]
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return {name: f'CREATE TRIGGER "{name}" BEFORE {deed} "{table}" {when}{refuse}' for name, deed, when in deeds}


def _taken(model: Model) -> str:
    """SQL: is there a row already that a new one would replace?"""
    meta = model._meta
    columns = {field.name: field.column for field in meta.local_concrete_fields}
    unique = [[field.name] for field in meta.local_concrete_fields if field.unique]
    unique += [list(constraint.fields) for constraint in meta.total_unique_constraints]
    matches = (" AND ".join(f'"{columns[name]}" = NEW."{columns[name]}"' for name in names) for names in unique)
    # Nothing here comes from outside: names of tables and columns from the models.
    return " OR ".join(f'EXISTS (SELECT 1 FROM "{meta.db_table}" WHERE {match})' for match in matches)  # noqa: S608


class PostgreSQL:
    """One trigger a statement, and always on: not even a replica's session passes it."""

    body = (
        " BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME"
        " USING ERRCODE = 'integrity_constraint_violation'; END "
    )
    kind = 2 | 8 | 16 | 32  # pg_trigger.tgtype: before, delete, update, truncate

    def create(self, model: Model) -> list[str]:
        table = model._meta.db_table
        return [
            "CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql"
            f" AS $body${self.body}$body$",
            f'CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION portal_append_only()",
            f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER append_only',
        ]

    def drop(self, model: Model) -> list[str]:
        return [f'DROP TRIGGER IF EXISTS append_only ON "{model._meta.db_table}"']

    def guarded(self, cursor: CursorWrapper, guards: Iterable[Model]) -> set[str]:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgname = 'append_only' AND t.tgenabled = 'A' AND t.tgtype = %s AND t.tgqual IS NULL"
            " AND p.prosrc = %s AND pg_table_is_visible(c.oid)",
            [self.kind, self.body],
        )
        there = {name for (name,) in cursor.fetchall()}
        return {model._meta.db_table for model in guards} & there
