"""Every address says who may come in: a public list that stands here, and a list of roles beside every other page."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

PUBLIC = {
    "",
    "accessibility/",
    "accounts/login/",
    "accounts/login/app/",
    "accounts/login/code/",
    "accounts/login/code/enter/",
    "ask/",
    "ask/call/",
    "ask/done/",
    "ask/email/",
    "ask/leave/",
    "ask/reach/",
    "ask/return/",
    "ask/return/code/",
    "ask/return/lost/",
    "ask/write/",
    "ask/write/save/",
    "cookies/",
    "demo/",
    "demo/mail/",
    "exit/",
    "exit/about/",
    "health/live",
    "health/ready",
    "invitation/<str:token>/",
    "privacy/",
    "safety/",
}
# Whoever is signed in, with any role: signing out, and the answer to an address that leads nowhere.
ANY_ROLE = {"accounts/logout/", ""}


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with its view."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry
        else:
            yield from routes(entry, route)


def test_what_is_public_is_on_the_list_and_nothing_else_is() -> None:
    public = {
        route for route, entry in routes(get_resolver()) if getattr(entry.callback, "login_required", True) is False
    }
    assert public == PUBLIC


def test_every_other_page_names_the_roles_that_it_lets_in() -> None:
    open_to_all = {
        route
        for route, entry in routes(get_resolver())
        if getattr(entry.callback, "login_required", True) and not hasattr(entry.callback, "page_roles")
    }
    assert open_to_all == ANY_ROLE


def test_the_last_address_catches_whatever_no_page_took() -> None:
    assert resolve("/no/such/page").func.__name__ == "no_such_page"


@pytest.mark.parametrize(("role", "home"), settings.ROLE_HOMES.items())
def test_a_role_may_open_its_own_home_and_its_whole_menu(role: str, home: str) -> None:
    names = [home, *(name for _label, name in settings.NAVIGATION[role])]
    roles: list[frozenset[str]] = [getattr(resolve(reverse(name)).func, "page_roles", frozenset()) for name in names]
    assert all(role in let_in for let_in in roles)
