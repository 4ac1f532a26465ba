"""Rotating the master key: every key re-wrapped, nothing re-sealed, and the record says so."""

import uuid
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from portal.audit.actor import CLOCK
from portal.audit.models import AuditEntry
from portal.audit.record import record
from portal.audit.rotation import rotate_keys
from portal.audit.verify import verify
from portal.encryption import keys
from portal.encryption.models import DataKey

pytestmark = [pytest.mark.engine, pytest.mark.django_db]


def rotated() -> str:
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def sealed(settings: Any) -> tuple[uuid.UUID, bytes]:
    """A text and a chain from before, beside the site's keys; then a new master comes first."""
    holder = uuid.uuid4()
    keys.create(holder)
    record(actor=CLOCK, holder=holder, action="x", table="t", row=None)
    data = keys.seal(holder, "a", "text")
    settings.PORTAL_MASTER_KEYS = {"2027": b"n" * 32, **settings.PORTAL_MASTER_KEYS}
    return holder, data


def test_afterwards_the_old_master_key_can_be_thrown_away(sealed: tuple[uuid.UUID, bytes], settings: Any) -> None:
    count = DataKey.objects.count()
    assert rotated() == f"{count} keys rotated"
    settings.PORTAL_MASTER_KEYS = {"2027": b"n" * 32}
    assert set(DataKey.objects.values_list("master_name", flat=True)) == {"2027"}
    assert keys.open_sealed(sealed[0], "a", sealed[1]) == "text"
    assert verify() == []


def test_the_rotation_is_recorded_on_the_chain_of_the_site(sealed: tuple[uuid.UUID, bytes]) -> None:
    rotated()
    entry = AuditEntry.objects.get(chain=keys.SITE)
    assert (entry.action, entry.actor_kind) == ("keys_rotated", "clock")
    assert entry.details == {"count": DataKey.objects.count(), "master": "2027"}


def test_a_second_rotation_does_nothing_and_says_nothing(sealed: tuple[uuid.UUID, bytes]) -> None:
    rotated()
    assert rotated() == "0 keys rotated"
    assert AuditEntry.objects.filter(chain=keys.SITE).count() == 1


def test_a_reader_in_the_middle_of_it_notices_nothing(sealed: tuple[uuid.UUID, bytes]) -> None:
    holder, data = sealed
    with keys.key_ring():
        assert keys.open_sealed(holder, "a", data) == "text"
        assert rotate_keys(actor=CLOCK) == DataKey.objects.count()
        assert keys.open_sealed(holder, "a", data) == "text"
    assert keys.open_sealed(holder, "a", data) == "text"


def test_nobody_rotates_without_the_old_master_key(sealed: tuple[uuid.UUID, bytes], settings: Any) -> None:
    settings.PORTAL_MASTER_KEYS = {"2027": b"n" * 32}
    with pytest.raises(keys.KeyMissing):
        rotated()
    assert not AuditEntry.objects.filter(chain=keys.SITE).exists()
