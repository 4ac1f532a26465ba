"""The threat model names a test for each thing that it says is stopped, and each of these is there."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, tree

PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)))
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| how |")]


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_every_test_that_it_names_is_there(path: str, name: str) -> None:
    defined = {node.name for node in ast.walk(tree(ROOT / path)) if isinstance(node, ast.FunctionDef)}
    assert name in defined


def test_nothing_is_said_to_be_stopped_without_a_test() -> None:
    assert len(ROWS) > 40
    assert [row for row in ROWS if "::test_" not in row] == []
