"""What every test stands on."""

from collections.abc import Iterator

import pytest

# Fixtures after which the test database is emptied table by table.
FLUSHING = {"transactional_db", "live_server"}


@pytest.fixture(autouse=True)
def _record_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """The append-only triggers refuse a flush, so they go just before it; the flush itself puts them back."""
    mark = request.node.get_closest_marker("django_db")
    if not (FLUSHING & set(request.fixturenames) or (mark and mark.kwargs.get("transaction"))):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from portal.audit.triggers import drop_triggers

    drop_triggers()
