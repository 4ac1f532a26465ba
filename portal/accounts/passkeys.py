"""Passkeys: what a browser is asked, what it answers, and the name that its owner gave it.

allauth keeps the challenge in the session and has fido2 judge the answer. The public key is no secret; the name is
sealed, bound to the passkey that it names.
"""

import base64
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from portal.accounts.models import User
from portal.encryption import keys

Credential = dict[str, Any]
LONGEST_ANSWER = 20_000
# What allauth and fido2 answer a forged or broken credential with.
NOT_ONE = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError,
           ValidationError, struct.error)  # fmt: skip


@dataclass(frozen=True)
class Passkey:
    """One passkey as its owner sees it."""

    pk: UUID
    name: str
    added_at: datetime
    used_at: datetime | None


def question_to_make(user: User) -> str:
    """Ask the browser for a new passkey."""
    return json.dumps(auth.begin_registration(user, passwordless=False))


def question_to_show(user: User) -> str:
    """Ask the browser for one that this account has."""
    return json.dumps(auth.begin_authentication(user))


def made(request: HttpRequest, answer: str) -> Credential | None:
    """What is kept of a new passkey, if it answers the question that was asked here."""
    try:
        said = _read(answer)
        _from_here(request, auth.parse_registration_response(said))
        auth.complete_registration(said)
        return {key: said[key] for key in ("id", "rawId", "type", "response")}
    except NOT_ONE:
        return None


def shown(request: HttpRequest, user: User, answer: str) -> Authenticator | None:
    """The passkey of this account that answers the question that was asked here."""
    try:
        said = _read(answer)
        _from_here(request, auth.parse_authentication_response(said))
        return auth.complete_authentication(user, said)
    except NOT_ONE:
        return None


def new_data(name: str, credential: Credential) -> dict[str, Any]:
    """What a new row of allauth's holds, with a key of its own: its primary key would count everybody's."""
    key = str(uuid4())
    return {"key": key, "name": _sealed(key, name), "credential": credential}


def with_name(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The same under another name."""
    return {**data, "name": _sealed(data["key"], name)}


def opened(row: Authenticator) -> Passkey:
    """One row of allauth's, with its name in clear."""
    key = row.data["key"]
    name = keys.open_sealed(keys.SITE, _label(key), base64.b64decode(row.data["name"]))
    return Passkey(UUID(key), name, row.created_at, row.last_used_at)


def _read(answer: str) -> Credential:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError
    said: Credential = json.loads(answer)
    return said


def _from_here(request: HttpRequest, answer: Any) -> None:
    """fido2 would let a host below this one answer too."""
    if answer.response.client_data.origin != f"{request.scheme}://{request.get_host()}":
        raise ValueError


def _sealed(key: str, name: str) -> str:
    return base64.b64encode(keys.seal(keys.SITE, _label(key), name)).decode()


def _label(key: str) -> str:
    return f"passkey:{key}"
