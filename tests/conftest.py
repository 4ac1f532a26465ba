"""What every test stands on."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from portal.audit.triggers import drop_triggers
from reconciliation.oversight.demo.cast import Cast, load_cast

# Fixtures after which the test database is emptied table by table.
FLUSHING = {"transactional_db", "live_server"}


class Worker:
    """What one worker process knows of its database: who was loaded, and whether a flush took them away."""

    blocker: DjangoDbBlocker
    cast: Cast
    emptied = False

    @classmethod
    def load(cls) -> None:
        with cls.blocker.unblock():
            cls.cast = load_cast()
        cls.emptied = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The cast is there before any test, once a worker."""
    Worker.blocker = django_db_blocker
    Worker.load()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that needs the cast after another one emptied the tables finds it again."""
    if Worker.emptied and "cast" in getattr(item, "fixturenames", ()):
        Worker.load()


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
    Worker.emptied = True


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody of the demo's fixed points: accounts, teams, and the families they belong to, with fresh rows."""
    return Worker.cast.again()


@pytest.fixture
def as_(cast: Cast) -> Callable[[str], Client]:
    """A client that is signed in as one of the demo accounts, by the local part of its address."""

    def sign_in(local: str) -> Client:
        client = Client()
        client.force_login(cast.users[local], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
