"""Names are sealed, yet found: keyed hashes of their words and of first letters."""

import re
import unicodedata
from collections.abc import Iterable

from portal.encryption import keys

PREFIX = 3
PURPOSE = "name_index"


def words_of(name: str) -> list[str]:
    """The words of a name as they are compared: folded, without accents, split at hyphens and apostrophes."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return list(dict.fromkeys(re.findall(r"[^\W_]+", letters)))


def word_key(word: str) -> bytes:
    """The hash under which a whole word is found."""
    return keys.blind(PURPOSE, f"word:{word}")


def prefix_key(word: str) -> bytes:
    """The hash under which a word is found by its first three letters."""
    return keys.blind(PURPOSE, f"prefix:{word[:PREFIX]}")


def index_of(name: str) -> Iterable[tuple[str, bytes]]:
    """Kind and hash of everything by which a name is found, each once."""
    found: dict[tuple[str, bytes], None] = {}
    for word in words_of(name):
        found["word", word_key(word)] = None
        if len(word) >= PREFIX:
            found["prefix", prefix_key(word)] = None
    return found
