"""References that say nothing: random, easy to read out, never a word."""

import re
import secrets

# No vowels, so no words; and of each pair that is mistaken for another (0 O, 1 I, 2 Z, 5 S) at most one.
ALPHABET = "CDFGHJKMNPQRTVWXY34789"
GROUP = 4


def new_reference() -> str:
    """Two groups of four; random, so that no two share a prefix but by chance."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(2 * GROUP))
    return f"{signs[:GROUP]}-{signs[GROUP:]}"


def tidy_reference(typed: str) -> str | None:
    """The reference that was meant, whatever its case, dashes and spaces; None if it is none."""
    signs = re.sub(r"[\s\-\u2010-\u2015_.]+", "", typed).upper()
    if len(signs) != 2 * GROUP or not set(signs) <= set(ALPHABET):
        return None
    return f"{signs[:GROUP]}-{signs[GROUP:]}"
