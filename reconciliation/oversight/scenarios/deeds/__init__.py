"""What people do in a scenario: each deed calls the action that the page of that deed calls."""

from reconciliation.oversight.scenarios.deeds import (
    answering,
    asking,
    ending,
    knowing,
    pausing,
    promising,
    replying,
    reviewing,
    screening,
)
from reconciliation.oversight.scenarios.vocabulary import VERBS

__all__ = [
    "VERBS", "answering", "asking", "ending", "knowing", "pausing", "promising", "replying", "reviewing", "screening",
]  # fmt: skip
