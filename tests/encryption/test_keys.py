"""Keys of holders and of the site: made once, read once a ring, wrapped, destroyed for good."""

import base64
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.encryption import keys
from portal.encryption.models import DataKey

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.fixture
def holder() -> uuid.UUID:
    holder = uuid.uuid4()
    keys.create(holder)
    return holder


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(label=st.text(max_size=50), text=ANY_TEXT)
def test_what_was_sealed_opens_again(holder: uuid.UUID, label: str, text: str) -> None:
    with keys.key_ring():
        assert keys.open_sealed(holder, label, keys.seal(holder, label, text)) == text


def test_another_label_or_holder_does_not_open_it(holder: uuid.UUID) -> None:
    other = uuid.uuid4()
    keys.create(other)
    data = keys.seal(holder, "label", "text")
    with pytest.raises(keys.SealBroken):
        keys.open_sealed(holder, "other label", data)
    with pytest.raises(keys.SealBroken):
        keys.open_sealed(other, "label", data)


def test_a_holder_has_one_key(holder: uuid.UUID) -> None:
    with pytest.raises(keys.KeyExists):
        keys.create(holder)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataKey.objects.create(holder=holder, purpose="data", wrapped=b"x", master_name="x")
    data = keys.seal(holder, "a", "text")
    keys.ensure(holder)
    assert keys.open_sealed(holder, "a", data) == "text"


@pytest.mark.django_db(transaction=True)
def test_four_at_once_make_one_key() -> None:
    holder, start = uuid.uuid4(), threading.Barrier(4)

    def act(_: int) -> bytes:
        start.wait()
        try:
            with transaction.atomic():
                keys.ensure(holder)
                return keys.seal(holder, "a", "text")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        sealed = list(people.map(act, range(4)))
    assert {keys.open_sealed(holder, "a", data) for data in sealed} == {"text"}


def test_ensure_makes_a_key_where_there_is_none() -> None:
    holder = uuid.uuid4()
    keys.ensure(holder)
    assert keys.open_sealed(holder, "a", keys.seal(holder, "a", "text")) == "text"


def test_a_holder_without_a_key_can_seal_nothing() -> None:
    with pytest.raises(keys.KeyMissing):
        keys.seal(uuid.uuid4(), "a", "text")
    with pytest.raises(keys.KeyMissing):
        keys.blind_for(uuid.uuid4(), "a", "text")


def test_the_site_is_a_holder_whose_keys_are_made_at_first_use() -> None:
    DataKey.objects.filter(holder=keys.SITE).delete()
    assert keys.open_sealed(keys.SITE, "a", keys.seal(keys.SITE, "a", "text")) == "text"
    assert keys.blind("audit_mac", "text") == keys.blind("audit_mac", "text")
    assert set(DataKey.objects.values_list("purpose", flat=True)) == {"data", "audit_mac"}


def test_a_blind_differs_by_purpose_by_text_and_by_holder(holder: uuid.UUID) -> None:
    other = uuid.uuid4()
    keys.create(other)
    blinds = [
        keys.blind("audit_mac", "text"),
        keys.blind("name_index", "text"),
        keys.blind("name_index", "other"),
        keys.blind_for(holder, "a", "text"),
        keys.blind_for(holder, "a", "other"),
        keys.blind_for(holder, "b", "text"),
        keys.blind_for(other, "a", "text"),
    ]
    assert len(set(blinds)) == len(blinds)
    assert {len(blind) for blind in blinds} == {32}
    assert keys.blind_for(holder, "a", "text") == blinds[3]


def test_half_a_surrogate_pair_can_be_blinded(holder: uuid.UUID) -> None:
    assert keys.blind("name_index", "\ud83d")
    assert keys.blind_for(holder, "a", "\ud83d")


def test_the_site_has_no_other_purposes() -> None:
    with pytest.raises(ValueError, match="adit_mac"):
        keys.blind("adit_mac", "text")


def test_a_ring_reads_a_key_once(holder: uuid.UUID, django_assert_num_queries: Any) -> None:
    with keys.key_ring(), django_assert_num_queries(1), keys.key_ring():
        for _ in range(3):
            keys.seal(holder, "a", "text")


def test_without_a_ring_each_use_reads_it(holder: uuid.UUID, django_assert_num_queries: Any) -> None:
    keys.warm([holder])
    with django_assert_num_queries(2):
        keys.seal(holder, "a", "text")
        keys.seal(holder, "a", "text")


def test_a_ring_is_empty_after_it_closed(holder: uuid.UUID, django_assert_num_queries: Any) -> None:
    for _ in range(2):
        with keys.key_ring(), django_assert_num_queries(1):
            keys.seal(holder, "a", "text")


