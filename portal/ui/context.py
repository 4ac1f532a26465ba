"""What every page knows: whose service it is, and the menu of whoever is signed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from portal.ui.leaving import may_need_to_leave


@dataclass(frozen=True)
class NavItem:
    """One entry of a menu; ``current`` is the page itself, ``active`` a page below it."""

    label: str
    url: str
    current: bool = False
    active: bool = False


def service_context() -> dict[str, Any]:
    """What needs neither a request nor a database: enough for an error page."""
    return {
        "council_name": settings.COUNCIL_NAME,
        "service_name": settings.SERVICE_NAME,
        "helplines": settings.HELPLINES,
        "helplines_invented": settings.HELPLINES_INVENTED,
        "demo": getattr(settings, "PORTAL_DEMO", False),
        "demo_url": address("demo", "/demo/"),
        "sign_in_url": address("account_login", "/accounts/login/"),
        "sign_out_url": address("account_logout", "/accounts/logout/"),
        # A page that is drawn for nobody in particular may be a family's.
        "exit_url": address("exit"),
        "exit_about_url": address("exit_about"),
        "footer_links": list(_items(getattr(settings, "FOOTER_LINKS", []), path="")),
    }


def service(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    entries = settings.NAVIGATION.get(getattr(user, "role", ""), []) if signed_in else []
    return {
        **service_context(),
        "exit_url": address("exit") if may_need_to_leave(user) else "",
        "signed_in": signed_in,
        "navigation": list(_items(entries, path=request.path)),
    }


def address(name: str, fallback: str = "") -> str:
    """The address of a named page, or the fallback where this build has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return fallback


def _items(entries: Iterable[tuple[str | Promise, str]], path: str) -> Iterable[NavItem]:
    for label, name in entries:
        if url := address(name):
            below = url not in {"/", path} and path.startswith(url)
            yield NavItem(str(label), url, current=path == url, active=below)
