"""A key that another holder's key wraps: it is the same key, and it opens as long as that one does."""

import uuid
from typing import Any

import pytest
from django.core.management import call_command

from portal.encryption import keys
from portal.encryption.models import DataKey

pytestmark = [pytest.mark.engine, pytest.mark.django_db]


@pytest.fixture
def inner() -> uuid.UUID:
    holder = uuid.uuid4()
    keys.create(holder)
    return holder


@pytest.fixture
def outer() -> uuid.UUID:
    holder = uuid.uuid4()
    keys.create(holder)
    return holder


def test_what_was_sealed_before_and_what_is_sealed_after_both_open(inner: uuid.UUID, outer: uuid.UUID) -> None:
    before, blind = keys.seal(inner, "a", "text"), keys.blind_for(inner, "a", "word")
    keys.put_under(inner, outer)
    after = keys.seal(inner, "a", "more")
    assert [keys.open_sealed(inner, "a", data) for data in (before, after)] == ["text", "more"]
    assert keys.blind_for(inner, "a", "word") == blind
    with pytest.raises(keys.SealBroken):
        keys.open_sealed(outer, "a", before)


def test_the_master_key_alone_opens_it_no_longer(inner: uuid.UUID, outer: uuid.UUID) -> None:
    keys.put_under(inner, outer)
    assert DataKey.objects.get(holder=inner).master_name == ""
    DataKey.objects.filter(holder=inner).update(under=None, master_name=DataKey.objects.get(holder=outer).master_name)
    with pytest.raises(keys.SealBroken):
        keys.seal(inner, "a", "text")


@pytest.mark.parametrize("in_ring", [True, False])
def test_destroying_the_outer_key_destroys_what_the_inner_sealed(
    inner: uuid.UUID, outer: uuid.UUID, *, in_ring: bool
) -> None:
    data = keys.seal(inner, "a", "text")
    keys.put_under(inner, outer)

    def destroyed() -> None:
        assert keys.open_sealed(inner, "a", data) == "text"
        keys.destroy(outer)
        for refused in (lambda: keys.open_sealed(inner, "a", data), lambda: keys.put_under(inner, None)):
            with pytest.raises(keys.KeyMissing):
                refused()

    if in_ring:
        with keys.key_ring():
            destroyed()
    else:
        destroyed()


def test_destroying_the_inner_key_leaves_the_outer(inner: uuid.UUID, outer: uuid.UUID) -> None:
    keys.put_under(inner, outer)
    theirs, own = keys.seal(outer, "a", "text"), keys.seal(inner, "a", "text")
    keys.destroy(inner)
    assert keys.open_sealed(outer, "a", theirs) == "text"
    with pytest.raises(keys.KeyMissing):
        keys.open_sealed(inner, "a", own)
    with pytest.raises(keys.KeyMissing):
        keys.put_under(inner, None)


def test_rotating_the_master_keys_leaves_it_whole(inner: uuid.UUID, outer: uuid.UUID, settings: Any) -> None:
    data = keys.seal(inner, "a", "text")
    keys.put_under(inner, outer)
    wrapped = bytes(DataKey.objects.get(holder=inner).wrapped)
    settings.PORTAL_MASTER_KEYS = {"new": b"n" * 32, **settings.PORTAL_MASTER_KEYS}
    call_command("rotate_keys")
    assert keys.rewrap_all() == 0
    settings.PORTAL_MASTER_KEYS = {"new": b"n" * 32}
    row = DataKey.objects.get(holder=inner)
    assert (bytes(row.wrapped), row.master_name, row.under) == (wrapped, "", outer)
    assert keys.open_sealed(inner, "a", data) == "text"
    keys.put_under(inner, None)
    assert DataKey.objects.get(holder=inner).master_name == "new"


def test_taking_it_out_again_frees_it_from_the_outer_key(inner: uuid.UUID, outer: uuid.UUID) -> None:
    data = keys.seal(inner, "a", "text")
    keys.put_under(inner, outer)
    keys.put_under(inner, None)
    keys.destroy(outer)
    assert keys.open_sealed(inner, "a", data) == "text"


def test_it_goes_from_one_outer_key_to_another(inner: uuid.UUID, outer: uuid.UUID) -> None:
    third, data = uuid.uuid4(), keys.seal(inner, "a", "text")
    keys.create(third)
    keys.put_under(inner, outer)
    keys.put_under(inner, third)
    keys.destroy(outer)
    assert keys.open_sealed(inner, "a", data) == "text"


def test_a_key_under_a_key_under_a_key_is_refused_from_either_end(inner: uuid.UUID, outer: uuid.UUID) -> None:
    third = uuid.uuid4()
    keys.create(third)
    keys.put_under(inner, outer)
    for holder, under in ((third, inner), (outer, third), (outer, inner), (third, third), (third, uuid.uuid4())):
        with pytest.raises(ValueError, match="wrapped by one that the master key wraps"):
            keys.put_under(holder, under)
    keys.put_under(third, outer)


def test_warming_reads_inner_and_outer_in_any_order_and_each_once(
    inner: uuid.UUID, outer: uuid.UUID, django_assert_max_num_queries: Any
) -> None:
    keys.put_under(inner, outer)
    for holders in ([inner, outer], [outer, inner]):
        with keys.key_ring():
            with django_assert_max_num_queries(1):
                keys.warm(holders)
            with django_assert_max_num_queries(0):
                keys.seal(inner, "a", "text")
                keys.seal(outer, "a", "text")


def test_a_row_that_is_moved_under_another_key_opens_nothing(inner: uuid.UUID, outer: uuid.UUID) -> None:
    third = uuid.uuid4()
    keys.create(third)
    keys.put_under(inner, outer)
    DataKey.objects.filter(holder=inner).update(under=third)
    with pytest.raises(keys.SealBroken):
        keys.seal(inner, "a", "text")
