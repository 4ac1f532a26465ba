"""The secret that stands for an account: shown once, copied by a tired hand, kept only as a hash.

20 signs of an alphabet of 32 are 100 random bits. The key of the hash is derived from SECRET_KEY, which no database
holds: whoever has a copy of it all can try no secret against it.
"""

import hmac
import re
import secrets
from hashlib import sha256
from uuid import UUID

from django.conf import settings

# No I, L, O or U: nothing is read as another sign, and what is typed as one of those is known for what it was.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 5, 4
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_secret() -> str:
    """Five groups of four, from the machine's own source of chance."""
    signs = [secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP)]
    return "-".join("".join(signs[at : at + GROUP]) for at in range(0, len(signs), GROUP))


def tidy_secret(typed: str) -> str:
    """The secret that was meant, whatever its case, dashes and spaces; something that is none stays wrong."""
    return re.sub(r"[\s\-\u2010-\u2015_.,]+", "", typed).upper().translate(MISREAD)


def mac_of(secret: str) -> bytes:
    """What is kept of a secret."""
    key = sha256(b"receipt:" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, tidy_secret(secret).encode("utf-8", "surrogatepass"), "sha256")


def id_from(drawn: UUID) -> UUID:
    """The id of what a page begins: the same for the same page, and nobody's to choose, be it forged or of another."""
    key = sha256(b"draft:" + settings.SECRET_KEY.encode()).digest()
    return UUID(bytes=hmac.digest(key, drawn.bytes, "sha256")[:16], version=4)


def fits(secret: str, mac: bytes) -> bool:
    """Whether this is the secret, in a time that tells nothing of it."""
    return hmac.compare_digest(mac_of(secret), mac)
