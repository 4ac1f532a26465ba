"""The digest of a row: of what is stored, whoever reads it, on either engine."""

import hashlib
import uuid
from typing import Any

import pytest

from portal.audit.actor import CLOCK
from portal.audit.digest import digest_of
from portal.audit.models import AuditEntry, AuditHead
from portal.audit.record import NewEntry, append
from portal.encryption import keys
from tests.encryption.conftest import letters as letters  # noqa: PLC0414 - a fixture
from tests.encryption.rows import Letter

pytestmark = [pytest.mark.engine, pytest.mark.django_db]


@pytest.fixture
def letter(letters: None) -> Letter:
    holder = uuid.uuid4()
    keys.create(holder)
    return Letter.objects.create(owner=holder, title="Title", text="Why did nobody ring us?")


def test_a_written_and_a_read_row_have_the_same_digest(letter: Letter) -> None:
    digest = digest_of(letter)
    assert len(digest) == len(hashlib.sha256().hexdigest())
    assert digest_of(Letter.objects.get(pk=letter.pk)) == digest
    read = Letter.objects.get(pk=letter.pk)
    assert read.text
    assert digest_of(read) == digest
    read.refresh_from_db()
    assert digest_of(read) == digest
    assert digest_of(Letter.objects.defer("text").get(pk=letter.pk)) == digest


def test_an_entry_of_the_record_has_the_same_digest_written_and_read() -> None:
    details = {"ids": [str(uuid.uuid4())], "n": 3}
    entry = append([NewEntry(actor=CLOCK, holder=keys.SITE, action="x", table="t", row=None, details=details)])[0]
    assert digest_of(entry) == digest_of(AuditEntry.objects.get())


def test_any_change_of_a_column_changes_it(letter: Letter) -> None:
    digest = digest_of(letter)
    letter.title = "Other"
    assert digest_of(letter) != digest
    letter.title = "Title"
    letter.text = "Other"
    letter.save()
    assert digest_of(letter) != digest


def test_only_the_named_columns_count_when_some_are_named(letter: Letter) -> None:
    digest = digest_of(letter, ["text", "note"])
    letter.title = "Other"
    assert digest_of(letter, ["text", "note"]) == digest
    assert digest_of(letter, ["text"]) != digest


def test_rows_of_two_tables_never_share_one() -> None:
    chain = uuid.uuid4()
    assert digest_of(AuditHead(chain=chain), ["chain"]) != digest_of(AuditEntry(chain=chain), ["chain"])


def test_nobody_can_guess_a_text_by_its_digest(letter: Letter) -> None:
    twin = Letter.objects.create(owner=letter.owner, text=letter.text)
    assert digest_of(letter, ["text"]) != digest_of(twin, ["text"])


@pytest.mark.parametrize("change", [{"text": "not saved"}, {"note": "not saved"}])
def test_a_text_that_was_not_saved_has_no_digest(letter: Letter, change: dict[str, Any]) -> None:
    for name, value in change.items():
        setattr(letter, name, value)
    with pytest.raises(ValueError, match="saved"):
        digest_of(letter)
