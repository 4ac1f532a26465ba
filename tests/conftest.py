"""What every test stands on: an empty database, or the cast of the demo where a test asks for it."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from portal.audit.triggers import drop_triggers
from reconciliation.oversight.demo.cast import Cast, load_cast
from tests.rows import put_back, taken

# Fixtures after which the test database is emptied table by table.
FLUSHING = {"transactional_db", "live_server"}


class Everybody:
    """The cast as it is in this worker's database, loaded once, and its rows put back after each flush."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker
        with blocker.unblock():
            self.cast = load_cast()
            self._rows = taken()
        self.there = True

    def load(self) -> None:
        with self._blocker.unblock():
            put_back(self._rows)
        self.there = True


LOADED: list[Everybody] = []


@pytest.fixture(scope="session", autouse=True)
def _addresses() -> None:
    """Those of the demo, whichever test asks for one first: some switch the demo off."""
    import_module(settings.ROOT_URLCONF)


def pytest_configure(config: pytest.Config) -> None:
    """Several workers take the modules in the order below too, and not the largest first."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules that ask for the cast come last: all others find no row that they have not made.

    Of those the journeys in a browser come first: they take minutes, and begun last one worker would wait for them.
    """
    asking = {item.path for item in items if _asks(item)}
    in_browser = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: (item.path in asking, item.path not in in_browser))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """After a flush the cast is put back for the next test that asks for it."""
    for everybody in LOADED:
        if not everybody.there and _asks(item):
            everybody.load()


def _asks(item: pytest.Item) -> bool:
    return "everybody" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def everybody(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Everybody:
    """The cast, once a worker; being of the session it comes before any test's own transaction."""
    LOADED.append(Everybody(django_db_blocker))
    return LOADED[-1]


@pytest.fixture
def cast(everybody: Everybody, db: None) -> Cast:
    """Everybody of the demo's fixed points: accounts, teams and the families they belong to, with fresh rows."""
    return everybody.cast.again()


@pytest.fixture(scope="module")
def kept(everybody: Everybody, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[Any], Any]]:
    """For what a module makes once: each of its tests finds it as it was made, and the next module finds nothing."""
    around = transaction.atomic()
    # As Django marks its own: a test stands inside.
    around._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock():
        around.__enter__()

    def make(what: Callable[[Cast], Any]) -> Any:
        with django_db_blocker.unblock():
            return what(everybody.cast.again())

    yield make
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def as_(cast: Cast) -> Callable[[str], Client]:
    """A client that is signed in as one of the demo accounts, by the local part of its address."""

    def sign_in(local: str) -> Client:
        client = Client()
        client.force_login(cast.users[local], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    """Limits live in the cache; each test starts without any."""
    cache.clear()


@pytest.fixture(autouse=True)
def _record_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """The append-only triggers refuse a flush, so they go just before it; the flush itself puts them back."""
    mark = request.node.get_closest_marker("django_db")
    if not (FLUSHING & set(request.fixturenames) or (mark and mark.kwargs.get("transaction"))):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    drop_triggers()
    for everybody in LOADED:
        everybody.there = False
