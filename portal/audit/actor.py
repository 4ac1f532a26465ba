"""Who acts: a plain value that names its kind, its id, its role and its post."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """A signed-in user, the holder of a receipt for a question, or the service's clock."""

    kind: Literal["user", "receipt", "clock"]
    id: UUID | None
    role: str
    post: str
    name: str = field(default="", repr=False)


CLOCK = Actor(kind="clock", id=None, role="clock", post="The service's clock")
