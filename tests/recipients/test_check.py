"""What the recipient check finds in a text, and what it leaves alone."""

import uuid

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.encryption import keys
from portal.recipients.actions import protect
from portal.recipients.check import found, hits
from portal.recipients.models import ProtectedWord
from portal.recipients.words import protected_keys, readings, signs_in, wholes_in, words_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "We spoke to the Dravenport family.",
        "we spoke to the dravenports's mother, dravenport's",
        "DRAVENPORT",
        "(Amy)",
        "Amy's class",
        "Amy’s class",
        "amy_varnish",
        "AmyVarnish was there",
        "Ｄｒａｖｅｎｐｏｒｔ",
        "Sian said",
        "Siân said",
        "Sia\u0302n said",
        "Ms Brien",
        "Ms OBrien",
        "Ms O’Brien",
        "Nunez",
        "the Dravenports",
        "Malgorzata",
        "Jo said so",
    ],
)
def test_a_name_of_the_other_side_is_found_however_it_is_written(holder: uuid.UUID, text: str) -> None:
    assert hits(holder, text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "Draven\u200bport",
        "Dra\u00advenport",
        "Dra\u2060ven\ufeffport",
        "Dr\u202eaven\u202cport",
        "\u2066Dravenport\u2069",
        "Dra\x07venport",
        "Dra\u0336v\u0336enport",
        "A\u200dm\u200cy",
        "Amy\u200bVarnish",
        "Dra\u3164venport",
        "Dra\U000e0041venport",
    ],
)
def test_an_unseen_character_inside_a_name_hides_nothing(holder: uuid.UUID, text: str) -> None:
    assert hits(holder, text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "Ring 07700 900982",
        "Ring 07700900982.",
        "Ring +447700900982",
        "Ring 0044 7700 900 982",
        "Ring +44 (0) 7700-900-982",
        "Ring 01632960123 or 01632960999",
        "Ring 01632 960999 / 01632 960123",
        "٠١٦٣٢ ٩٦٠ ١٢٣",
        "write to J.Dravenport@people.example",
        "at AR4 7QZ",
        "at ar47qz",
        "14 Elm Row",
        "14 elm row",
        "the house in Mill Lane",
        "Mill Ln",
        "it was at Rose Cottage",
    ],
)
def test_a_phone_an_email_or_an_address_of_the_other_side_is_found(holder: uuid.UUID, text: str) -> None:
    assert hits(holder, text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "Nell Osterlin asked about the class.",
        "Ruth Wójcik wrote to us.",
        "We came to 9 Elm Row.",
        "They live in Elm Row.",
        "Ring 01632 960 555",
        "Ring 01632 960 556 on 14 April 2026 between 10 and 11.",
        "It will may or may not rain; grace was said.",
        "We will answer by May.",
        "Amyloid, Dravenportal, Joanna",
        "",
        "\u202e\u200b",
        "1 2 3 4 5 6 7 8 9",
    ],
)
def test_the_familys_own_words_and_ordinary_words_are_left_alone(holder: uuid.UUID, text: str) -> None:
    assert hits(holder, text) == 0


@pytest.mark.parametrize("text", ["Grace May", "May, Grace", "Grace\nMay", "Grace-May", "GRACE MAY", "Jo Will"])
def test_a_common_word_counts_with_a_capital_beside_another_protected_word(holder: uuid.UUID, text: str) -> None:
    assert hits(holder, text) > 0


@pytest.mark.parametrize("text", ["Grace", "In May. Grace was said", "grace May", "Grace may", "Grace in May"])
def test_a_common_word_alone_or_small_does_not_count(holder: uuid.UUID, text: str) -> None:
    assert hits(holder, text) == 0


def test_a_worker_may_name_a_month_and_the_other_sides_names_still_count_once_each(holder: uuid.UUID) -> None:
    assert hits(holder, "Amy, Amy and amy", "Dravenport in May") == 2


def test_the_lead_is_told_which_words_were_found(holder: uuid.UUID) -> None:
    assert found(holder, "Amy of 14 Elm Row") == ["14 elm row", "amy"]


def test_a_word_that_becomes_the_familys_own_is_no_longer_protected(holder: uuid.UUID) -> None:
    assert hits(holder, "Dravenport")
    protect(holder=holder, words=["Amy Dravenport"], own_words=["Tom Dravenport"])
    assert not hits(holder, "Dravenport")
    assert hits(holder, "Amy")


def test_protecting_again_adds_and_never_forgets(holder: uuid.UUID) -> None:
    before = ProtectedWord.objects.filter(holder=holder).count()
    protect(holder=holder, words=["Amy Dravenport", "Kit Dravenport"], own_words=[])
    assert ProtectedWord.objects.filter(holder=holder).count() == before + 1
    assert hits(holder, "Kit")
    assert hits(holder, "Amy")


def test_a_family_without_another_side_has_nothing_to_find(db: None) -> None:
    family = uuid.uuid4()
    keys.create(family)
    assert hits(family, "Amy Dravenport of 14 Elm Row, 07700 900982") == 0


def test_the_same_word_has_another_hash_in_every_family_so_that_a_dump_joins_none(db: None) -> None:
    families = [uuid.uuid4(), uuid.uuid4()]
    for family in families:
        keys.create(family)
        protect(holder=family, words=["Amy Dravenport"], own_words=[])
    one, other = ({bytes(w.mac) for w in ProtectedWord.objects.filter(holder=f)} for f in families)
    assert len(one) == len(other) == 2
    assert one.isdisjoint(other)


def test_a_long_hostile_text_is_read_in_a_moment(holder: uuid.UUID) -> None:
    with keys.key_ring():
        for text in ("<" * 20_000, "a" * 20_000, "a." * 10_000, "'a" * 10_000, "1-" * 10_000):
            assert hits(holder, text + " Amy") == 1


@given(st.text(max_size=200))
@hypothesis_settings(max_examples=200, deadline=None)
def test_any_text_at_all_can_be_read(text: str) -> None:
    for reading in readings(text):
        words_in(reading)
        wholes_in(reading)
        signs_in(reading)
    protected_keys([text])


@given(st.lists(st.sampled_from("\u200b\u200d\u202e\u2066\u00ad\ufeff\x01"), max_size=9), st.integers(0, 9))
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_unseen_character_at_any_place_of_a_name_hides_it(holder: uuid.UUID, unseen: list[str], at: int) -> None:
    name = "Dravenport"
    assert hits(holder, f"about {name[:at]}{''.join(unseen)}{name[at:]} then") > 0


def test_only_the_family_that_must_not_read_a_word_has_it_protected(holder: uuid.UUID, other_holder: uuid.UUID) -> None:
    assert hits(other_holder, "Osterlin")
    assert not hits(other_holder, "Dravenport")
    assert not hits(holder, "Osterlin")
