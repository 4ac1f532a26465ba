"""Private text on a page: as typed, isolated, with what cannot be seen made visible and nothing made active."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ui.sanitise import LONGEST_LINKED, clean, linked, safe_address
from portal.ui.templatetags.portal_ui import shown
from portal.ui.text import visible

ANY_TEXT = st.text(max_size=400) | st.text(
    st.sampled_from("<>&\"'/:. ahtps@\n\r\0\x07\u202e\u2066\u200b\ud800"), max_size=200
)
"""Seconds that hostile text may cost at most: far above what it needs, far below what it would need uncapped."""


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page.replace("<br>", "\n")))


def test_an_override_is_shown_by_its_code() -> None:
    assert visible("abc\u202etxt.exe\u202c") == "abc[U+202E]txt.exe[U+202C]"


@pytest.mark.parametrize(
    "character", ["\0", "\x07", "\x1b", "\r", "\x85", "\u200b", "\u202e", "\u2066", "\ufeff", "\ud800"]
)
def test_each_unseen_character_is_shown_by_its_code(character: str) -> None:
    code = f"[U+{ord(character):04X}]"
    assert visible(f"a{character}b") == f"a{code}b"
    assert f'<span class="portal-code">{code}</span>' in shown(f"a{character}b")


def test_tabs_line_ends_and_the_marks_of_arabic_and_persian_writing_stay() -> None:
    text = "a\tb\nم\u200cن\u200f"
    assert visible(text) == text


def test_text_is_isolated_and_takes_its_own_direction() -> None:
    assert shown("شكرا").startswith('<bdi dir="auto" class="portal-typed">')


def test_lines_are_kept() -> None:
    assert "one<br>two<br><br>three" in shown("one\r\ntwo\n\nthree")


@given(ANY_TEXT)
def test_what_a_reader_sees_is_what_was_typed(text: str) -> None:
    page = shown(text)
    assert text_of(page) == visible(text)
    page.encode()


@given(ANY_TEXT)
def test_no_tag_is_made_of_typed_text_but_a_link(text: str) -> None:
    tags = set(re.findall(r"</?([a-z]+)", shown(text)))
    assert tags <= {"bdi", "br", "span", "a"}


def test_web_addresses_become_links_that_tell_nothing_of_where_they_stood() -> None:
    page = shown("see https://a.example/x?a=1&b=2, please")
    assert '<a href="https://a.example/x?a=1&amp;b=2" rel="noreferrer nofollow" class="govuk-link">' in page
    assert ">https://a.example/x?a=1&amp;b=2</a>, please" in page


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "https:evil.example",
        "https:////evil.example",
        "https://good.example@evil.example",
        "https://good.example\\@evil.example",
        "http://[broken",
        "ftp://a.example",
        "",
    ],
)
def test_no_other_address_becomes_a_link(address: str) -> None:
    assert not safe_address(address)
    assert "<a " not in shown(f"look {address} here")
    assert "href" not in clean(f'<a href="{address}">look</a>')


def test_markup_from_outside_keeps_its_words_and_its_safe_links_only() -> None:
    page = clean(
        '<p style="x" onclick="y">Open <b>daily</b></p><script>no()</script><img src=x onerror=no()>'
        '<a href="https://a.example" target="_blank">site</a>'
    )
    assert "<p>Open <b>daily</b></p>" in page
    assert '<a href="https://a.example" rel="noreferrer nofollow" class="govuk-link">site</a>' in page
    assert not re.search(r"script|onclick|onerror|style|img|target", page)


@pytest.mark.parametrize(
    "text",
    [
        "<" * 20_000,
        "http://a.example " + "<" * (LONGEST_LINKED - 100),
        "http://" + "&" * (LONGEST_LINKED - 100),
        "http://a.example\u202e" * 2_000,
        "<b>" * 10_000,
        "\u202e" * 20_000,
    ],
)
def test_hostile_text_is_shown_whole(text: str) -> None:
    assert text_of(shown(text)) == visible(text)
    assert "<script" not in clean(text)


def test_over_long_text_is_whole_but_without_links() -> None:
    text = "https://a.example " * LONGEST_LINKED
    assert "<a " not in linked(text)
    assert text_of(linked(text)) == text


def test_typed_markup_stays_text() -> None:
    assert "<script" not in shown("<script>alert(1)</script><b>x</b>")
    assert "&lt;b&gt;x&lt;/b&gt;" in shown("<b>x</b>")
