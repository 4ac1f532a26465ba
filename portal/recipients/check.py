"""The recipient check: does a text hold a word of the other side?"""

from collections.abc import Callable, Mapping
from uuid import UUID

from portal.encryption import keys
from portal.recipients.models import ProtectedWord
from portal.recipients.words import Word, readings, signs_in, wholes_in, words_in

LABEL = "protected_words"

Known = Callable[[str], bool | None]
# By the hash of each protected word whether it is a common one.
Protected = Mapping[bytes, bool]


def mac_of(holder: UUID, key: str) -> bytes:
    """The hash of a word's key under the receiving family's own key."""
    return keys.blind_for(holder, LABEL, key)


def hits(holder: UUID, *texts: str) -> int:
    """How many different protected words these texts hold for this family."""
    return len(found(holder, *texts))


def protected_for(holder: UUID) -> Protected:
    """What this family must not read, for whoever checks several texts."""
    rows = ProtectedWord.objects.filter(holder=holder).values_list("mac", "common")
    return {bytes(mac): common for mac, common in rows}


def found(holder: UUID, *texts: str) -> list[str]:
    """The protected words themselves, as they are compared: for the safeguarding lead alone."""
    return found_of(protected_for(holder), holder, *texts)


def found_of(protected: Protected, holder: UUID, *texts: str) -> list[str]:
    """The same where the words are at hand."""
    if not protected:
        return []
    seen: dict[str, bool | None] = {}

    def known(key: str) -> bool | None:
        """None: not protected; True: protected, and a common word."""
        if key not in seen:
            seen[key] = protected.get(mac_of(holder, key))
        return seen[key]

    with keys.key_ring():
        hit = {word for text in texts for reading in readings(text) for word in _hits(reading, known)}
    return sorted(hit)


def _hits(reading: str, known: Known) -> set[str]:
    words = words_in(reading)
    flags = [known(f"word:{word.key}") if len(word.key) > 1 else None for word in words]
    hit = {word.key for at, word in enumerate(words) if _counts(words, flags, at)}
    hit.update(whole for whole in wholes_in(reading) if known(f"word:{whole}") is False)
    hit.update(sign.partition(":")[2] for sign in signs_in(reading) if known(sign) is not None)
    return hit


def _counts(words: list[Word], flags: list[bool | None], at: int) -> bool:
    if not flags[at]:
        return flags[at] is False
    before = at > 0 and words[at].follows and _names_somebody(words, flags, at - 1)
    after = at + 1 < len(words) and words[at + 1].follows and _names_somebody(words, flags, at + 1)
    return words[at].capital and (before or after)


def _names_somebody(words: list[Word], flags: list[bool | None], at: int) -> bool:
    """A protected word that is not common, or is written with a capital."""
    return flags[at] is False or (flags[at] is True and words[at].capital)
