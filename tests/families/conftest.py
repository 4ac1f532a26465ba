"""The cast of these tests."""

import pytest

from tests.families import cast as people


@pytest.fixture
def cast(db: None) -> people.Cast:
    """Two families of one incident, in two teams."""
    return people.make()
