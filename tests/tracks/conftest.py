from typing import Any

import pytest

from tests.tracks.road import Road


@pytest.fixture
def road(db: None, cast: Any) -> Road:
    return Road(cast)
