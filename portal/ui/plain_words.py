"""The check of words: which words of a text staff do not write to a family, and what to write instead.

Pure, and for staff's own texts only: what a family writes is never checked. A word is found whole, however it is
typed; the time that it takes grows with the length of the text and no faster.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from portal.ui.text import visible
from portal.ui.words_to_avoid import ALIKE, AVOID

# What parts the words of one turn of phrase: blanks and line breaks, hyphens, quotation marks, marks of emphasis.
_BETWEEN = "\\s\\-\u2010-\u2015'\"`\u2018-\u201f\u02bc_*"
# What cannot be seen inside a word; marks that belong to the letter before them.
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_MARKS = "\u0300-\u036f"
# A word, or letters with full stops as in N.F.A.; then whatever parts it from the next one.
_WORD = re.compile(
    rf"((?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?![^\W_]))?|[^\W_]+(?:[{_UNSEEN}{_MARKS}]+[^\W_]*)*)[{_BETWEEN}]*"
)
_HIDDEN = re.compile(rf"[{_UNSEEN}.]")
_BLANKS = re.compile(r"\s+")
_END = ""

_Tree = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """A word to avoid: as it was written, where, and what to do instead, as in "write “your family”"."""

    words: str
    start: int
    end: int
    instead: str


@dataclass(frozen=True)
class _Word:
    key: str
    start: int
    end: int
    next_at: int  # where the next word stands if it belongs to the same turn of phrase


def found_in(*texts: str) -> list[Found]:
    """Every word to avoid in these texts, in the order in which it is written."""
    return [found for text in texts for found in _found_in(text)]


def advice(found: Iterable[Found]) -> list[str]:
    """What to write instead, once for each piece of advice with all the words that it is about."""
    by_advice: dict[str, dict[str, str]] = {}
    for one in found:
        words = _BLANKS.sub(" ", visible(one.words)).strip()
        by_advice.setdefault(one.instead, {}).setdefault(words.casefold(), words)
    return [
        f"Use plainer words: instead of {_either([f'“{word}”' for word in words.values()])}, {instead}"
        for instead, words in by_advice.items()
    ]


def stands_in(text: str, others: Iterable[str]) -> bool:
    """Whether a text is a quotation of one of the others, whatever the blanks and letter case."""
    return any(_plain(text) in _plain(other) for other in others)


def _found_in(text: str) -> Iterator[Found]:
    words = list(_words(text))
    alike = {place for at in range(len(words)) for place in range(at, at + _longest(_ALIKE, words, at)[0])}
    at = 0
    while at < len(words):
        length, instead = _longest(_AVOID, words, at)
        if length and not alike.issuperset(range(at, at + length)):
            start, end = words[at].start, words[at + length - 1].end
            yield Found(text[start:end], start, end, instead)
        at += length or 1


def _words(text: str) -> Iterator[_Word]:
    for match in _WORD.finditer(text):
        yield _Word(_key(match[1]), match.start(), match.end(1), match.end())


def _key(word: str) -> str:
    return unicodedata.normalize("NFKC", _HIDDEN.sub("", word)).casefold()


def _longest(tree: _Tree, words: Sequence[_Word], at: int) -> tuple[int, str]:
    """How many words the longest turn of phrase from here has, and what it says."""
    best, here = (0, ""), tree
    for place in range(at, len(words)):
        runs_on = place == at or words[place - 1].next_at == words[place].start
        following = here.get(words[place].key) if runs_on else None
        if following is None:
            break
        here = following
        if _END in here:
            best = (place - at + 1, here[_END])
    return best


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", text).strip().casefold()


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _phrases(lines: str) -> Iterator[tuple[str, ...]]:
    for line in lines.strip().splitlines():
        groups = [[*word.removesuffix("?").split("|"), *([""] if word.endswith("?") else [])] for word in line.split()]
        yield from (tuple(filter(None, chosen)) for chosen in product(*groups))


def _tree_of(entries: Iterable[tuple[str, str]]) -> _Tree:
    tree: _Tree = {}
    for instead, lines in entries:
        for phrase in _phrases(lines):
            here = tree
            for word in phrase:
                here = here.setdefault(word, {})
            here[_END] = instead
    return tree


_AVOID = _tree_of(AVOID)
_ALIKE = _tree_of([("", ALIKE)])