def test_warming_reads_all_keys_in_one_query_and_none_twice(django_assert_num_queries: Any) -> None:
    holders = [uuid.uuid4() for _ in range(5)]
    for holder in holders:
        keys.create(holder)
    with keys.key_ring():
        with django_assert_num_queries(1):
            keys.warm([*holders, *holders, uuid.uuid4()])
        with django_assert_num_queries(0):
            keys.warm(holders)
            for holder in holders:
                keys.seal(holder, "a", "text")


def test_a_key_whose_making_was_rolled_back_is_not_remembered() -> None:
    holder = uuid.uuid4()
    with keys.key_ring():
        with transaction.atomic():
            keys.create(holder)
            sealed = keys.seal(holder, "a", "text")
            keys.warm([holder])
            transaction.set_rollback(True)
        with pytest.raises(keys.KeyMissing):
            keys.open_sealed(holder, "a", sealed)


def test_a_destroyed_key_opens_nothing_and_is_never_made_again(holder: uuid.UUID) -> None:
    with keys.key_ring():
        data = keys.seal(holder, "a", "text")
        keys.destroy(holder)
        for refused in (lambda: keys.open_sealed(holder, "a", data), lambda: keys.ensure(holder)):
            with pytest.raises(keys.KeyMissing):
                refused()
        with pytest.raises(keys.KeyExists):
            keys.create(holder)
        keys.warm([holder])
        with pytest.raises(keys.KeyMissing):
            keys.seal(holder, "a", "text")


def test_nobody_destroys_the_key_of_the_site() -> None:
    with pytest.raises(ValueError, match="site"):
        keys.destroy(keys.SITE)


@pytest.fixture
def two_masters(settings: Any) -> Iterator[dict[str, bytes]]:
    """A new master key stands before the old one."""
    return {"new": b"n" * 32, **settings.PORTAL_MASTER_KEYS}


def test_rewrapping_leaves_every_text_readable_under_the_new_master_alone(
    holder: uuid.UUID, two_masters: dict[str, bytes], settings: Any
) -> None:
    data, mac = keys.seal(holder, "a", "text"), keys.blind("audit_mac", "text")
    settings.PORTAL_MASTER_KEYS = two_masters
    assert keys.open_sealed(holder, "a", data) == "text"
    assert keys.rewrap_all() == DataKey.objects.count()
    assert keys.rewrap_all() == 0
    settings.PORTAL_MASTER_KEYS = {"new": two_masters["new"]}
    assert keys.open_sealed(holder, "a", data) == "text"
    assert keys.blind("audit_mac", "text") == mac


def test_rewrapping_goes_in_batches_and_leaves_destroyed_keys_destroyed(
    two_masters: dict[str, bytes], settings: Any
) -> None:
    holders = [uuid.uuid4() for _ in range(5)]
    for holder in holders:
        keys.create(holder)
    keys.destroy(holders[0])
    settings.PORTAL_MASTER_KEYS = two_masters
    assert [keys.rewrap_batch(4) for _ in range(3)] == [4, 4, 0]  # the site has four
    with pytest.raises(keys.KeyMissing):
        keys.ensure(holders[0])


def test_without_the_master_key_nothing_opens(holder: uuid.UUID, settings: Any) -> None:
    data = keys.seal(holder, "a", "text")
    settings.PORTAL_MASTER_KEYS = {"new": b"n" * 32}
    with pytest.raises(keys.KeyMissing, match="PORTAL_MASTER_KEYS"):
        keys.open_sealed(holder, "a", data)


def test_a_wrong_master_key_of_the_same_name_opens_nothing(holder: uuid.UUID, settings: Any) -> None:
    data = keys.seal(holder, "a", "text")
    settings.PORTAL_MASTER_KEYS = dict.fromkeys(settings.PORTAL_MASTER_KEYS, b"w" * 32)
    with pytest.raises(keys.SealBroken):
        keys.open_sealed(holder, "a", data)


def test_a_wrapped_key_moved_to_another_holder_opens_nothing(holder: uuid.UUID) -> None:
    other = uuid.uuid4()
    keys.create(other)
    wrapped = DataKey.objects.get(holder=holder).wrapped
    DataKey.objects.filter(holder=other).update(wrapped=wrapped)
    with pytest.raises(keys.SealBroken):
        keys.seal(other, "a", "text")


def test_the_database_holds_no_master_key_and_no_key_in_clear(holder: uuid.UUID, settings: Any) -> None:
    row = DataKey.objects.get(holder=holder)
    for master in settings.PORTAL_MASTER_KEYS.values():
        assert master not in bytes(row.wrapped)
        assert base64.b64encode(master).decode() not in f"{row!r} {row.__dict__!r}"
    assert len(row.wrapped) == 1 + 12 + 32 + 16
