"""A text as the recipient check reads it: names, numbers and places, each as a plain key. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.recipients.common import COMMON_WORDS

SHORTEST_WORD = 2
PHONE_DIGITS = 9
MOST_NUMBER_DIGITS = 13

# Letters that Unicode does not take apart, as people write them on an English keyboard.
_LETTERS = str.maketrans({
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
    "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i",
})  # fmt: skip
# Letters that are drawn as nothing.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_SPACES = frozenset(" \t\n\r\v\f")

_COMPOUND = re.compile(r"[^\W\d_]+(?:['’‘ʼ`\-‐‑–][^\W\d_]+)*")
_JOINT = re.compile(r"['’‘ʼ`\-‐‑–]")
_POSSESSIVE = re.compile(r"['’‘ʼ`]s$", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_BESIDE = re.compile(r"[\s,'’‘ʼ`\-‐‑–]*")
_NUMBER = re.compile(r"\d(?:[\s().\-‐‑–/+]*\d)+")
_POSTCODE = re.compile(r"(?<![^\W_])([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})(?![^\W_])", re.IGNORECASE | re.ASCII)
_EMAIL = re.compile(r"(?<![\w.+'\-])[\w.+'\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63})+")
_PLACE_WORD = re.compile(r"[^\W_]+")
_HYPHEN = re.compile(r"[\-‐‑–]")
_APOSTROPHE = re.compile(r"['’‘ʼ`]")

_STREETS = {
    "rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close", "dr": "drive",
    "ct": "court", "cres": "crescent", "gdns": "gardens", "pl": "place", "sq": "square", "terr": "terrace",
}  # fmt: skip
_STREET_WORDS = frozenset(_STREETS.values()) | frozenset(
    """bank buildings cottage cottages farm green grove hill house lodge mews park parade rise row
    view villas walk way wharf yard""".split()
)


@dataclass(frozen=True)
class Word:
    """A word of a name; ``follows`` where only a space, comma, hyphen or apostrophe parts it from the one before."""

    key: str
    capital: bool
    follows: bool


def readings(text: str) -> tuple[str, ...]:
    """The text without accents and unseen characters; read twice where there are any, since one may part two words."""
    plain = unicodedata.normalize("NFKC", text)
    joined = "".join(sign for sign in plain if not _unseen(sign))
    if joined == plain:
        return (_bare(joined),)
    return _bare(joined), _bare("".join(" " if _unseen(sign) else sign for sign in plain))


def words_in(reading: str) -> list[Word]:
    """The single words, in their order; hyphens and apostrophes part them, a possessive falls away."""
    found: list[Word] = []
    end = 0
    for match in _COMPOUND.finditer(reading):
        near = _BESIDE.fullmatch(reading, end, match.start()) is not None
        for part in _JOINT.split(_POSSESSIVE.sub("", match.group())):
            found.append(Word(part.casefold(), not part[:1].islower(), near and bool(found)))
            near = True
        end = match.end()
    return found


def wholes_in(reading: str) -> set[str]:
    """Compound words written as one (O'Brien, OBrien), the parts of words that run on (AmyVarnish), and plurals."""
    found: set[str] = set()
    for match in _COMPOUND.finditer(reading):
        compound = _POSSESSIVE.sub("", match.group())
        found |= _wholes(compound)
        found.update(part.casefold() for whole in _JOINT.split(compound) for part in _HUMP.split(whole))
    found |= {whole.removesuffix(end) for whole in found for end in ("s", "es")}
    return {whole for whole in found if len(whole) >= SHORTEST_WORD} - COMMON_WORDS


def signs_in(reading: str) -> set[str]:
    """Everything but words that may give somebody away: numbers, postcodes, addresses, streets."""
    found = {f"phone:{piece}" for digits in _numbers(reading) for piece in _pieces(digits)}
    found.update(f"postcode:{one}{two}".lower() for one, two in _POSTCODE.findall(reading))
    found.update(f"email:{address.casefold()}" for address in _EMAIL.findall(reading))
    tokens = _place_words(reading)
    for size in (2, 3):
        found.update("place:" + " ".join(tokens[at : at + size]) for at in range(len(tokens) - size + 1))
    return found


def protected_keys(words: Iterable[str]) -> dict[str, bool]:
    """The keys of names, phones, email and postal addresses, each with whether it is a common word."""
    found: dict[str, bool] = {}
    for entry in words:
        reading = readings(entry)[0]
        if _EMAIL.search(reading):
            found.update(dict.fromkeys((f"email:{a.casefold()}" for a in _EMAIL.findall(reading)), False))
        elif _is_place(reading):
            found.update(dict.fromkeys(_place_keys(reading), False))
        else:
            found.update(_name_keys(reading))
    return found


def _name_keys(reading: str) -> dict[str, bool]:
    found = {word.key for word in words_in(reading)}
    for match in _COMPOUND.finditer(reading):
        found |= _wholes(match.group())
    return {f"word:{key}": key in COMMON_WORDS for key in found if len(key) >= SHORTEST_WORD}


def _wholes(compound: str) -> set[str]:
    """Without its joints, and each piece between hyphens without its apostrophes."""
    pieces = [_APOSTROPHE.sub("", piece).casefold() for piece in _HYPHEN.split(compound)]
    return {*pieces, "".join(pieces)}


def _place_keys(reading: str) -> Iterator[str]:
    for digits in _numbers(reading):
        yield from (f"phone:{piece}" for piece in _pieces(digits, last_only=len(digits) <= MOST_NUMBER_DIGITS))
    yield from (f"postcode:{one}{two}".lower() for one, two in _POSTCODE.findall(reading))
    for number, line in enumerate(re.split(r"[,;\n]", _POSTCODE.sub("", reading))):
        yield from (f"place:{' '.join(words)}" for words in _line_keys(_place_words(line), first=number == 0))


def _line_keys(words: list[str], *, first: bool) -> Iterator[list[str]]:
    """The street with its number and without; of a line without a street, its number and name."""
    streets = [at for at, word in enumerate(words) if at and word in _STREET_WORDS]
    for at in streets:
        if words[at - 1] != "the" and not words[at - 1].isdecimal():
            yield words[at - 1 : at + 1]
        if at > 1:
            yield words[at - 2 : at + 1]
    if streets or not any(word.isalpha() for word in words):
        return
    numbered = next((at for at, word in enumerate(words[:-1]) if word[0].isdecimal()), None)
    if numbered is not None:
        yield words[numbered : numbered + 2]
    elif first and len(words) > 1:
        yield words[-2:]


def _is_place(reading: str) -> bool:
    """A phone or an address rather than a name: digits, several lines, or a street between commas."""
    if "\n" in reading.strip() or any(sign.isdecimal() for sign in reading):
        return True
    return "," in reading and not _STREET_WORDS.isdisjoint(_place_words(reading))


def _place_words(reading: str) -> list[str]:
    words = _PLACE_WORD.findall(_APOSTROPHE.sub("", reading).casefold())
    return [_STREETS.get(word, word) for word in words]


def _numbers(reading: str) -> Iterator[str]:
    for match in _NUMBER.finditer(reading):
        digits = "".join(str(int(sign)) for sign in match.group() if sign.isdecimal())
        if len(digits) >= PHONE_DIGITS:
            yield digits


def _pieces(digits: str, *, last_only: bool = False) -> Iterator[str]:
    """Every run of nine: +44, 0044 and 0 before a number, and the number beside it, then make no difference."""
    starts = range(len(digits) - PHONE_DIGITS + 1)
    for start in starts[-1:] if last_only else starts:
        yield digits[start : start + PHONE_DIGITS]


def _unseen(sign: str) -> bool:
    return sign in _FILLERS or (unicodedata.category(sign)[0] == "C" and sign not in _SPACES)


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return "".join(sign for sign in apart if unicodedata.category(sign) not in {"Mn", "Me"})
