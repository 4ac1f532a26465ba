"""Authenticated encryption: AES-256-GCM, a version byte, a random nonce, and what the text is bound to."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import SealBroken

VERSION = b"\x01"
NONCE = 12
KEY = 32


def new_key() -> bytes:
    """A fresh 256-bit key."""
    return os.urandom(KEY)


def encrypt(key: bytes, data: bytes, *, bound_to: bytes) -> bytes:
    """Seal `data` so that it opens only with `key` and the same `bound_to`."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, data, VERSION + bound_to)


def decrypt(key: bytes, sealed: bytes, *, bound_to: bytes) -> bytes:
    """Open what `encrypt` sealed; anything else is a broken seal."""
    version, nonce, text = sealed[:1], sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    if version != VERSION or len(nonce) != NONCE:
        raise SealBroken("This is not a sealed text of a known version.")
    try:
        return AESGCM(key).decrypt(nonce, text, version + bound_to)
    except InvalidTag:
        raise SealBroken("A sealed text was changed or moved.") from None
