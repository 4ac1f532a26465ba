"""The whole demo, loaded once a module and taken away again after it."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from portal.audit.triggers import drop_triggers
from reconciliation.oversight.demo.cast import Cast
from reconciliation.oversight.demo.load import load_stories
from tests.conftest import Everybody


@pytest.fixture(scope="module")
def demo(everybody: Everybody, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """Every household with all its questions, on top of the cast."""
    with django_db_blocker.unblock():
        if not everybody.there:
            everybody.load()
        told = load_stories(everybody.cast.again())
    yield told
    with django_db_blocker.unblock():
        drop_triggers()
        call_command("flush", interactive=False, verbosity=0)
    everybody.there = False
