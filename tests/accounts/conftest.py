"""People with accounts, made quickly."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt
from django.contrib.auth.hashers import make_password
from django.test import Client

from portal.accounts.actors import actor_of
from portal.accounts.models import SignIn, User
from portal.accounts.roles import Role
from portal.accounts.signed_in import SIGN_IN
from portal.audit.actor import Actor

PASSWORD = "copper-meadow-whistle"

MakeUser = Callable[..., User]
SignedIn = Callable[[User], Client]


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


@pytest.fixture
def no_demo(settings: Any) -> None:
    """As in production: staff show a second factor."""
    settings.PORTAL_DEMO = False


def age(client: Client, **fields: Any) -> SignIn:
    """Move the clock of this browser's sign-in: `seen_at`, `began_at` or `proved_at` by so much back."""
    row = SignIn.objects.get(pk=client.session[SIGN_IN])
    for name, by in fields.items():
        setattr(row, name, getattr(row, name) - by)
    row.save()
    return row


def totp(user: User) -> str:
    """The code that the person's app shows now."""
    secret = decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    return app_code(secret)


def app_code(secret: str) -> str:
    """The code of a secret at this moment."""
    return auth.format_hotp_value(auth.hotp_value(secret.replace(" ", ""), next(auth.yield_hotp_counters_from_time())))


def with_app(user: User) -> str:
    """Give an account a second factor; the secret of it."""
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return str(secret)
