"""Sealed columns: clear on the row in hand, sealed in the database, and bound to their place."""

import copy
import pickle
import uuid
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.core.serializers import serialize
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.forms import modelform_factory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.encryption import keys
from portal.encryption.fields import SealedDateField, SealedTextField

from .rows import Letter

pytestmark = pytest.mark.engine

ODD = "caf\u00e9 \u202eright to left\u202c \x00 \x1b[31m \U0001f9d1\u200d\U0001f9d2 \ud83d half a pair"
# The table is emptied with the transaction of the whole test, not of each example.
EACH_EXAMPLE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def write(holder: uuid.UUID, text: str = "Why did nobody ring us?", **others: Any) -> Letter:
    return Letter.objects.create(owner=holder, text=text, **others)


def stored(letter: Letter, column: str = "text") -> bytes:
    with connection.cursor() as cursor:
        key = letter.pk.hex if connection.vendor == "sqlite" else letter.pk
        cursor.execute(f'SELECT "{column}" FROM "{Letter._meta.db_table}" WHERE id = %s', [key])
        return bytes(cursor.fetchone()[0])


def put(letter: Letter, data: bytes, column: str = "text") -> None:
    with connection.cursor() as cursor:
        key = letter.pk.hex if connection.vendor == "sqlite" else letter.pk
        cursor.execute(f'UPDATE "{Letter._meta.db_table}" SET "{column}" = %s WHERE id = %s', [data, key])


def test_a_text_comes_back_as_it_was_typed(holder: uuid.UUID) -> None:
    assert Letter.objects.get(pk=write(holder, ODD).pk).text == ODD


@EACH_EXAMPLE
@given(text=st.text(st.characters(exclude_categories=())))
def test_any_text_comes_back_as_it_was_typed(holder: uuid.UUID, text: str) -> None:
    letter = write(holder, text, note=text, reply=text)
    again = Letter.objects.get(pk=letter.pk)
    assert (again.text, again.note, again.reply) == (text, text, text)


@EACH_EXAMPLE
@given(born=st.dates())
def test_any_day_comes_back(holder: uuid.UUID, born: date) -> None:
    assert Letter.objects.get(pk=write(holder, born=born).pk).born == born


def test_the_column_holds_no_clear_text(holder: uuid.UUID) -> None:
    data = stored(write(holder, "canary"))
    assert b"canary" not in data
    assert len(data) == 1 + 12 + len("canary") + 16


def test_equal_texts_look_different(holder: uuid.UUID) -> None:
    assert stored(write(holder, "same")) != stored(write(holder, "same"))


def test_an_absent_text_stays_absent_and_can_be_asked_for(holder: uuid.UUID) -> None:
    silent, answered = write(holder), write(holder, reply="Yes")
    assert Letter.objects.get(pk=silent.pk).reply is None
    assert list(Letter.objects.filter(reply__isnull=True)) == [silent]
    assert list(Letter.objects.exclude(reply__isnull=True)) == [answered]


def test_an_empty_text_is_a_text(holder: uuid.UUID) -> None:
    assert Letter.objects.get(pk=write(holder).pk).note == ""


def test_a_text_is_there_before_and_after_saving(holder: uuid.UUID) -> None:
    letter = Letter(owner=holder, text="draft")
    assert letter.text == "draft"
    letter.save()
    assert letter.text == "draft"
    letter.text = "better"
    assert letter.text == "better"
    letter.save()
    assert Letter.objects.get(pk=letter.pk).text == "better"


def test_saving_again_leaves_an_unchanged_ciphertext_alone(holder: uuid.UUID) -> None:
    letter = write(holder)
    first = stored(letter)
    letter.title = "a"
    letter.save()
    read = Letter.objects.get(pk=letter.pk)
    assert read.text
    read.save()
    assert stored(letter) == first


def test_a_row_refreshes(holder: uuid.UUID) -> None:
    letter = write(holder)
    other = Letter.objects.get(pk=letter.pk)
    other.text = "changed meanwhile"
    other.save()
    letter.refresh_from_db()
    assert letter.text == "changed meanwhile"
    letter.refresh_from_db(fields=["text"])
    assert letter.text == "changed meanwhile"


