"""What is wrong with a written scenario: the file, the step, and what would be right."""

import difflib
from collections.abc import Iterable


class Unreadable(Exception):
    """A file that cannot be played. Its text is for whoever wrote the file."""


class Wrong(ValueError):
    """What is wrong, before it is known in which step of which file."""


def must_be_one_of(word: str, known: Iterable[str], what: str) -> None:
    """Raise Wrong unless the word is known, with the nearest one or with all of them."""
    words = list(known)
    if word not in words:
        near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
        right = f"Did you mean “{near[0]}”?" if near else f"Use one of: {', '.join(words)}."
        raise Wrong(f"“{word}” is not {what}. {right}")


def listed(words: Iterable[str]) -> str:
    """Names one after the other, each in quotation marks."""
    return ", ".join(f"“{word}”" for word in words)
