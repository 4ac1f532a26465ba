"""Whoever runs the service finds each of its settings in docs/operations.md, and none that there is not."""

import re

from tests.architecture.source import ROOT

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
LISTED = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.MULTILINE))
READ = re.compile(r'\benv\.(?:text|flag|number|words|master_keys|mail_server|helplines|database|given)\("([A-Z_]+)"')
OF_THE_TESTS = {"TEST_SQLITE"}


def test_the_page_lists_every_variable_that_is_read_and_no_other() -> None:
    read = {name for path in (ROOT / "portal").rglob("*.py") for name in READ.findall(path.read_text(encoding="utf-8"))}
    assert read - OF_THE_TESTS == LISTED
