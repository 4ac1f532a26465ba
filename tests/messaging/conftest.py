"""Two conversations of the first family: the mother's and the young person's, each with their worker."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.messaging import actions
from portal.messaging.models import Thread
from portal.workflow import clock
from reconciliation.families.actions import open_conversation

Say = Callable[..., actions.Sent]


@pytest.fixture
def thread(cast: Any) -> Thread:
    """The mother's, begun yesterday."""
    with clock.moved(clock.now() - dt.timedelta(days=1)):
        return open_conversation(actor=cast.actor("family_member"), person_id=cast.people["imelda"].pk)


@pytest.fixture
def private(cast: Any) -> Thread:
    """The young person's, begun yesterday."""
    with clock.moved(clock.now() - dt.timedelta(days=1)):
        return open_conversation(actor=cast.actor("young_person"), person_id=cast.people["corin"].pk)


@pytest.fixture
def say(cast: Any, thread: Thread) -> Say:
    """Somebody says something, in the mother's conversation unless another is named."""

    def send(who: str, text: str, where: Thread | None = None, client_id: uuid.UUID | None = None) -> actions.Sent:
        place = (where or thread).pk
        return actions.send(
            actor=cast.actor(who), thread_id=place, text=text, client_id=client_id or uuid.uuid4()
        )  # fmt: skip

    return send


@pytest.fixture
def address(thread: Thread) -> str:
    return f"/messages/{thread.pk}/"


def form(client: Client, address: str, text: str) -> dict[str, Any]:
    """The form of a conversation's page, filled in."""
    box = client.get(address).context["form"]["client_id"]
    return {"text": text, "client_id": str(box.value())}
