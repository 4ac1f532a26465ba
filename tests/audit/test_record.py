"""One writer, one chain a holder, one transaction with the change."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import connection, transaction

from portal.audit.actor import CLOCK, Actor
from portal.audit.models import AuditEntry, AuditHead
from portal.audit.record import NewEntry, append, record
from portal.audit.verify import verify

pytestmark = pytest.mark.engine

Write = Callable[..., AuditEntry]


def new(holder: uuid.UUID, action: str = "seen", **others: Any) -> NewEntry:
    return NewEntry(actor=CLOCK, holder=holder, action=action, table="t", row=None, **others)


def test_an_entry_says_who_did_what_to_which_row(write: Write, worker: Actor) -> None:
    row, at = uuid.uuid4(), datetime(2026, 3, 2, 9, 30, 1, 123456, tzinfo=timezone(timedelta(hours=1)))
    written = write(row=row, at=at, digest="ab" * 32, details={"to": "screened", "ids": [row], "at": at, "n": 2})
    entry = AuditEntry.objects.get(pk=written.pk)
    assert (entry.actor_kind, entry.actor_id, entry.actor_role) == ("user", worker.id, "caseworker")
    assert (entry.actor_post, entry.action, entry.table_name) == (
        "Family support worker",
        "question_moved",
        "tracks_question",
    )
    assert (entry.row_id, entry.at, entry.digest) == (row, at, "ab" * 32)
    assert entry.details == {
        "to": "screened",
        "ids": [str(row)],
        "at": "2026-03-02T08:30:01.123456+00:00",
        "n": 2,
    }
    assert entry.details == written.details


def test_the_name_of_who_acted_is_not_in_the_record_nor_in_a_log(write: Write, worker: Actor) -> None:
    assert worker.name == "Ada"
    assert "Ada" not in f"{worker!r} {AuditEntry.objects.filter(pk=write().pk).values().get()!r}"


def test_each_holder_has_its_own_chain(write: Write) -> None:
    one, two = uuid.uuid4(), uuid.uuid4()
    sequences = [write(holder=holder).sequence for holder in (one, two, one, one)]
    assert sequences == [1, 1, 2, 3]
    assert dict(AuditHead.objects.values_list("chain", "sequence")) == {one: 3, two: 1}
    assert verify() == []


def test_the_same_deed_twice_leaves_two_different_macs(write: Write) -> None:
    holder, row, at = uuid.uuid4(), uuid.uuid4(), datetime(2026, 3, 2, tzinfo=UTC)
    assert write(holder=holder, row=row, at=at).mac != write(holder=holder, row=row, at=at).mac


def test_many_entries_are_appended_in_their_order(db: None) -> None:
    holder = uuid.uuid4()
    rows = append(new(holder, f"deed {n}") for n in range(5))
    assert [(row.sequence, row.action) for row in rows] == [(n + 1, f"deed {n}") for n in range(5)]
    append([new(holder, "deed 5")])
    assert list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True)) == [
        f"deed {n}" for n in range(6)
    ]
    assert verify() == []


def test_ten_thousand_entries_are_appended_under_one_lock(db: None) -> None:
    holder = uuid.uuid4()
    entries = [new(holder, details={"from": "received", "to": "screened"}) for _ in range(10_000)]
    append(entries)
    assert verify() == []


def test_appending_costs_the_same_few_queries_for_one_or_fifty(db: None, django_assert_num_queries: Any) -> None:
    holder = uuid.uuid4()
    append([new(holder)])
    for count in (1, 50):
        with django_assert_num_queries(4):  # the site's key, the head, the entries, the head again
            append(new(holder) for _ in range(count))


def test_nothing_to_append_touches_nothing(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert append([]) == []


@pytest.mark.django_db(transaction=True)
def test_an_entry_and_its_change_come_and_go_together(worker: Actor) -> None:
    holder = uuid.uuid4()
    with transaction.atomic():
        append([new(holder)])
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()
    assert not AuditHead.objects.exists()
    with transaction.atomic():
        append([new(holder)])
    assert verify() == []


@pytest.mark.django_db(transaction=True)
def test_four_people_at_once_leave_one_whole_chain() -> None:
    """Its head is made by one of them, so the first entries are in the race too."""
    holder, start = uuid.uuid4(), threading.Barrier(4)

    def act(_: int) -> None:
        start.wait()
        try:
            for _ in range(10):
                with transaction.atomic():
                    append([new(holder), new(holder)])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        list(people.map(act, range(4)))
    assert AuditHead.objects.get().sequence == AuditEntry.objects.count() == 80
    assert verify() == []


@pytest.mark.django_db(transaction=True)
def test_nobody_writes_outside_a_transaction(worker: Actor) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(actor=worker, holder=uuid.uuid4(), action="seen", table="t", row=None)
    assert not AuditEntry.objects.exists()


def test_nobody_appends_to_two_chains_at_once(db: None) -> None:
    with pytest.raises(ValueError, match="one holder"):
        append([new(uuid.uuid4()), new(uuid.uuid4())])


def test_nobody_writes_a_time_without_a_zone(write: Write) -> None:
    with pytest.raises(ValueError, match="zone"):
        write(at=datetime(2026, 3, 2))


@pytest.mark.parametrize("details", [{"share": 0.5}, {"big": 1e300}, {"none": float("nan")}, {"thing": object()}])
def test_nobody_writes_details_that_would_not_come_back_the_same(write: Write, details: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        write(details=details)
