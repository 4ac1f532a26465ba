"""The helpers of the journeys, for the stories of leaving."""

from tests.journeys.conftest import browser, people

__all__ = ["browser", "people"]
