"""What this service says of itself: privacy, cookies, accessibility."""

from dataclasses import dataclass
from math import ceil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.ui.leaving import may_need_to_leave

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True)
class Cookie:
    """One cookie that this service sets, in plain words."""

    name: str
    purpose: str
    lasts: str


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, who sees it, and what they can ask for."""
    return render(request, "statements/privacy.html")


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """The cookies by the names and lifetimes that this server really uses."""
    people = "family" if may_need_to_leave(request.user) else "staff"
    context = {
        "cookies": _cookies(),
        "idle": _lasts(settings.SIGN_IN_IDLE[people].total_seconds()),
        "at_most": _lasts(settings.SIGN_IN_ABSOLUTE[people].total_seconds()),
    }
    return render(request, "statements/cookies.html", context)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far everybody can use this service, and what does not work yet."""
    return render(request, "statements/accessibility.html")


def _cookies() -> list[Cookie]:
    session_age = None if settings.SESSION_EXPIRE_AT_BROWSER_CLOSE else settings.SESSION_COOKIE_AGE
    return [
        Cookie(settings.SESSION_COOKIE_NAME, _("Keeps you signed in."), _lasts(session_age)),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            _("Checks that a form you send comes from this site."),
            _lasts(settings.CSRF_COOKIE_AGE),
        ),
    ]


def _lasts(seconds: float | None) -> str:
    if seconds is None:
        return _("Until you close your browser")
    if seconds < HOUR:
        minutes = ceil(seconds / MINUTE)
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if seconds < DAY:
        hours = ceil(seconds / HOUR)
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = ceil(seconds / DAY)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
