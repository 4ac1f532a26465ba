"""What `verify_audit` finds when somebody with the rights of the database's owner has been at the record."""

import uuid
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F

from portal.audit.actor import CLOCK
from portal.audit.chain import link_of, mac_of
from portal.audit.models import AuditEntry, AuditHead
from portal.audit.record import NewEntry, append
from portal.audit.triggers import drop_triggers
from portal.audit.verify import verify
from portal.encryption import keys
from portal.encryption.models import DataKey

from .conftest import tampering

pytestmark = [pytest.mark.engine, pytest.mark.django_db]


@pytest.fixture
def chain() -> uuid.UUID:
    """A chain of six entries, beside another one that nobody touches."""
    chain = uuid.uuid4()
    for holder in (uuid.uuid4(), chain):
        append(
            NewEntry(actor=CLOCK, holder=holder, action=f"deed {n}", table="t", row=uuid.uuid4(), details={"n": n})
            for n in range(1, 7)
        )
    return chain


def at(chain: uuid.UUID, *sequences: int) -> Any:
    return AuditEntry.objects.filter(chain=chain, sequence__in=sequences)


def test_a_whole_record_has_no_fault(chain: uuid.UUID) -> None:
    assert verify() == []
    call_command("verify_audit", stdout=StringIO())
    assert AuditEntry.objects.filter(chain=keys.SITE).exists()


def test_an_empty_record_has_no_fault() -> None:
    assert verify() == []


