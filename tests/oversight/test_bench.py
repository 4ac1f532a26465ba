"""The bench runs to its end in a database of its own, and says what it promises."""

import json
import tempfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

PROMISED = {
    "worklist.100k_over_1k_ratio", "queue.100k_over_1k_ratio", "engagement.100k_over_1k_ratio",
    "search.100k_over_1k_ratio", "family_home.100k_over_1k_ratio", "ask.over_bare_insert_ratio",
    "question.over_bare_insert_ratio",
    "move.over_bare_insert_ratio", "not_yours_over_missing_ratio",
}  # fmt: skip


def test_a_small_bench_prints_one_flat_object_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    call_command("bench", small=True)
    figures = json.loads(capfd.readouterr().out)
    assert {name for name in figures if name.endswith("_ratio")} == PROMISED
    assert all(isinstance(figure, float | int) and figure > 0 for figure in figures.values())
    assert figures["families.100k"] == 100
    assert list(tmp_path.iterdir()) == []


def test_nobody_fills_a_database_that_is_there_already() -> None:
    with pytest.raises(CommandError, match="of its own"):
        call_command("bench", folder=Path(tempfile.gettempdir()) / "elsewhere", small=True)


@override_settings(PORTAL_DEMO=False)
def test_nobody_runs_it_where_the_demo_is_off() -> None:
    with pytest.raises(CommandError, match="PORTAL_DEMO"):
        call_command("bench", small=True)
