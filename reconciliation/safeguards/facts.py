"""The facts that the guards of this room judge: plain values, with the ids of their evidence."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ScreenFacts:
    """The newest safeguarding screen of a question, and when the question last came to screening."""

    since: dt.datetime | None
    screen_id: UUID | None = None
    outcome: str = ""
    recorded_at: dt.datetime | None = None


@dataclass(frozen=True)
class ProceedingsFacts:
    """The newest proceedings status of an engagement and the newest check that police or court answered.

    A chase without an answer tells nothing new. ``status`` is empty where none was ever recorded; ``today`` is the
    London date.
    """

    today: dt.date
    status: str = ""
    status_id: UUID | None = None
    non_objection: bool = False
    last_check_on: dt.date | None = None
    check_id: UUID | None = None

    @property
    def evidence(self) -> tuple[UUID, ...]:
        """The ids of what this rests on."""
        return tuple(found for found in (self.status_id, self.check_id) if found)


@dataclass(frozen=True)
class NeedFact:
    """What one reader needs, and how it was met for this text."""

    person_id: UUID
    language: str
    format: str
    met_id: UUID | None = None
    interpreter: bool = False
    interpreter_checked: bool = False


@dataclass(frozen=True)
class LanguageFacts:
    """The needs of everybody who will read a text."""

    readers: tuple[NeedFact, ...] = ()
