"""People who said how they can be reached, and a worker's run at a moment of one's choice."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from pytest_django import Settings

from portal.accounts.actors import actor_of
from portal.accounts.models import Role, User
from portal.audit.actor import Actor
from portal.notifications import actions, delivery
from portal.notifications.models import SafeContact
from portal.workflow import clock
from portal.workflow.clock import LONDON

PASSWORD = "copper-meadow-whistle"
NEW = "tansy@letters.example"

MakeActor = Callable[..., Actor]
Reachable = Callable[..., Actor]


def london(day: str, time: str = "12:00") -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=LONDON)


def deliver_at(moment: dt.datetime) -> int:
    with clock.moved(moment):
        return delivery.deliver()


@pytest.fixture(autouse=True)
def _no_room_above(settings: Settings) -> None:
    """The ground alone: tests of the rooms above say who is asked."""
    settings.DELIVERY_CHECKS = []
    settings.SAFE_CONTACT_SEEN_BY = "tests.notifications.conftest.works_with"
    WORKED_WITH.clear()
    ALLOWED.clear()


WORKED_WITH: set[uuid.UUID] = set()
ALLOWED: dict[uuid.UUID, bool] = {}


def works_with(actor: Actor, user_ids: Any) -> set[uuid.UUID]:
    return WORKED_WITH & set(user_ids) if actor.role == Role.CASEWORKER else set()


def allowed(user_id: uuid.UUID) -> bool:
    return ALLOWED.get(user_id, True)


@pytest.fixture
def make_actor(db: None) -> MakeActor:
    hashed = make_password(PASSWORD)

    def make(role: str = Role.FAMILY_MEMBER, **fields: Any) -> Actor:
        key = uuid.uuid4()
        fields = {"id": key, "email": f"{key}@people.example", "name": "Wren Halloway"} | fields
        user = User(role=role, password=hashed, **fields)
        user.save(force_insert=True)
        return actor_of(user)

    return make


@pytest.fixture
def reachable(make_actor: MakeActor) -> Reachable:
    """Somebody who said that email is safe, and that this is right."""

    def make(address: str = NEW, role: str = Role.FAMILY_MEMBER, **changes: Any) -> Actor:
        actor = make_actor(role)
        actions.reach_by(actor=actor, channel="email", address=address, verified=True)
        actions.save_safe_contact(actor=actor, **changes)
        actions.confirm(actor=actor)
        return actor

    return make


def contact_of(actor: Actor) -> SafeContact:
    return SafeContact.objects.get(user_id=actor.id)


def notify(actor: Actor, because: str = "answer_shared") -> bool:
    assert actor.id is not None
    return actions.notify(user_id=actor.id, because=because)
