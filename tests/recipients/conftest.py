"""A family that must not read of another, and the people who may and may not decide on a text."""

import uuid
from collections.abc import Callable, Collection, Mapping

import pytest
from pytest_django import Settings

from portal.audit.actor import Actor
from portal.encryption import keys
from portal.recipients.actions import protect
from portal.recipients.selectors import HeldText

OTHER_SIDE = [
    "Amy Dravenport",
    "Siân O'Brien-Núñez",
    "Grace May",
    "Jo Will",
    "Małgorzata Wójcik",
    "+44 (0)7700 900982",
    "01632 960 123",
    "j.dravenport@people.example",
    "Flat 2, 14 Elm Row\nArrowmere\nAR4 7QZ",
    "Rose Cottage, Mill Ln, Arrowmere",
]
OWN = ["Nell Osterlin", "Ruth Wójcik", "9 Elm Row, Arrowmere", "01632 960 555"]

TEXTS: dict[uuid.UUID, HeldText] = {}
CLOSED_TO: set[uuid.UUID] = set()


def texts_of(actor: Actor, subjects: Collection[uuid.UUID]) -> Mapping[uuid.UUID, HeldText]:
    """What a room above would register in the settings."""
    if actor.id in CLOSED_TO:
        return {}
    return {subject: TEXTS[subject] for subject in subjects if subject in TEXTS}


@pytest.fixture(autouse=True)
def _source(settings: Settings) -> None:
    settings.HELD_TEXT_SOURCES = ["tests.recipients.conftest.texts_of"]
    TEXTS.clear()
    CLOSED_TO.clear()


@pytest.fixture
def holder(db: None) -> uuid.UUID:
    """The family that must not read of the other side."""
    family = uuid.uuid4()
    keys.create(family)
    protect(holder=family, words=OTHER_SIDE, own_words=OWN)
    return family


@pytest.fixture
def other_holder(db: None) -> uuid.UUID:
    family = uuid.uuid4()
    keys.create(family)
    protect(holder=family, words=OWN, own_words=OTHER_SIDE)
    return family


def an_actor(role: str) -> Actor:
    return Actor(kind="user", id=uuid.uuid4(), role=role, post=f"Post of a {role}")


@pytest.fixture
def caseworker() -> Actor:
    return an_actor("caseworker")


@pytest.fixture
def lead() -> Actor:
    return an_actor("safeguarding_lead")


MakeActor = Callable[[str], Actor]
