"""The bench runs to its end in a database of its own, and says what it promises."""

import json
import tempfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

PAGES = ("worklist", "queue", "engagement", "search", "family_home")
ROLES = ("family_member", "caseworker", "supervisor", "safeguarding_lead", "information_governance")
PROMISED = {
    *(f"{name}.100k_over_1k_ratio" for name in (*PAGES, "bare_page", "move", "bare_insert")),
    *(f"{page}.over_bare_page_ratio" for page in PAGES),
    *(f"visible_to.{role}.{ratio}_ratio" for role in ROLES for ratio in ("100k_over_1k", "over_bare_read")),
    "ask.over_bare_insert_ratio", "question.over_bare_insert_ratio", "move.over_bare_insert_ratio",
    "not_yours_over_missing_ratio",
}  # fmt: skip
# A page that makes no query, and whether a refusal can be told apart, may well be nothing.
MAY_BE_NOTHING = {
    "bare_page.1k_queries", "bare_page.100k_queries", "not_yours.slower_share", "not_yours.slower_deviations",
}  # fmt: skip


def test_a_small_bench_prints_one_flat_object_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    call_command("bench", small=True)
    figures = json.loads(capfd.readouterr().out)
    assert {name for name in figures if name.endswith("_ratio")} == PROMISED
    assert all(isinstance(figure, float | int) for figure in figures.values())
    assert {name for name, figure in figures.items() if figure <= 0} <= MAY_BE_NOTHING
    assert (figures["bare_page.1k_queries"], figures["bare_page.100k_queries"]) == (0, 0)
    assert max(figures[f"{page}.100k_queries"] for page in ("worklist", "engagement", "search")) <= 12
    assert figures["families.100k"] == 100
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_nobody_fills_a_database_that_is_there_already() -> None:
    with pytest.raises(CommandError, match="of its own"):
        call_command("bench", here=True, small=True)


@override_settings(PORTAL_DEMO=False)
def test_nobody_runs_it_where_the_demo_is_off() -> None:
    with pytest.raises(CommandError, match="PORTAL_DEMO"):
        call_command("bench", small=True)
