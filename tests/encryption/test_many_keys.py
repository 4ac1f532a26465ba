"""The keys of many holders are made together, at hand while their rows are written, and no longer."""

import uuid
from typing import Any

import pytest
from django.db import transaction

from portal.encryption import keys
from portal.encryption.models import DataKey

pytestmark = [pytest.mark.engine, pytest.mark.django_db]


@pytest.fixture
def holders() -> list[uuid.UUID]:
    return [uuid.uuid4() for _ in range(5)]


def test_what_was_sealed_while_they_were_made_opens_later(holders: list[uuid.UUID]) -> None:
    with transaction.atomic(), keys.create_many(holders):
        sealed = {holder: keys.seal(holder, "a", f"text of {holder}") for holder in holders}
    assert [keys.open_sealed(holder, "a", sealed[holder]) for holder in holders] == [f"text of {h}" for h in holders]


def test_sealing_meanwhile_asks_for_no_key(holders: list[uuid.UUID], django_assert_num_queries: Any) -> None:
    with keys.create_many(holders), django_assert_num_queries(0):
        for holder in holders:
            keys.seal(holder, "a", "text")


def test_a_key_whose_making_was_rolled_back_is_not_remembered(holders: list[uuid.UUID]) -> None:
    with keys.key_ring():
        with transaction.atomic():
            with keys.create_many(holders):
                sealed = keys.seal(holders[0], "a", "text")
            keys.open_sealed(holders[0], "a", sealed)
            transaction.set_rollback(True)
        with pytest.raises(keys.KeyMissing):
            keys.open_sealed(holders[0], "a", sealed)


def test_nobody_gets_a_second_key(holders: list[uuid.UUID]) -> None:
    keys.create(holders[3])
    with pytest.raises(keys.KeyExists), keys.create_many(holders):
        raise AssertionError
    assert DataKey.objects.filter(holder__in=holders).count() == 1
