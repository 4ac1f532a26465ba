"""The pages of refusals and faults.

Those of 400, 403, 404 and 500 are drawn without the request: they hold no token, nonce, id or time, cannot
differ by who asks or why, and need no database.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme

from portal.ui.context import service_context
from portal.ui.refusals import NotYours, OutOfDate, Refusal, TooOften, Typed
from portal.ui.typed import what_was_typed

_WITHOUT_REQUEST = frozenset({400, 403, 404, 500})


def draw(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal."""
    if refusal.status in _WITHOUT_REQUEST:
        signed_in_only = refusal.status == 404  # strangers are sent to sign in instead
        return _plain(
            refusal.template,
            refusal.status,
            heading=refusal.heading,
            words=refusal.words,
            sign_out_link=signed_in_only,
        )
    role = getattr(getattr(request, "user", None), "role", "")
    context = {
        "heading": refusal.heading,
        "words": refusal.words,
        "reasons": refusal.reasons(role),
        "typed": _typed(request, refusal),
        "again": _came_from(request),
        "out_of_date": isinstance(refusal, OutOfDate),
    }
    page = loader.render_to_string(refusal.template, context, request)
    response = HttpResponse(page, status=refusal.status)
    if isinstance(refusal, TooOften):
        response["Retry-After"] = "300"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what the browser sent cannot be read."""
    return _plain("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Forbidden is told apart from missing nowhere: both are the same page."""
    return draw(request, NotYours())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the one page for missing, not yours and wrong role."""
    return draw(request, NotYours())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token did not hold. A form of this very site gets back what was typed into it."""
    own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return _plain("403.html", 403, typed=what_was_typed(request) if own else [])


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours."""
    return _plain("500.html", 500)


def _plain(template: str, status: int, **context: Any) -> HttpResponse:
    page = loader.render_to_string(template, {**service_context(), "plain": True, **context})
    return HttpResponse(page, status=status)


def _typed(request: HttpRequest, refusal: Refusal) -> Typed:
    return what_was_typed(request) if refusal.typed is None else refusal.typed


def _came_from(request: HttpRequest) -> str:
    """The page that the form stood on, if it was one of ours."""
    before = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if known else "/"
