"""Once a day the heads go where a later change of the record cannot reach them; each kind of tampering is named."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.audit.actor import CLOCK
from portal.audit.anchoring import RecordSetBack, anchor, anchor_daily, checked, last_checked, verified
from portal.audit.models import AuditAnchor, AuditEntry, AuditHead
from portal.audit.record import NewEntry, append
from portal.audit.triggers import drop_triggers, install_triggers
from portal.audit.verify import verify
from portal.encryption import keys
from portal.encryption.models import DataKey

from .conftest import tampering

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

Anchor = Callable[..., Any]


def grow(chain: uuid.UUID, count: int = 1) -> None:
    append(NewEntry(actor=CLOCK, holder=chain, action="deed", table="t", row=uuid.uuid4()) for _ in range(count))


@pytest.fixture
def chain() -> uuid.UUID:
    """A chain of six entries beside another one, and a chain of the site."""
    chain = uuid.uuid4()
    for holder in (keys.SITE, uuid.uuid4(), chain):
        grow(holder, 6)
    return chain


def at(chain: uuid.UUID, *sequences: int) -> Any:
    return AuditEntry.objects.filter(chain=chain, sequence__in=sequences)


def head_of(chain: uuid.UUID) -> dict[str, Any]:
    return AuditHead.objects.filter(chain=chain).values("sequence", "mac").get()


def cut(chain: uuid.UUID, head: dict[str, Any]) -> None:
    """Take a chain back to an old copy of its head, entries and all: whole in itself."""
    AuditEntry.objects.filter(chain=chain, sequence__gt=head["sequence"]).delete()
    AuditHead.objects.filter(chain=chain).update(**head)


# --- what an anchoring leaves -------------------------------------------------------------------


def test_it_leaves_one_entry_that_counts_the_chains(chain: uuid.UUID, anchored: Anchor) -> None:
    entry = anchored()
    assert (entry.chain, entry.action, entry.details) == (keys.SITE, "anchored", {"chains": 3})
    assert len(entry.digest) == 64
    assert AuditAnchor.objects.count() == 3
    assert verify() == []


def test_only_heads_that_moved_are_written_again(chain: uuid.UUID, anchored: Anchor) -> None:
    anchored()
    grow(chain)
    anchored()
    assert AuditAnchor.objects.filter(chain=chain).count() == 2
    assert AuditAnchor.objects.exclude(chain__in=[chain, keys.SITE]).count() == 1
    assert verify() == []


def test_the_sites_own_head_goes_to_the_file_one_line_a_time(
    chain: uuid.UUID, anchored: Anchor, anchor_file: Path
) -> None:
    anchored()
    anchored()
    lines = [json.loads(line) for line in anchor_file.read_text().splitlines()]
    assert [line["sequence"] for line in lines] == [7, 8]
    assert lines[-1]["mac"] == head_of(keys.SITE)["mac"]
    assert str(chain) not in anchor_file.read_text()


def test_nothing_is_written_to_the_file_where_the_transaction_is_rolled_back(
    chain: uuid.UUID, anchored: Anchor, anchor_file: Path
) -> None:
    def fail() -> None:
        with transaction.atomic():
            anchor()
            transaction.set_rollback(True)

    anchored(fail)
    assert not anchor_file.exists()
    assert verify() == []


def test_the_first_anchoring_of_an_empty_record_is_whole(anchored: Anchor) -> None:
    anchored()
    anchored()
    assert verify() == []


def test_it_runs_once_a_day_however_often_it_is_called(chain: uuid.UUID, anchored: Anchor) -> None:
    now = timezone.now()
    assert anchored(anchor_daily, at=now)
    assert not anchored(anchor_daily, at=now)
    assert anchored(anchor_daily, at=now + timedelta(days=1))
    assert AuditEntry.objects.filter(action="anchored").count() == 2


def test_the_command_anchors_after_a_clean_check_and_never_after_a_fault(chain: uuid.UUID, anchored: Anchor) -> None:
    anchored(call_command, command_name="verify_audit", stdout=StringIO())
    assert AuditEntry.objects.filter(action="anchored").count() == 1
    with tampering():
        at(chain, 3).update(action="other")
    with pytest.raises(SystemExit):
        call_command("verify_audit", stdout=StringIO())
    assert AuditEntry.objects.filter(action="anchored").count() == 1


def test_a_check_on_request_keeps_its_result(chain: uuid.UUID, anchored: Anchor) -> None:
    assert anchored(checked, actor=CLOCK) == []
    found = last_checked()
    assert found is not None
    assert found.details == {"count": 0, "faults": []}
    with tampering():
        at(chain, 3).update(action="other")
    checked(actor=CLOCK)
    found = last_checked()
    assert found is not None
    assert found.details == {"count": 1, "faults": [f"{chain} 3 changed"]}


def test_the_file_of_another_database_is_left_alone(chain: uuid.UUID, anchored: Anchor, anchor_file: Path) -> None:
    anchor_file.parent.mkdir()
    other = {"site": "00" * 16, "at": "2026-01-01", "sequence": 90, "mac": "ab" * 32, "chains": 4}
    anchor_file.write_text(json.dumps(other) + "\nnot a line\n")
    anchored()
    assert verify() == []


# --- each kind of tampering ---------------------------------------------------------------------


def test_a_changed_entry_is_named_once(chain: uuid.UUID, anchored: Anchor) -> None:
    anchored()
    with tampering():
        at(chain, 3).update(action="other")
    assert verify() == [f"{chain} 3 changed"]


def test_a_removed_entry_is_named_once(chain: uuid.UUID, anchored: Anchor) -> None:
    anchored()
    with tampering():
        at(chain, 3).delete()
    assert verify() == [f"{chain} 3 missing, up to 3"]


def test_reordered_entries_are_named(chain: uuid.UUID, anchored: Anchor) -> None:
    anchored()
    with tampering():
        for was, to in ((3, 99), (4, 3), (99, 4)):
            at(chain, was).update(sequence=to)
    assert verify()[:2] == [f"{chain} 3 changed", f"{chain} 4 changed"]


def test_a_cut_tail_is_named(chain: uuid.UUID, anchored: Anchor) -> None:
    anchored()
    with tampering():
        at(chain, 5, 6).delete()
    assert verify() == [f"{chain} 5 missing, up to 6"]


def test_a_cut_tail_with_the_old_head_put_back_is_named(chain: uuid.UUID, anchored: Anchor) -> None:
    old = head_of(chain)
    grow(chain, 2)
    anchored()
    with tampering():
        cut(chain, old)
    assert verify() == [f"{chain} 7 missing, up to 8, which was anchored"]


def test_an_old_head_put_back_alone_is_named(chain: uuid.UUID, anchored: Anchor) -> None:
    old = head_of(chain)
    grow(chain, 2)
    anchored()
    AuditHead.objects.filter(chain=chain).update(**old)
    assert verify() == [f"{chain} 7 is beyond the head"]


def test_a_tail_that_was_cut_and_written_anew_is_named(chain: uuid.UUID, anchored: Anchor) -> None:
    old = head_of(chain)
    grow(chain, 2)
    anchored()
    with tampering():
        cut(chain, old)
    grow(chain, 3)
    assert verify() == [f"{chain} 8 is not what was anchored"]


def test_a_removed_chain_that_was_anchored_is_named(chain: uuid.UUID, anchored: Anchor) -> None:
    anchored()
    with tampering():
        AuditEntry.objects.filter(chain=chain).delete()
        AuditHead.objects.filter(chain=chain).delete()
    assert verify() == [f"{chain} 6 was anchored, and the whole chain is gone"]


def test_a_removed_chain_is_counted_where_its_anchors_went_with_it(chain: uuid.UUID, anchored: Anchor) -> None:
    anchored()
    with tampering():
        for model in (AuditEntry, AuditHead, AuditAnchor):
            model.objects.filter(chain=chain).delete()
    assert verify() == [f"{keys.SITE} 7 counted 3 chains, and 2 are anchored"]


def test_a_cut_tail_whose_newest_anchor_went_with_it_is_found(chain: uuid.UUID, anchored: Anchor) -> None:
    anchored()
    old = head_of(chain)
    grow(chain)
    anchored()
    with tampering():
        cut(chain, old)
        AuditAnchor.objects.filter(chain=chain, sequence=7).delete()
    assert verify() == [f"{keys.SITE} 8 is not of the anchors that are there"]


def test_a_changed_anchor_is_found(chain: uuid.UUID, anchored: Anchor) -> None:
    anchored()
    with tampering():
        AuditAnchor.objects.filter(chain=chain).update(mac="00" * 32)
    assert verify() == [
        f"{chain} 6 is not what was anchored",
        f"{keys.SITE} 7 is not of the anchors that are there",
    ]


def test_an_old_copy_of_the_whole_record_put_back_is_found_by_the_file(chain: uuid.UUID, anchored: Anchor) -> None:
    anchored()
    then = AuditHead.objects.in_bulk()
    moment = AuditEntry.objects.get(action="anchored").at
    grow(chain)
    grow(keys.SITE)
    anchored()
    with tampering():
        for head in then.values():
            cut(head.chain, {"sequence": head.sequence, "mac": head.mac})
        AuditAnchor.objects.filter(anchored_at__gt=moment).delete()
    assert verify() == [f"{keys.SITE} 9 is in the anchor file and not in the record"]


def test_the_chain_of_the_site_written_anew_is_found_by_the_file(chain: uuid.UUID, anchored: Anchor) -> None:
    old = head_of(keys.SITE)
    anchored()
    with tampering():
        cut(keys.SITE, old)
        AuditAnchor.objects.all().delete()
    grow(keys.SITE, 3)
    assert verify() == [f"{keys.SITE} 7 is not what the anchor file holds"]


def test_a_removed_file_is_found(
    chain: uuid.UUID, anchored: Anchor, anchor_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.audit.anchors.A_MOMENT", 0)
    anchored()
    anchor_file.unlink()
    assert verify() == [f"{keys.SITE} 7 is missing in the anchor file"]


def test_a_missing_trigger_is_named_of_either_table(chain: uuid.UUID, anchored: Anchor) -> None:
    anchored()
    drop_triggers()
    assert {"trigger audit_entry", "trigger audit_anchor"} <= set(verify())
    install_triggers()
    assert verify() == []


def test_what_is_anchored_while_it_reads_is_no_fault(
    chain: uuid.UUID, anchored: Anchor, monkeypatch: pytest.MonkeyPatch
) -> None:
    anchored()
    read, waiting = AuditHead.objects.iterator, [chain]

    def meanwhile(*given: Any, **named: Any) -> Any:
        if waiting:
            grow(waiting.pop())
            anchored()
        return read(*given, **named)

    monkeypatch.setattr(AuditHead.objects, "iterator", meanwhile)
    assert verify() == []
    assert AuditAnchor.objects.filter(chain=chain).count() == 2


# --- who may not --------------------------------------------------------------------------------


def test_nobody_changes_or_removes_an_anchor(chain: uuid.UUID, anchored: Anchor) -> None:
    anchored()
    for change in (AuditAnchor.objects.all().delete, lambda: AuditAnchor.objects.update(sequence=1)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert AuditAnchor.objects.count() == 3


def test_nobody_anchors_a_record_that_was_set_back(chain: uuid.UUID, anchored: Anchor) -> None:
    old = head_of(chain)
    grow(chain)
    anchored()
    with tampering():
        cut(chain, old)
    with pytest.raises(RecordSetBack, match=str(chain)):
        anchor_daily(at=timezone.now() + timedelta(days=1))
    assert verified() != []
    assert AuditEntry.objects.filter(action="anchored").count() == 1


def test_nobody_without_the_key_writes_a_line_that_counts(
    chain: uuid.UUID, anchored: Anchor, anchor_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.audit.anchors.A_MOMENT", 0)
    anchored()
    forged = json.loads(anchor_file.read_text()) | {"mac": "cd" * 32}
    anchor_file.write_text(json.dumps(forged) + "\n")
    assert verify() == [f"{keys.SITE} 7 is not what the anchor file holds"]
    anchor_file.write_text(json.dumps(forged | {"site": "00" * 16}) + "\n")
    assert verify() == [f"{keys.SITE} 7 is missing in the anchor file"]
    assert DataKey.objects.filter(purpose="audit_mac").count() == 1
