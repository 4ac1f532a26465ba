"""The entrance: upper storeys are named by string, never imported."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

from portal import health
from portal.ui.refusals import NotYours

ROOMS = (
    "portal.ui.urls",
    "portal.accounts.urls",
    "portal.recipients.urls",
    "portal.notifications.urls",
    "portal.messaging.urls",
    "reconciliation.families.urls",
    "reconciliation.safeguards.urls",
    "reconciliation.tracks.urls",
    "reconciliation.reception.urls",
    "reconciliation.oversight.urls",
    "support_services.referrals.urls",
    "support_services.demand.urls",
)


def no_such_page(request: HttpRequest) -> HttpResponse:
    """Every address without a page: a stranger is sent to sign in, anybody else gets the one 404."""
    raise NotYours


handler400 = "portal.ui.handlers.bad_request"
handler403 = "portal.ui.handlers.forbidden"
handler404 = "portal.ui.handlers.not_found"
handler500 = "portal.ui.handlers.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    *(path("", include(room)) for room in ROOMS),
    re_path(r"", no_such_page),
]
