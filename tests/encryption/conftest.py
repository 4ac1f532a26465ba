"""The table of letters, for as long as the test database is there."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from portal.encryption import keys

from .rows import Letter


@pytest.fixture(scope="session")
def letters(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Makes the table, outside any transaction."""
    with django_db_blocker.unblock():
        if Letter._meta.db_table in connection.introspection.table_names():
            yield  # another folder's tests made it, and take it away
            return
        with connection.schema_editor() as editor:
            editor.create_model(Letter)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Letter)


@pytest.fixture
def holder(letters: None, db: Any) -> uuid.UUID:
    """A holder with a key."""
    holder = uuid.uuid4()
    keys.create(holder)
    return holder
