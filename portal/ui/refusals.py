"""Refusals: errors that know their own page. Raise one anywhere; RefusalMiddleware draws it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Typed = Sequence[tuple[str, str]]


class Refusal(Exception):
    """Something that the service will not do, with its status, its page and its words.

    ``typed`` holds what a person wrote as (label, text), so that the page can give it back; left at
    None, the page takes it from the form that was sent.
    """

    status = 400
    template = "400.html"
    heading: "_StrOrPromise" = _("There is a problem with this page")
    words: "_StrOrPromise" = ""
    typed: Typed | None = None

    def __init__(self, words: str = "", *, typed: Typed | None = None) -> None:
        self.words = words or self.words
        self.typed = typed if typed is not None else self.typed
        super().__init__(str(self.words))

    def reasons(self, role: str) -> list[str]:  # noqa: ARG002 - what a subclass may need
        """Plain sentences that explain this refusal to one role; none by default."""
        return []


class NotYours(Refusal):
    """Wrong role, somebody else's, or not there: one and the same page for all three."""

    status = 404
    template = "404.html"
    heading = _("Page not found")


class OutOfDate(Refusal):
    """Somebody else changed it first, or it was already sent. Nothing that was typed is lost."""

    status = 409
    template = "409.html"
    heading = _("This page is out of date")
    words = _("Something changed while you were on this page. Nothing was saved.")


class TooOften(Refusal):
    """Too many tries in a short time."""

    status = 429
    template = "429.html"
    heading = _("Please wait a little")
    words = _("You have tried this too many times. Please wait a few minutes, then try again.")
