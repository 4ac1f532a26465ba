"""A phone that keeps passkeys, as far as a server can tell: for tests that need no browser."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from html import unescape
from os import urandom
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2 import cbor

from portal.accounts import passkeys
from portal.accounts.models import User

HOST = "localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Phone:
    """Answers questions with one passkey, honestly unless told otherwise."""

    def __init__(self) -> None:
        self.id, self.key = urandom(16), ec.generate_private_key(ec.SECP256R1())
        self.origin, self.rp, self.flags = f"http://{HOST}", HOST, PRESENT | VERIFIED

    def make(self, question: dict[str, Any]) -> str:
        """What the browser's `create` would give."""
        point = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor.encode(public)
        made = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested}
        return self._written(
            clientDataJSON=self._client("webauthn.create", question), attestationObject=cbor.encode(made)
        )

    def show(self, question: dict[str, Any]) -> str:
        """What the browser's `get` would give."""
        client, data = self._client("webauthn.get", question), self._data()
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._written(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _data(self, more: int = 0) -> bytes:
        return sha256(self.rp.encode()).digest() + bytes([self.flags | more]) + bytes(4)

    def _client(self, kind: str, question: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": question["publicKey"]["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _written(self, **response: bytes) -> str:
        texts = {name: text(value) for name, value in response.items()}
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": texts})


def text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def data(value: str) -> bytes:
    return urlsafe_b64decode(value + "==")


def question_on(client: Client, address: str) -> dict[str, Any]:
    """What a page asks of the browser."""
    found = re.search(r'data-question="([^"]+)"', client.get(address).content.decode())
    assert found, address
    asked: dict[str, Any] = json.loads(unescape(found[1]))
    return asked


def with_passkey(user: User, name: str) -> Phone:
    """Give an account a passkey, as `with_app` gives it an app."""
    phone = Phone()
    credential = json.loads(phone.make({"publicKey": {"challenge": "AAAA"}}))
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=passkeys.new_data(name, credential))
    return phone
