"""The database itself refuses to change or remove what was recorded."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from portal.audit.models import AuditEntry
from portal.audit.triggers import drop_triggers, install_triggers, missing_triggers

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

Write = Callable[..., AuditEntry]


def execute(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def columns() -> str:
    return ", ".join(f'"{field.column}"' for field in AuditEntry._meta.concrete_fields)


def test_every_migrate_ends_with_the_triggers_in_place() -> None:
    assert missing_triggers() == []
    drop_triggers()
    assert "audit_entry" in missing_triggers()
    call_command("migrate", verbosity=0)
    assert missing_triggers() == []


def test_installing_twice_is_harmless(write: Write) -> None:
    install_triggers()
    install_triggers()
    assert missing_triggers() == []
    assert write(holder=write().chain).sequence == 2


@pytest.mark.django_db(transaction=True)
def test_a_trigger_that_went_with_a_rebuilt_table_is_back_after_the_migrate() -> None:
    """SQLite rebuilds a table when a column changes, and the triggers go with the old one."""
    old, new = AuditEntry._meta.get_field("action"), models.CharField(max_length=120)
    new.set_attributes_from_name("action")
    for before, after in ((old, new), (new, old)):
        with connection.schema_editor() as editor:
            editor.alter_field(AuditEntry, before, after)
        assert ("audit_entry" in missing_triggers()) == (connection.vendor == "sqlite")
        call_command("migrate", verbosity=0)
        assert missing_triggers() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entry SET action = 'changed'",
        "UPDATE audit_entry SET mac = mac",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE sequence = 1",
        f"INSERT INTO audit_entry ({columns()}) SELECT {columns()} FROM audit_entry",
    ],
)
def test_nobody_changes_or_removes_an_entry_by_sql(write: Write, change: str) -> None:
    before = AuditEntry.objects.filter(pk=write().pk).values().get()
    with pytest.raises(DatabaseError):
        execute(change)
    assert AuditEntry.objects.values().get() == before


def test_nobody_changes_or_removes_an_entry_by_the_orm(write: Write) -> None:
    entry = write()
    entry.action = "changed"
    for change in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(action="changed"),
        lambda: AuditEntry.objects.bulk_update([entry], ["action"]),
        lambda: AuditEntry.objects.bulk_create(
            [entry], update_conflicts=True, update_fields=["action"], unique_fields=["id"]
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert AuditEntry.objects.get().action == "question_moved"


def test_nobody_replaces_an_entry_by_an_insert(write: Write) -> None:
    write()
    forged = columns().replace('"action"', "'changed'")
    same_place = forged.replace('"id"', "'00000000000000000000000000000009'")
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    for values in (forged, same_place):
        with pytest.raises(DatabaseError):
            execute(f"{verb} INTO audit_entry ({columns()}) SELECT {values} FROM audit_entry")
    assert AuditEntry.objects.get().action == "question_moved"


def test_nobody_empties_the_table(write: Write) -> None:
    write()
    with pytest.raises(DatabaseError):
        execute("DELETE FROM audit_entry" if connection.vendor == "sqlite" else "TRUNCATE audit_entry")
    assert AuditEntry.objects.exists()


def weakened() -> list[list[str]]:
    """What somebody might do to a trigger short of dropping them all."""
    if connection.vendor == "sqlite":
        fake = "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT 1; END"
        drops = [[f"DROP TRIGGER audit_entry_no_{deed}"] for deed in ("update", "delete", "replace")]
        return [*drops, [*drops[0], fake]]
    return [
        ["DROP TRIGGER append_only ON audit_entry"],
        ["ALTER TABLE audit_entry DISABLE TRIGGER append_only"],
        [
            "CREATE OR REPLACE TRIGGER append_only BEFORE DELETE ON audit_entry FOR EACH STATEMENT"
            " EXECUTE FUNCTION portal_append_only()"
        ],
        [
            "CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql"
            " AS $$BEGIN RETURN NULL; END$$"
        ],
    ]


@pytest.mark.parametrize("number", range(4))
def test_a_weakened_trigger_counts_as_missing_and_is_put_right(write: Write, number: int) -> None:
    for sql in weakened()[number]:
        execute(sql)
    assert "audit_entry" in missing_triggers()
    install_triggers()
    assert missing_triggers() == []
    test_nobody_changes_or_removes_an_entry_by_the_orm(write)


def test_a_replica_session_passes_no_trigger(write: Write) -> None:
    write()
    if connection.vendor == "postgresql":
        execute("SET LOCAL session_replication_role = replica")
    with pytest.raises(DatabaseError):
        execute("UPDATE audit_entry SET action = 'changed'")


def test_a_test_may_empty_the_record_between_dropping_and_installing(write: Write) -> None:
    write()
    drop_triggers()
    AuditEntry.objects.all().delete()
    install_triggers()
    assert not AuditEntry.objects.exists()
    assert missing_triggers() == []