def test_a_deferred_text_costs_one_query(holder: uuid.UUID, django_assert_num_queries: Any) -> None:
    write(holder, "later")
    with keys.key_ring():
        keys.warm([holder])
        letter = Letter.objects.defer("text").get()
        assert "text" in letter.get_deferred_fields()
        with django_assert_num_queries(1):
            assert letter.text == "later"
            assert letter.text == "later"


def test_a_row_with_a_deferred_text_saves_without_it(holder: uuid.UUID) -> None:
    letter = write(holder)
    first = stored(letter)
    Letter.objects.only("title", "owner").get(pk=letter.pk).save()
    assert stored(letter) == first


def test_many_rows_are_written_at_once(holder: uuid.UUID) -> None:
    Letter.objects.bulk_create(Letter(owner=holder, text=f"letter {n}") for n in range(50))
    assert {letter.text for letter in Letter.objects.all()} == {f"letter {n}" for n in range(50)}


def test_a_page_of_many_holders_costs_one_query_for_their_keys(
    letters: None, db: None, django_assert_num_queries: Any
) -> None:
    holders = [uuid.uuid4() for _ in range(20)]
    for holder in holders:
        keys.create(holder)
        write(holder, f"of {holder}")
    with keys.key_ring(), django_assert_num_queries(2):
        page = list(Letter.objects.all())
        keys.warm(letter.holder for letter in page)
        assert {letter.text for letter in page} == {f"of {holder}" for holder in holders}


def test_a_row_is_read_without_opening_what_nobody_looks_at(holder: uuid.UUID, django_assert_num_queries: Any) -> None:
    write(holder)
    with django_assert_num_queries(1):
        assert Letter.objects.get().title == ""


def test_a_ciphertext_moved_to_another_row_does_not_open(holder: uuid.UUID) -> None:
    one, two = write(holder, "one"), write(holder, "two")
    put(two, stored(one))
    with pytest.raises(keys.SealBroken):
        _ = Letter.objects.get(pk=two.pk).text


def test_a_ciphertext_moved_to_another_column_does_not_open(holder: uuid.UUID) -> None:
    letter = write(holder, "one", note="two")
    put(letter, stored(letter), column="note")
    with pytest.raises(keys.SealBroken):
        _ = Letter.objects.get(pk=letter.pk).note


def test_a_row_moved_to_another_holder_does_not_open(holder: uuid.UUID) -> None:
    other = uuid.uuid4()
    keys.create(other)
    letter = write(holder)
    Letter.objects.update(owner=other)
    with pytest.raises(keys.SealBroken):
        _ = Letter.objects.get(pk=letter.pk).text


@pytest.mark.parametrize("place", [0, 1, 13, -1])
def test_a_changed_ciphertext_does_not_open(holder: uuid.UUID, place: int) -> None:
    letter = write(holder)
    data = bytearray(stored(letter))
    data[place] ^= 1
    put(letter, bytes(data))
    with pytest.raises(keys.SealBroken):
        _ = Letter.objects.get(pk=letter.pk).text


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x01" + b"0" * 12, b"clear text"])
def test_what_was_never_sealed_does_not_open(holder: uuid.UUID, data: bytes) -> None:
    letter = write(holder)
    put(letter, data)
    with pytest.raises(keys.SealBroken):
        _ = Letter.objects.get(pk=letter.pk).text


def test_a_blank_column_added_to_old_rows_reads_as_empty(holder: uuid.UUID) -> None:
    letter = write(holder)
    put(letter, b"", column="note")
    assert Letter.objects.get(pk=letter.pk).note == ""


def test_a_copied_row_fails_at_once_and_a_text_copied_by_hand_does_not(holder: uuid.UUID) -> None:
    letter = Letter.objects.get(pk=write(holder, "one").pk)
    copied = Letter(owner=holder, text=letter.text)
    copied.save()
    assert Letter.objects.get(pk=copied.pk).text == "one"
    letter.pk = uuid.uuid4()
    letter._state.adding = True
    with pytest.raises(keys.SealBroken):
        letter.save()


