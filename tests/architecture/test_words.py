"""Words that a family must never meet, in pages, addresses, labels or data."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.source import ROOT, modules, name

BANNED = re.compile(r"perpetrator|offender|victim", re.IGNORECASE)
# Titles of law, quoted as they stand.
LEGAL = re.compile(r"Victims['’] (?:Code|Right to Review)")
# The list by which staff's own texts are checked has to name what it finds.
THE_LIST = "portal/ui/words_to_avoid.py"


def _without_legal_titles(text: str) -> str:
    return LEGAL.sub("", text)


def test_no_page_and_no_source_uses_a_banned_word() -> None:
    files = [*modules(), *sorted((ROOT / "templates").rglob("*")), *sorted((ROOT / "portal").rglob("*.html"))]
    found = [
        f"{name(path)}:{number}"
        for path in files
        if path.is_file() and name(path) != THE_LIST
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if BANNED.search(_without_legal_titles(line))
    ]
    assert found == []


def test_no_address_uses_a_banned_word() -> None:
    assert [route for route in _routes(get_resolver(), "") if BANNED.search(route)] == []


def _routes(resolver: URLResolver, before: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield f"{route} {entry.name or ''}"
        else:
            yield from _routes(entry, route)


def test_no_choice_uses_a_banned_word() -> None:
    fields = (field for model in apps.get_models() for field in model._meta.get_fields())
    labels = (
        f"{value} {label}" for field in fields if isinstance(field, Field) for value, label in (field.flatchoices or [])
    )
    assert [label for label in labels if BANNED.search(_without_legal_titles(label))] == []
