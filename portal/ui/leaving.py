"""Leaving this site quickly: who is offered the button, and who is first told what it can and cannot do."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_NEXT = 500
REDIRECTS = frozenset({302, 303})


def may_need_to_leave(user: Any) -> bool:
    """Strangers and families do; staff, who work at their own desk, do not."""
    return user is None or not user.is_authenticated or user.role in settings.EXIT_ROLES


def safe_next(address: str) -> str:
    """Where somebody was going, if that is a page of this site and does not sign them out; else the first page."""
    known = (
        len(address) <= LONGEST_NEXT
        and address.startswith("/")
        and not address.startswith((reverse("exit"), reverse("account_logout")))
        and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    )
    return address if known else "/"


class ExplainLeavingMiddleware:
    """Whoever of a family has just signed in, by whatever page, reads how to leave before they go on.

    Only the answer to the sign-in itself is changed, so that no other page, form or link is in the way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        before = request.user.pk
        response = self.get_response(request)
        # A sign-out in between leaves nobody; a change of account is a new session.
        if request.user.pk not in {before, None} and response.status_code in REDIRECTS:
            _explain_first(request, response)
        return response


def _explain_first(request: HttpRequest, response: HttpResponse) -> None:
    if may_need_to_leave(request.user):
        going = safe_next(response.headers.get("Location", ""))
        response.headers["Location"] = f"{reverse('exit_about')}?{urlencode({'next': going})}"