def test_a_row_without_a_key_of_its_holder_cannot_be_written(letters: None, db: None) -> None:
    with pytest.raises(keys.KeyMissing):
        write(uuid.uuid4())


def test_a_destroyed_key_takes_every_text_of_its_holder_and_no_other(holder: uuid.UUID) -> None:
    other = uuid.uuid4()
    keys.create(other)
    gone, kept = write(holder), write(other, "kept")
    keys.destroy(holder)
    with pytest.raises(keys.KeyMissing):
        _ = Letter.objects.get(pk=gone.pk).text
    assert Letter.objects.get(pk=kept.pk).text == "kept"


def test_a_row_without_a_primary_key_cannot_be_sealed(holder: uuid.UUID) -> None:
    text: Any = Letter._meta.get_field("text")
    with pytest.raises(ValueError, match="no primary key"):
        text.pre_save(Letter(pk=None, owner=holder, text="x"), True)


def test_nothing_shows_a_text_by_accident(holder: uuid.UUID) -> None:
    letter = Letter.objects.get(pk=write(holder, "canary").pk)
    assert letter.text == "canary"
    values = [*Letter.objects.values_list("text", flat=True), *Letter.objects.values("text")]
    assert "canary" not in f"{letter!r} {letter} {values!r} {letter.__dict__!r}"
    assert b"canary" not in pickle.dumps(letter)
    assert copy.deepcopy(letter.__dict__["text"]).data == stored(letter)
    with pytest.raises(TypeError):
        serialize("json", [letter])


def test_a_form_of_the_model_has_no_field_for_it(holder: uuid.UUID) -> None:
    assert set(modelform_factory(Letter, fields="__all__").base_fields) == {"id", "owner", "title"}


@pytest.mark.parametrize("value", ["clear", b"bytes", models.F("title"), models.Value("clear")])
def test_an_update_of_many_rows_cannot_write_a_text(holder: uuid.UUID, value: Any) -> None:
    write(holder)
    with pytest.raises(TypeError):
        Letter.objects.update(text=value)


def test_an_update_of_many_rows_can_take_a_text_away(holder: uuid.UUID) -> None:
    letter = write(holder, reply="Yes")
    Letter.objects.update(reply=None)
    letter.refresh_from_db()
    assert letter.reply is None


def test_bulk_update_refuses_a_sealed_field_in_plain_words(holder: uuid.UUID) -> None:
    letter = write(holder)
    letter.text = "new"
    with pytest.raises(TypeError, match="save the row"):
        Letter.objects.bulk_update([letter], ["text"])


@pytest.mark.parametrize("lookup", ["text", "text__exact", "text__contains", "text__in", "text__gt", "text__lower"])
def test_nobody_finds_a_row_by_a_sealed_text(holder: uuid.UUID, lookup: str) -> None:
    with pytest.raises(FieldError):
        Letter.objects.filter(**{lookup: "x"})


@pytest.mark.parametrize("value", [b"bytes", 5, ["x"], models.F("title")])
def test_a_text_is_a_text(holder: uuid.UUID, value: Any) -> None:
    with pytest.raises(TypeError):
        Letter(owner=holder, text=value)


@pytest.mark.parametrize("value", ["2011-04-03", datetime(2011, 4, 3), 5])
def test_a_day_is_a_day(holder: uuid.UUID, value: Any) -> None:
    with pytest.raises(TypeError):
        Letter(owner=holder, text="x", born=value)


@pytest.mark.parametrize("field", [SealedTextField(blank=True), SealedDateField(null=True)])
def test_a_migration_spells_the_field_shortly(field: Any) -> None:
    written, imports = MigrationWriter.serialize(field)
    assert written.startswith("portal.encryption.fields.Sealed")
    assert imports == {"import portal.encryption.fields"}
    assert field.clone().deconstruct()[1:] == field.deconstruct()[1:]


def test_a_model_that_names_no_holder_is_reported() -> None:
    class Orphan(models.Model):
        text = SealedTextField()

        class Meta:
            app_label = "sealed_rows"

        def __str__(self) -> str:
            return "orphan"

    assert "encryption.E001" in {fault.id for fault in Orphan.check()}
    assert not Letter.check()
