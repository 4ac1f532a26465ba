"""Private text as people typed it, with what cannot be seen made visible."""

import re

NUL = "\0"
NUL_SYMBOL = "\u2400"

# Control characters but tab and line feed; bidirectional embeddings, overrides and isolates; characters
# without width that hide inside words; line separators; lone surrogates, which no page can carry.
# The marks U+200C to U+200F and U+061C stay: ordinary Arabic, Persian and Hebrew writing needs them.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def code_of(character: str) -> str:
    """The name under which an unseen character is shown, such as ``[U+202E]``."""
    return f"[U+{ord(character):04X}]"


def one_line_ending(text: str) -> str:
    """Line ends as one line feed: browsers send two characters for each, which no person typed."""
    return text.replace("\r\n", "\n")


def visible(text: str) -> str:
    """The text with each unseen or direction-changing character replaced by its code."""
    return INVISIBLE.sub(lambda match: code_of(match.group()), one_line_ending(text))


def without_nul(text: str) -> str:
    """The text with NUL, which databases refuse, kept as its visible symbol."""
    return text.replace(NUL, NUL_SYMBOL)
