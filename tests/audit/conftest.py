"""Entries to try the record on, and a hand that reaches past the triggers."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from portal.audit.actor import Actor
from portal.audit.models import AuditEntry
from portal.audit.record import record
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
        return record(**{**said, **others})

    return write


@contextmanager
def tampering() -> Iterator[None]:
    """Someone with the rights of the database's owner takes the triggers away and puts them back."""
    drop_triggers()
    yield
    install_triggers()
