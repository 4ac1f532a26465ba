"""Each form, filled in badly: an error beside the field, every other text given back, and nothing written."""

import json
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from portal.audit.models import AuditEntry
from portal.encryption.fields import SealedTextField
from reconciliation.tracks import states
from tests.hostile.sheets import SHEETS, Opened, Sheet, asked, opened
from tests.tracks.road import Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
EACH = pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.name for sheet in SHEETS])
ODD = "a\u202eb\u200bc\x07d\x00e <script>alert(1)</script> '; DROP TABLE x; -- {{ 7|add:7 }}%s"
VERSIONED = [
    sheet
    for sheet in SHEETS
    if sheet.name
    in {
        "confirm", "reply", "review", "assign", "extend", "return_answer", "disagree", "come_back", "open_again",
        "redirect_question", "propose_no_further_action", "return_no_further_action", "pause_for", "refer_for_review",
        "review_released", "review_redacted", "review_summary", "review_refused",
    }
]  # fmt: skip


@pytest.fixture(scope="module")
def questions(kept: Any) -> dict[str, Any]:
    return kept(asked)


@pytest.fixture
def page(sheet: Sheet, cast: Any, as_: As, questions: dict[str, Any]) -> Opened:
    return opened(sheet, cast, as_, questions)


def words(page: Opened) -> dict[str, str]:
    """A short text of its own in each field."""
    return {name: f"Typed into {name}." for name in page.typed}


def written() -> int:
    """How much was changed so far; opening a page may leave an entry of its own."""
    return AuditEntry.objects.exclude(action__startswith="opened.").exclude(action="held_text_read").count()


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def kept_texts() -> Iterator[str]:
    """Every text that the house keeps, opened."""
    for model in apps.get_models():
        columns = [c for c in model._meta.concrete_fields if isinstance(c, SealedTextField | models.CharField)]
        if columns and model.__module__.startswith(("portal.", "reconciliation.")):
            for row in model._default_manager.all():
                yield from (str(getattr(row, column.attname)) for column in columns)


@EACH
def test_any_character_is_kept_to_the_last_place_that_there_is(page: Opened) -> None:
    texts = {name: f"{name} {ODD}".ljust(page.limit(name), "x")[: page.limit(name)] for name in page.typed}
    answer = page.send(texts)
    assert answer.status_code == 302 or "error-summary" not in text_of(answer)
    kept = set(kept_texts())
    for name, text in texts.items():
        wanted = text.replace("\0", "\u2400")
        assert wanted in kept or any(json.dumps(wanted) in one for one in kept), name


@EACH
def test_one_character_too_many_is_said_beside_its_field_and_all_that_was_typed_stays(page: Opened) -> None:
    before = written()
    for name in page.typed:
        texts = words(page) | {name: f"{name}: ".ljust(page.limit(name) + 1, "<")}
        answer = page.send(texts)
        body = text_of(answer)
        assert answer.status_code == 200, name
        assert "You have 1 character too many." in body, name
        assert f'id="id_{name}_error"' in body, name
        assert body.count(f'href="#id_{name}"') == 1, name
        assert [text for text in texts.values() if text not in body] == []
        assert "<title>Error: " in " ".join(body.split())
    assert written() == before


@EACH
def test_twenty_thousand_brackets_are_an_error_or_a_text_like_any_other(page: Opened) -> None:
    for name in page.typed:
        answer = page.send(words(page) | {name: "<" * 20_001})
        assert answer.status_code == 200, name
        assert "characters too many" in text_of(answer) or "character too many" in text_of(answer)
        assert answer.content.count(b"&lt;") >= 20_000


@EACH
def test_what_is_left_empty_is_asked_for_and_all_else_that_was_typed_stays(page: Opened) -> None:
    before = written()
    for name in page.fills:
        if name not in page.form.fields or not page.form.fields[name].required:
            continue
        for nothing in (" \n\t ", None):
            answer = page.send(words(page), **{name: nothing})
            body = text_of(answer)
            assert answer.status_code == 200, name
            assert "There is a problem" in body, name
            assert f'id="id_{name}_error"' in body, name
            assert [text for key, text in words(page).items() if key != name and text not in body] == []
    assert written() == before


@EACH
def test_a_choice_that_was_never_offered_is_refused_and_what_was_typed_stays(page: Opened) -> None:
    before = written()
    for name in page.fills:
        if hasattr(page.form.fields.get(name), "choices"):
            answer = page.send(words(page), **{name: "00000000-0000-4000-8000-000000000000"})
            assert answer.status_code == 200, name
            assert f'id="id_{name}_error"' in text_of(answer), name
            assert [text for text in words(page).values() if text not in text_of(answer)] == []
    assert written() == before


@pytest.mark.parametrize("sheet", VERSIONED, ids=[sheet.name for sheet in VERSIONED])
@pytest.mark.parametrize("version", [None, "", "x", "0", "-1", "99", "9" * 50])
def test_a_page_of_another_version_is_out_of_date_and_gives_back_what_was_typed(
    page: Opened, version: str | None
) -> None:  # fmt: skip
    before = written()
    answer = page.send(words(page), version=version)
    assert answer.status_code == 409
    assert [text for text in words(page).values() if text not in text_of(answer)] == []
    assert written() == before


@EACH
def test_a_form_sent_twice_is_written_once_or_says_the_same_again(page: Opened, sheet: Sheet) -> None:
    assert page.send(words(page)).status_code in {200, 302}
    once = written()
    assert page.send(words(page)).status_code in {200, 302, 404, 409}
    assert (written() > once) == (sheet.name in SAID_AGAIN)


# What is true at a moment may be said again: the newest counts, and it is the same.
SAID_AGAIN = {
    "screen", "proceedings_status", "waiting", "need_met", "engagement_details", "person_change", "engagement_look",
    "engagement_open", "family_open", "accounts_invite",
    "duty_call", "duty_said", "question_tie", "thread_look",
}  # fmt: skip


WITH_WORDING = [sheet for sheet in SHEETS if sheet.name in {"restate", "answer"}]


@pytest.mark.parametrize("sheet", WITH_WORDING, ids=[sheet.name for sheet in WITH_WORDING])
@pytest.mark.parametrize("after", ["x", "99", "-1", "9" * 50])
def test_a_text_written_on_another_one_is_given_back_and_not_kept(page: Opened, after: str) -> None:
    before = written()
    answer = page.send(words(page), after=after)
    assert answer.status_code == (200 if after == "x" else 409)
    assert [text for text in words(page).values() if text not in text_of(answer)] == []
    assert written() == before


@pytest.mark.parametrize("shown", [None, "", "x", "0" * 64, "x" * 65])
def test_nobody_approves_what_their_page_did_not_show(cast: Any, as_: As, shown: str | None) -> None:
    sheet = Sheet("share_answer", "supervisor", lambda cast: {}, states.AWAITING_APPROVAL)
    page = opened(sheet, cast, as_, {sheet.state: Road(cast).until(sheet.state).pk})
    before = written()
    assert page.send({}, shown=shown).status_code == 409
    assert written() == before
