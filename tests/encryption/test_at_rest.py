"""What somebody finds who carries the database away."""

import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from portal.encryption import keys

from .rows import Letter

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]

CANARY = "Wilhelmina Quillfeather"
BORN = date(2011, 4, 3)


@pytest.fixture
def letter(letters: None) -> Iterator[Letter]:
    """A committed row; its table is not among those that are emptied after the test."""
    holder = uuid.uuid4()
    keys.create(holder)
    letter = Letter.objects.create(owner=holder, title="in clear", text=CANARY, reply=CANARY, born=BORN)
    yield letter
    Letter.objects.all().delete()


def carried_away() -> bytes:
    """The raw files of SQLite, or every row of every table of PostgreSQL as text."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        return b"".join(Path(name + end).read_bytes() for end in ("", "-wal") if Path(name + end).exists())
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows).encode()


def test_a_copy_of_the_database_holds_no_sealed_text(letter: Letter) -> None:
    copy = carried_away()
    assert b"in clear" in copy
    for secret in (CANARY.encode(), BORN.isoformat().encode()):
        assert secret not in copy
        assert secret.hex().encode() not in copy
    assert Letter.objects.get(pk=letter.pk).text == CANARY


def test_a_copy_of_the_database_holds_no_key(letter: Letter) -> None:
    copy = carried_away()
    for master in settings.PORTAL_MASTER_KEYS.values():
        assert master not in copy
        assert master.hex().encode() not in copy