CHANGES: dict[str, Any] = {
    "id": uuid.uuid4(),
    "at": F("at") + timedelta(microseconds=1),
    "actor_kind": "user",
    "actor_id": uuid.uuid4(),
    "actor_role": "auditor",
    "actor_post": "Somebody else",
    "action": "deed",
    "is_read": True,
    "table_name": "u",
    "row_id": uuid.uuid4(),
    "digest": "00" * 32,
    "details": {"n": 8},
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_entry_is_found(chain: uuid.UUID, column: str) -> None:
    with tampering():
        at(chain, 3).update(**{column: CHANGES[column]})
    assert verify() == [f"{chain} 3 changed"]


def test_every_column_of_an_entry_is_covered() -> None:
    columns = {field.attname for field in AuditEntry._meta.concrete_fields}
    assert columns == set(CHANGES) | {"chain", "sequence", "mac"}


def test_a_forged_mac_breaks_the_chain_there_and_after(chain: uuid.UUID) -> None:
    with tampering():
        at(chain, 3).update(mac="00" * 32)
    assert verify() == [f"{chain} 3 changed", f"{chain} 4 changed"]


def test_removed_entries_are_found(chain: uuid.UUID) -> None:
    with tampering():
        at(chain, 2, 3, 5).delete()
    assert verify() == [f"{chain} 2 missing, up to 3", f"{chain} 5 missing, up to 5"]


def test_a_removed_entry_whose_gap_was_closed_is_found(chain: uuid.UUID) -> None:
    with tampering():
        at(chain, 3).delete()
        for sequence in (4, 5, 6):
            at(chain, sequence).update(sequence=sequence - 1)
        AuditHead.objects.filter(chain=chain).update(sequence=5)
    assert f"{chain} 3 changed" in verify()


def test_reordered_entries_are_found(chain: uuid.UUID) -> None:
    with tampering():
        at(chain, 3).update(sequence=99)
        at(chain, 4).update(sequence=3)
        at(chain, 99).update(sequence=4)
    assert verify()[:2] == [f"{chain} 3 changed", f"{chain} 4 changed"]


def test_a_cut_tail_is_found(chain: uuid.UUID) -> None:
    with tampering():
        at(chain, 5, 6).delete()
    assert verify() == [f"{chain} 5 missing, up to 6"]


def test_a_cut_tail_is_found_though_the_head_was_set_back(chain: uuid.UUID) -> None:
    with tampering():
        at(chain, 5, 6).delete()
        AuditHead.objects.filter(chain=chain).update(sequence=4, mac=at(chain, 4).get().mac)
    assert verify() == [f"{chain} 4 the head does not match"]


def test_a_head_set_back_alone_is_found(chain: uuid.UUID) -> None:
    AuditHead.objects.filter(chain=chain).update(sequence=4)
    assert verify() == [f"{chain} 5 is beyond the head"]


def test_a_head_set_forward_alone_is_found(chain: uuid.UUID) -> None:
    AuditHead.objects.filter(chain=chain).update(sequence=8)
    assert verify() == [f"{chain} 7 missing, up to 8"]


def test_a_removed_head_is_found(chain: uuid.UUID) -> None:
    AuditHead.objects.filter(chain=chain).delete()
    assert verify() == [f"{chain} 6 the head is missing"]


def test_a_chain_of_which_only_the_head_is_left_is_found(chain: uuid.UUID) -> None:
    with tampering():
        AuditEntry.objects.filter(chain=chain).delete()
    assert verify() == [f"{chain} 1 missing, up to 6"]


def test_an_entry_moved_to_another_chain_is_found(chain: uuid.UUID) -> None:
    other = uuid.uuid4()
    with tampering():
        at(chain, 6).update(chain=other, sequence=1)
    assert set(verify()) == {
        f"{other} 1 changed",
        f"{other} 1 the head is missing",
        f"{chain} 6 missing, up to 6",
    }


def test_an_entry_made_with_another_key_is_found(chain: uuid.UUID) -> None:
    head = AuditHead.objects.get(chain=chain)
    forged = AuditEntry(chain=chain, sequence=7, actor_kind="clock", action="forged", table_name="t")
    right = DataKey.objects.get(purpose="audit_mac")
    DataKey.objects.filter(pk=right.pk).delete()
    forged.mac = mac_of(forged, after=head.mac)
    AuditHead.objects.filter(chain=chain).update(sequence=7, mac=link_of(chain, 7, forged.mac))
    DataKey.objects.filter(purpose="audit_mac").delete()
    right.save(force_insert=True)
    forged.save()
    assert verify() == [f"{chain} 7 changed", f"{chain} 7 the head does not match"]


def test_a_missing_trigger_is_found(chain: uuid.UUID) -> None:
    drop_triggers()
    assert "trigger audit_entry" in verify()


def test_the_command_prints_one_fault_a_line_and_fails(chain: uuid.UUID) -> None:
    with tampering():
        at(chain, 2).delete()
        at(chain, 5).update(action="other")
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify_audit", stdout=out)
    assert left.value.code == 1
    assert out.getvalue().splitlines() == [f"{chain} 2 missing, up to 2", f"{chain} 5 changed"]


def test_what_is_written_while_it_reads_is_no_fault(chain: uuid.UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = [chain, uuid.uuid4()]

    def meanwhile(entry: AuditEntry, *, after: str) -> str:
        while waiting:
            append([NewEntry(actor=CLOCK, holder=waiting.pop(), action="x", table="t", row=None)])
        return mac_of(entry, after=after)

    monkeypatch.setattr("portal.audit.verify.mac_of", meanwhile)
    assert verify() == []
    assert AuditHead.objects.get(chain=chain).sequence == 7


def test_it_costs_the_same_few_queries_for_many_chains(django_assert_max_num_queries: Any) -> None:
    for _ in range(30):
        append([NewEntry(actor=CLOCK, holder=uuid.uuid4(), action="x", table="t", row=None)])
    # Triggers, the last anchoring, anchors, the site's key, heads, entries, the file's places; cursors on PostgreSQL.
    with django_assert_max_num_queries(9):
        assert verify() == []


def test_nobody_without_the_key_can_verify_or_write(chain: uuid.UUID, settings: Any) -> None:
    settings.PORTAL_MASTER_KEYS = {"other": b"o" * 32}
    with pytest.raises(keys.KeyMissing):
        verify()
    with pytest.raises(keys.KeyMissing):
        append([NewEntry(actor=CLOCK, holder=chain, action="x", table="t", row=None)])
