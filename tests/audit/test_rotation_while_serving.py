"""Rotating while others seal and open; and what a copy of the database holds afterwards."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction

from portal.audit.actor import CLOCK
from portal.audit.models import AuditEntry
from portal.audit.record import record
from portal.audit.rotation import rotate_keys
from portal.audit.verify import verify
from portal.encryption import keys
from portal.encryption.models import DataKey
from tests.encryption.test_at_rest import carried_away

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]

CANARY = "Ottoline Featherstonehaugh"
NEW = {"2027": b"n" * 32}


@pytest.fixture
def texts() -> dict[uuid.UUID, bytes]:
    """Texts of thirty holders, sealed before the rotation."""
    holders = [uuid.uuid4() for _ in range(30)]
    for holder in holders:
        keys.create(holder)
    return {holder: keys.seal(holder, "a", CANARY) for holder in holders}


@pytest.fixture
def old(settings: Any) -> dict[str, bytes]:
    """The master keys of before; from here on a new one comes first."""
    before = dict(settings.PORTAL_MASTER_KEYS)
    settings.PORTAL_MASTER_KEYS = {**NEW, **before}
    return before


def test_three_people_go_on_sealing_and_opening_while_it_runs(
    texts: dict[uuid.UUID, bytes], old: dict[str, bytes], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In small batches; one of them begins new families meanwhile."""
    sealed: dict[uuid.UUID, bytes] = {}
    done, start = threading.Event(), threading.Barrier(4)
    batch = keys.rewrap_batch
    monkeypatch.setattr(keys, "rewrap_batch", lambda: batch(3))

    def work(number: int) -> int:
        start.wait()
        rounds = 0
        try:
            while not done.is_set() or rounds == 0:
                for holder, data in list(texts.items())[number::3]:
                    with keys.key_ring():
                        assert keys.open_sealed(holder, "a", data) == CANARY
                        with transaction.atomic():
                            record(actor=CLOCK, holder=holder, action="seen", table="t", row=None)
                        again = keys.seal(holder, "b", CANARY)
                    assert keys.open_sealed(holder, "b", again) == CANARY
                fresh = uuid.uuid4()
                keys.create(fresh)
                sealed[fresh] = keys.seal(fresh, "a", CANARY)
                rounds += 1
        finally:
            connection.close()
        return rounds

    with ThreadPoolExecutor(3) as people:
        working = [people.submit(work, number) for number in range(3)]
        try:
            start.wait()
            assert rotate_keys(actor=CLOCK) >= len(texts)
        finally:
            done.set()
        assert all(one.result() for one in working)
    settings.PORTAL_MASTER_KEYS = NEW
    assert set(DataKey.objects.values_list("master_name", flat=True)) == {"2027"}
    for holder, data in {**texts, **sealed}.items():
        assert keys.open_sealed(holder, "a", data) == CANARY
    assert AuditEntry.objects.filter(action="keys_rotated").count() > 1
    assert verify() == []


def test_two_rotations_at_once_leave_every_key_wrapped_once_and_openable(
    texts: dict[uuid.UUID, bytes], old: dict[str, bytes], settings: Any
) -> None:
    def rotate(_: int) -> int:
        try:
            return rotate_keys(actor=CLOCK)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        total = sum(people.map(rotate, range(2)))
    assert total == DataKey.objects.count()
    settings.PORTAL_MASTER_KEYS = NEW
    assert all(keys.open_sealed(holder, "a", data) == CANARY for holder, data in texts.items())


def test_a_key_that_is_destroyed_meanwhile_stays_destroyed(
    texts: dict[uuid.UUID, bytes], old: dict[str, bytes]
) -> None:
    gone = next(iter(texts))
    keys.destroy(gone)
    rotate_keys(actor=CLOCK)
    with pytest.raises(keys.KeyMissing):
        keys.open_sealed(gone, "a", texts[gone])
    assert bytes(DataKey.objects.get(holder=gone).wrapped) == b""


def test_a_copy_made_after_a_rotation_holds_no_text_and_no_master_key(
    texts: dict[uuid.UUID, bytes], old: dict[str, bytes]
) -> None:
    rotate_keys(actor=CLOCK)
    copy = carried_away()
    assert b"2027" in copy
    for secret in (CANARY.encode(), *NEW.values(), *old.values()):
        assert secret not in copy
        assert secret.hex().encode() not in copy


def test_nobody_opens_such_a_copy_with_the_old_master_key_alone(
    texts: dict[uuid.UUID, bytes], old: dict[str, bytes], settings: Any
) -> None:
    rotate_keys(actor=CLOCK)
    settings.PORTAL_MASTER_KEYS = old
    opened = []
    for holder, data in texts.items():
        with suppress(keys.KeyMissing):
            opened.append(keys.open_sealed(holder, "a", data))
    assert opened == []
