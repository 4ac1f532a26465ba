"""Where a scenario is played: its people, its questions, and whose turn it is."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from portal.accounts.models import User
from portal.audit.actor import CLOCK as THE_CLOCK
from portal.audit.actor import Actor
from portal.ui.refusals import Refusal
from portal.workflow import clock
from reconciliation.families.models import FamilyEngagement, Person
from reconciliation.oversight.scenarios.cast import Cast
from reconciliation.oversight.scenarios.expected import CLOCK
from reconciliation.tracks.models import ShortTermTrack


class NotAccepted(Refusal):
    """The page would not take what was filled in; ``words`` say why."""

    status = 409
    template = "409.html"


class CannotPlay(Exception):
    """A step that makes no sense where it stands, such as answering before anybody has asked."""


@dataclass
class Stage:
    """The people, and the questions by the name that the file gives them."""

    cast: Cast
    names: Mapping[str, str]
    questions: dict[str, UUID] = field(default_factory=dict)
    newest: str = ""

    def actor(self, who: str) -> Actor:
        """Somebody of the scenario, or the service's clock."""
        return THE_CLOCK if who == CLOCK else self.cast.actor(who)

    def add(self, name: str, pk: UUID) -> None:
        """One more question; from now on it is the one that is meant."""
        self.questions[name] = pk
        self.newest = name

    def question(self, name: str) -> UUID:
        """The question of this name; without a name the newest."""
        found = self.questions.get(name or self.newest)
        if found is None:
            raise CannotPlay(f"There is no question called “{name}” yet." if name else "Nobody has asked anything yet.")
        return found

    def track(self, name: str) -> ShortTermTrack:
        """The question itself, read again."""
        rows = ShortTermTrack.objects.select_related("engagement", "asker", "worker", "team")
        return rows.get(pk=self.question(name))


@dataclass(frozen=True)
class Turn:
    """One deed: who does it, on which question, and what it is told."""

    stage: Stage
    who: str
    question: str
    given: Mapping[str, Any]

    @property
    def actor(self) -> Actor:
        return self.stage.actor(self.who)

    @property
    def pk(self) -> UUID:
        return self.stage.question(self.question)

    @property
    def track(self) -> ShortTermTrack:
        return self.stage.track(self.question)

    @property
    def engagement(self) -> FamilyEngagement:
        return self.track.engagement

    @property
    def today(self) -> dt.date:
        return clock.today()

    def person(self, key: str) -> Person:
        """A member of a family, by the short name of the file."""
        found = self.stage.cast.people.get(key)
        if found is None:
            raise CannotPlay(f"“{key}” does not belong to a family.")
        return found

    def user(self, key: str) -> User:
        """The account of somebody."""
        found = self.stage.cast.users.get(key)
        if found is None:
            raise CannotPlay(f"“{key}” does not sign in.")
        return found

    def numbers(self, name: str = "parts") -> frozenset[int]:
        """The numbers of the parts that are meant; none named: all that are ready."""
        return frozenset(self.given.get(name, ()))

    def text(self, name: str) -> str:
        """A text that may be left out."""
        return str(self.given.get(name, ""))
