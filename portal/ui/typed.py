"""What a person wrote in the form that was just sent, to give it back when it cannot be kept."""

import re

from django.http import HttpRequest

from portal.ui.refusals import Typed

_NOT_TYPED = re.compile(r"csrf|password|credential|code_word|token|version|next", re.IGNORECASE)
_MACHINE_MADE = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}|[\d:+.TZ-]{10,}", re.IGNORECASE)


def what_was_typed(request: HttpRequest) -> Typed:
    """Each text as (label, text); secrets, ids and times, which nobody typed, are left out."""
    if request.method != "POST":
        return []
    return [
        (_label(name), str(text))
        for name, texts in request.POST.lists()
        if not _NOT_TYPED.search(name)
        for text in texts
        if str(text).strip() and not _MACHINE_MADE.fullmatch(str(text))
    ]


def _label(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
