"""People with accounts, made quickly."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client

from portal.accounts.actors import actor_of
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.audit.actor import Actor

PASSWORD = "copper-meadow-whistle"

MakeUser = Callable[..., User]
SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _no_tries_yet() -> None:
    """Limits live in the cache; each test starts without any."""
    cache.clear()


@pytest.fixture
def make_user(db: None) -> MakeUser:
    hashed = make_password(PASSWORD)

    def make(role: str = Role.CASEWORKER, **fields: Any) -> User:
        key = uuid4()
        fields = {"id": key, "email": f"{key}@people.example", "name": "Wren Halloway"} | fields
        user = User(role=role, password=hashed, **fields)
        user.save()
        return user

    return make


@pytest.fixture
def signed_in() -> SignedIn:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def admin(make_user: MakeUser) -> User:
    return make_user(Role.ADMIN, email="lowri@people.example", post_title="Service administrator")


@pytest.fixture
def admin_actor(admin: User) -> Actor:
    return actor_of(admin)
