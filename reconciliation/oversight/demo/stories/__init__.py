"""What became of the families' questions: every state that can be reached, in time and late."""

from collections.abc import Iterator

from reconciliation.oversight.demo.cast import Cast
from reconciliation.oversight.demo.stories import east, hard, rowans, varnish, west
from reconciliation.oversight.demo.telling import Telling


def stories(cast: Cast) -> Iterator[Telling]:
    """All of them."""
    for chapter in (varnish, rowans, east, west, hard):
        yield from chapter.stories(cast)
