"""Two families of one incident in two teams, and a question of each."""

import uuid
from dataclasses import dataclass

import pytest

from portal.accounts.actors import actor_of
from portal.accounts.models import Role, User
from portal.audit.actor import Actor
from portal.workflow import clock
from portal.workflow.models import MoveRecord
from reconciliation.families.models import FamilyEngagement
from tests.families import cast as people


def question_of(engagement: FamilyEngagement) -> uuid.UUID:
    """A question that this family asked: its first move is all that this room asks for."""
    track = uuid.uuid4()
    MoveRecord.objects.create(
        holder=engagement.pk, track_kind="short_term", track_id=track, number=1, move_id="S1",
        event="submit_question", to_state="received", at=clock.now(), process_version="1",
        actor_kind="user", actor_role="family_member",
    )  # fmt: skip
    return track


@dataclass
class Scene:
    """The cast, with a question of either side."""

    cast: people.Cast
    question: uuid.UUID
    other_question: uuid.UUID
    outsiders: dict[str, User]

    @property
    def engagement(self) -> FamilyEngagement:
        return self.cast.east.engagement

    @property
    def worker(self) -> Actor:
        return actor_of(self.cast.east.worker)

    @property
    def supervisor(self) -> Actor:
        return actor_of(self.cast.east.supervisor)

    @property
    def barred(self) -> dict[str, User]:
        """Everybody who may not record anything for the eastern family."""
        east, west = self.cast.east, self.cast.west
        return {
            "an approver who is not assigned": east.approver,
            "the parent": east.parent,
            "the worker of the other side": west.worker,
            "the supervisor of the other side": west.supervisor,
            "the parent of the other side": west.parent,
            "the safeguarding lead": self.cast.lead,
            **self.outsiders,
        }


OUTSIDERS = {
    "a young person": Role.YOUNG_PERSON,
    "a service": Role.SERVICE_PROVIDER,
    "the commissioner": Role.COMMISSIONER,
    "information governance": Role.INFORMATION_GOVERNANCE,
    "the auditor": Role.AUDITOR,
    "the administrator": Role.ADMIN,
}
BARRED = [
    "an approver who is not assigned",
    "the parent",
    "the worker of the other side",
    "the supervisor of the other side",
    "the parent of the other side",
    "the safeguarding lead",
    *OUTSIDERS,
]


@pytest.fixture
def scene(db: None) -> Scene:
    cast = people.make()
    return Scene(
        cast=cast,
        question=question_of(cast.east.engagement),
        other_question=question_of(cast.west.engagement),
        outsiders={who: people.account(role, f"outside-{role}") for who, role in OUTSIDERS.items()},
    )
