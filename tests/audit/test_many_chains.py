"""Entries of many holders are appended together, each to its own chain."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from portal.audit.actor import CLOCK
from portal.audit.models import AuditEntry, AuditHead
from portal.audit.record import NewEntry, append, append_many
from portal.audit.verify import verify

pytestmark = [pytest.mark.engine, pytest.mark.django_db]


def new(holder: uuid.UUID, action: str = "given") -> NewEntry:
    return NewEntry(actor=CLOCK, holder=holder, action=action, table="t", row=None)


def actions(holder: uuid.UUID) -> list[str]:
    return list(AuditEntry.objects.filter(chain=holder).order_by("sequence").values_list("action", flat=True))


def test_each_chain_gets_its_own_entries_in_their_order() -> None:
    one, two, three = (uuid.uuid4() for _ in range(3))
    append([new(one, "before")])
    rows = append_many([new(one, "a"), new(two, "b"), new(one, "c"), new(three, "d"), new(two, "e")])
    assert [actions(holder) for holder in (one, two, three)] == [["before", "a", "c"], ["b", "e"], ["d"]]
    assert len(rows) == 5
    assert verify() == []


def test_a_chain_that_was_appended_to_with_others_goes_on_alone() -> None:
    one, two = uuid.uuid4(), uuid.uuid4()
    append_many([new(one), new(two)])
    append([new(one, "later")])
    assert dict(AuditHead.objects.filter(chain__in=[one, two]).values_list("chain", "sequence")) == {one: 2, two: 1}
    assert verify() == []


def test_many_chains_cost_the_same_few_queries(django_assert_num_queries: Any) -> None:
    append([new(uuid.uuid4())])
    for count in (2, 40):
        with django_assert_num_queries(6):  # the key, the heads, their making, the heads again, the entries, the heads
            append_many(new(uuid.uuid4()) for _ in range(count))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_the_same_chains_in_opposite_order_both_finish() -> None:
    holders, start = [uuid.uuid4() for _ in range(6)], threading.Barrier(2)

    def act(order: list[uuid.UUID]) -> None:
        start.wait()
        try:
            for _ in range(10):
                with transaction.atomic():
                    append_many(new(holder) for holder in order)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        list(people.map(act, [holders, holders[::-1]]))
    assert {head.sequence for head in AuditHead.objects.filter(chain__in=holders)} == {20}
    assert verify() == []


@pytest.mark.django_db(transaction=True)
def test_nobody_appends_to_many_outside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        append_many([new(uuid.uuid4())])
    assert not AuditEntry.objects.exists()
