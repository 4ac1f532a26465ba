"""Who opened what: once in a quarter of an hour for each reader and row, and never in the way of the page."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.audit.actor import CLOCK, Actor
from portal.audit.models import AuditEntry
from portal.audit.reads import opened, opened_all, reads
from portal.audit.record import NewEntry, append, record
from portal.audit.verify import verify

pytestmark = pytest.mark.engine


def count() -> int:
    return AuditEntry.objects.filter(is_read=True).count()


def reader() -> Actor:
    return Actor(kind="user", id=uuid.uuid4(), role="supervisor", post="Team manager")


def read_before(actor: Actor, holder: uuid.UUID, row: uuid.UUID, ago: timedelta) -> None:
    at = timezone.now() - ago
    append([NewEntry(actor=actor, holder=holder, action="opened.question", table="", row=row, at=at)])


def test_a_read_is_an_entry_of_the_holders_chain_with_who_what_and_when(db: None, worker: Actor) -> None:
    holder, row = uuid.uuid4(), uuid.uuid4()
    opened(worker, holder, "question", row)
    entry = reads().get()
    assert (entry.chain, entry.row_id, entry.action) == (holder, row, "opened.question")
    assert (entry.actor_id, entry.actor_role, entry.actor_post) == (worker.id, "caseworker", "Family support worker")
    assert entry.details == {}
    assert verify() == []


def test_opening_it_again_at_once_is_not_written_again(db: None, worker: Actor, django_assert_num_queries: Any) -> None:
    holder, row = uuid.uuid4(), uuid.uuid4()
    opened(worker, holder, "question", row)
    with django_assert_num_queries(1):
        opened(worker, holder, "question", row)
    assert count() == 1


@pytest.mark.parametrize(("minutes", "entries"), [(14, 1), (16, 2)])
def test_it_is_written_again_after_a_quarter_of_an_hour(db: None, worker: Actor, minutes: int, entries: int) -> None:
    holder, row = uuid.uuid4(), uuid.uuid4()
    read_before(worker, holder, row, timedelta(minutes=minutes))
    opened(worker, holder, "question", row)
    assert count() == entries


def test_another_reader_another_row_and_another_page_are_each_written(db: None, worker: Actor) -> None:
    holder, row = uuid.uuid4(), uuid.uuid4()
    opened(worker, holder, "question", row)
    opened(reader(), holder, "question", row)
    opened(worker, holder, "question", uuid.uuid4())
    opened(worker, holder, "answer", row)
    assert count() == 4


def test_a_page_with_many_rows_leaves_one_entry_for_each_that_was_not_read_lately(db: None, worker: Actor) -> None:
    rows = [(uuid.uuid4(), uuid.uuid4()) for _ in range(5)]
    opened(worker, rows[0][0], "review", rows[0][1])
    opened_all(worker, "review", rows)
    opened_all(worker, "review", [])
    assert count() == 5
    assert verify() == []


def test_a_change_is_not_counted_as_a_read(db: None) -> None:
    record(actor=CLOCK, holder=uuid.uuid4(), action="engagement_opened", table="t", row=None)
    assert not reads().exists()


@pytest.mark.parametrize(
    "query",
    [
        lambda: AuditEntry.objects.filter(
            is_read=True, actor_id=uuid.uuid4(), row_id__in=[uuid.uuid4()], at__gt=timezone.now()
        ),
        lambda: reads()[:26],
        lambda: reads().filter(chain=uuid.uuid4())[:26],
    ],
)
def test_every_look_up_of_reads_has_an_index(db: None, query: Any) -> None:
    plan = query().explain()
    assert "audit_read" in plan or connection.vendor == "postgresql", plan  # a small table is scanned there
    assert "TEMP B-TREE" not in plan


@pytest.mark.django_db(transaction=True)
def test_the_same_page_drawn_four_times_at_once_leaves_one_entry_and_no_error() -> None:
    actor, holder, start = reader(), uuid.uuid4(), threading.Barrier(4)

    def draw(row: uuid.UUID) -> None:
        start.wait()
        try:
            opened(actor, holder, "question", row)
        finally:
            connection.close()

    with transaction.atomic():
        record(actor=CLOCK, holder=holder, action="engagement_opened", table="t", row=None)
    for _ in range(3):
        row = uuid.uuid4()
        with ThreadPoolExecutor(4) as pages:
            list(pages.map(draw, [row] * 4))
        assert reads().filter(row_id=row).count() == 1
    assert verify() == []


@pytest.mark.django_db(transaction=True)
def test_a_read_stays_recorded_where_the_page_fails_afterwards(worker: Actor) -> None:
    def page() -> None:
        opened(worker, uuid.uuid4(), "question", uuid.uuid4())
        raise LookupError

    with pytest.raises(LookupError):
        page()
    assert count() == 1
