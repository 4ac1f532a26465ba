"""The way out, and the two pages that explain it."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from portal.ui.leaving import safe_next

# Cookies go for the whole domain in browsers that know this header; the two of this site go in all others too.
EVERYTHING = '"cache", "cookies", "storage"'


@login_not_required
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """End the session and go to a page that tells nothing: the only GET that changes anything."""
    if _is_a_guess(request):
        return HttpResponse(status=503)
    try:
        logout(request)
    except DatabaseError:
        # Leaving does not wait for the record: the session goes at once.
        request.session.flush()
    response = HttpResponseRedirect(settings.EXIT_TARGET)
    response.delete_cookie(settings.CSRF_COOKIE_NAME, domain=settings.CSRF_COOKIE_DOMAIN)
    response["Clear-Site-Data"] = EVERYTHING
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _is_a_guess(request: HttpRequest) -> bool:
    """A browser that loads ahead, in case somebody may go there, has not left."""
    return "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How to leave, before the first page where it may be needed."""
    return render(request, "leaving/about.html", {"going": safe_next(request.GET.get("next", "/"))})


@login_not_required
@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """What else somebody can do to keep what they read here to themselves."""
    return render(request, "leaving/safety.html")
