"""The only caller of bleach: links in plain text, and markup that comes from outside.

A Cleaner or a Linker shared between threads mixes up their texts, so each call makes its own.
"""

import re
from urllib.parse import urlsplit

from bleach.linkifier import Linker
from bleach.sanitizer import Cleaner
from django.utils.html import escape
from django.utils.safestring import SafeString

# Parsing costs more than linearly on hostile input, so it is capped before it starts.
LONGEST_LINKED = 10_000
LONGEST_MARKUP = 50_000
MOST_TAGS = 1_000

TAGS = frozenset({"a", "b", "blockquote", "br", "em", "h2", "h3", "h4", "i", "li", "ol", "p", "strong", "ul"})
SCHEMES = frozenset({"http", "https", "mailto"})
REL = "noreferrer nofollow"

_HAS_LINK = re.compile(r"https?://|mailto:", re.IGNORECASE)
# Read in escaped text, where an ampersand is five characters and a quotation mark ends the address.
_ADDRESS = re.compile(
    r"\b(?:https?://(?:[^\s<>\"'`&]|&amp;)*[^\s<>\"'`&.,;:!?)\]}]|mailto:[\w.+-]+@[\w.-]+\w)", re.IGNORECASE
)

Attributes = dict[tuple[str | None, str] | str, str]


def safe_address(address: str) -> bool:
    """Whether a link may lead there: a full web or e-mail address, with no ``@`` to disguise it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if any(ord(character) < 33 or character == "\\" for character in address):
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


def _guard_link(attributes: Attributes, new: bool = False) -> Attributes | None:
    address = attributes.get((None, "href"), "")
    if not safe_address(address):
        return None
    guarded: Attributes = {(None, "href"): address, (None, "rel"): REL, (None, "class"): "govuk-link"}
    return guarded | {"_text": attributes["_text"]}


def _allowed_attribute(tag: str, name: str, value: str) -> bool:
    return tag == "a" and name == "href" and safe_address(value)


def linked(text: str) -> SafeString:
    """Plain text, escaped, with its full web and e-mail addresses as links. Over-long text gets no links."""
    escaped = escape(text)
    if len(text) > LONGEST_LINKED or not _HAS_LINK.search(text):
        return escaped
    linker = Linker(callbacks=[_guard_link], url_re=_ADDRESS)
    return SafeString(linker.linkify(str(escaped)))  # escaped above, then bleach's own output


def clean(markup: str) -> SafeString:
    """Markup from outside (a directory entry, a letter), reduced to a few harmless tags and safe links.

    What is too long or too deep to parse is shown as plain text, so that nothing is lost.
    """
    if len(markup) > LONGEST_MARKUP or markup.count("<") > MOST_TAGS:
        return escape(markup)
    cleaner = Cleaner(tags=TAGS, attributes=_allowed_attribute, protocols=SCHEMES, strip=True)
    linker = Linker(callbacks=[_guard_link], url_re=_ADDRESS)
    return SafeString(linker.linkify(cleaner.clean(markup)))  # bleach's own output
