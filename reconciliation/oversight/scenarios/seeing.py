"""What somebody sees: the real page, drawn for them as it would be on that day."""

import re
from html import unescape
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, QueryDict
from django.urls import resolve, reverse

from portal.accounts.models import User
from portal.accounts.roles import FAMILY_ROLES, Role
from portal.ui.refusals import Refusal
from reconciliation.families.models import FamilyEngagement
from reconciliation.oversight.scenarios.expected import Look
from reconciliation.oversight.scenarios.stage import Stage

NAMED = {
    "the worklist": "worklist", "the queue": "supervisor_queue", "the reviews": "information_home",
    "the promises": "promises_list",
    "the police list": "proceedings_list",
    "the decisions": "audit_home", "who opened what": "opened_log",
}  # fmt: skip
NOT_FOUND = None
_HIDDEN = re.compile(r"<(script|style|head)\b.*?</\1>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")


def seen(stage: Stage, look: Look, question: str) -> str | None:
    """The text of the page, or NOT_FOUND where this person gets the page of something that does not exist."""
    user = stage.cast.users.get(look.who)
    if user is None:
        return NOT_FOUND
    track = stage.track(question)
    return text_of(user, *_address(user, look.page, track.pk, track.engagement))


def shows(page: str, text: str) -> bool:
    """Whether these words stand on the page, whatever the blanks between them."""
    return " ".join(text.split()).casefold() in page.casefold()


def _address(user: User, page: str, question: UUID, family: FamilyEngagement) -> tuple[str, str]:
    if page in NAMED:
        return reverse(NAMED[page]), ""
    if page == "home":
        return reverse(settings.ROLE_HOMES[user.role]), ""
    if user.role in FAMILY_ROLES:
        return reverse("question", args=[question]), ""
    if user.role == Role.INFORMATION_GOVERNANCE:
        return reverse("review_case", args=[question]), ""
    return reverse("engagement", args=[family.pk]), f"question={question}"


def text_of(user: User, path: str, query: str = "") -> str | None:
    """The words of one page as this person is shown it. What it writes down of the look is taken back with the run."""
    request = HttpRequest()
    request.method, request.path, request.path_info, request.GET = "GET", path, path, QueryDict(query)
    request.user, request.session = user, {}  # type: ignore[assignment]
    found = resolve(path)
    request.resolver_match = found
    try:
        answer = found.func(request, *found.args, **found.kwargs)
    except (Refusal, Http404):
        return NOT_FOUND
    return _words(answer.content.decode()) if answer.status_code == 200 else NOT_FOUND


def _words(markup: str) -> str:
    return " ".join(unescape(_TAGS.sub(" ", _HIDDEN.sub(" ", markup))).split())
