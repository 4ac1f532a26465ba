"""Entries to try the record on, and a hand that reaches past the triggers."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from portal.audit.actor import Actor
from portal.audit.anchoring import anchor
from portal.audit.models import AuditEntry
from portal.audit.record import NewEntry, append
from portal.audit.triggers import drop_triggers, install_triggers


@pytest.fixture
def worker() -> Actor:
    """A caseworker."""
    return Actor(kind="user", id=uuid.uuid4(), role="caseworker", post="Family support worker", name="Ada")


@pytest.fixture
def write(db: None, worker: Actor) -> Callable[..., AuditEntry]:
    """Writes one entry with whatever the test names and something sensible for the rest."""

    def write(**others: Any) -> AuditEntry:
        said = {
            "actor": worker,
            "holder": uuid.uuid4(),
            "action": "question_moved",
            "table": "tracks_question",
            "row": uuid.uuid4(),
            "details": {"from": "received", "to": "screened"},
        }
        return append([NewEntry(**{**said, **others})])[0]

    return write


@contextmanager
def tampering() -> Iterator[None]:
    """Someone with the rights of the database's owner takes the triggers away and puts them back."""
    connection.check_constraints()  # PostgreSQL alters no table while a check of one of its rows is pending
    drop_triggers()
    yield
    connection.check_constraints()
    install_triggers()


@pytest.fixture(autouse=True)
def anchor_file(settings: Any, tmp_path: Path) -> Path:
    """The file outside the database, an empty one for each test."""
    settings.ANCHOR_FILE = str(tmp_path / "outside" / "anchor.json")
    return Path(settings.ANCHOR_FILE)


@pytest.fixture
def anchored(db: None, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Does what the test names (anchoring, most often) and lets the file be written as after a commit."""

    def act(deed: Callable[..., Any] = anchor, **given: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return deed(**given)

    return act
