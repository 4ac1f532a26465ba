"""Names are sealed, yet found, and only among what one may see."""

import pytest

from portal.accounts.actors import actor_of
from reconciliation.families import actions, names, selectors
from reconciliation.families.models import FamilyEngagement, NameKey
from reconciliation.families.references import ALPHABET, new_reference, tidy_reference
from tests.families.cast import Cast


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Yusra al-Naqib", ["yusra", "al", "naqib"]),
        ("Siân O'Brannock", ["sian", "o", "brannock"]),
        ("Siân O\u2019Brannock", ["sian", "o", "brannock"]),
        ("  ZOË   zoe ", ["zoe"]),
        ("Straße", ["strasse"]),
        ("...", []),
    ],
)
def test_names_are_compared_without_case_accents_or_joining_signs(name: str, words: list[str]) -> None:
    assert names.words_of(name) == words


@pytest.mark.parametrize("typed", ["Osterlin", "osterlin mika", "OST", "mik", "  Hanne "])
def test_a_family_is_found_by_words_of_its_names_or_their_first_three_letters(cast: Cast, typed: str) -> None:
    assert list(selectors.find(cast.east.boss, typed)) == [cast.east.engagement]


@pytest.mark.parametrize("change", [str, str.lower, lambda r: r.replace("-", ""), lambda r: f" {r[:2]} {r[2:]} "])
def test_a_family_is_found_by_its_reference_however_it_is_typed(cast: Cast, change: object) -> None:
    typed = change(cast.east.engagement.reference)  # type: ignore[operator]
    assert list(selectors.find(cast.east.boss, typed)) == [cast.east.engagement]


def test_a_changed_name_is_found_by_the_new_one_only(cast: Cast) -> None:
    actions.change_person(actor=cast.east.boss, person=cast.east.child, name="Mika Sandvik")
    assert selectors.find(cast.east.boss, "Sandvik").exists()
    assert not selectors.find(cast.east.boss, "Mika Osterlin Sandvik Nobody").exists()


def test_the_index_holds_no_name(cast: Cast) -> None:
    assert all(len(bytes(key.mac)) == 32 for key in NameKey.objects.all())


def test_references_are_random_and_hold_no_vowel() -> None:
    made = {new_reference() for _ in range(200)}
    assert len(made) == 200
    assert not set("AEIOU01") & set(ALPHABET)
    assert all(tidy_reference(reference) == reference for reference in made)
    assert len({reference[:4] for reference in made}) > 150


@pytest.mark.parametrize("typed", ["", "   ", "%", "' OR 1=1 --", "<script>", "\u202eQK7M", "os", "Ost erlin"])
def test_what_names_nobody_finds_nobody(cast: Cast, typed: str) -> None:
    assert not selectors.find(cast.east.boss, typed).exists()


@pytest.mark.parametrize("typed", ["Dravenport", "dra", "Petra", "the reference"])
def test_nobody_finds_the_other_side(cast: Cast, typed: str) -> None:
    cast.link()
    words = cast.west.engagement.reference if typed == "the reference" else typed
    for user in (cast.east.supervisor, cast.east.worker, cast.east.approver, cast.east.parent, cast.lead):
        assert not selectors.find(actor_of(user), words).exists()
    assert FamilyEngagement.objects.filter(reference=cast.west.engagement.reference).exists()
