"""The red button: on every page of a family and of a stranger, on none of staff."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver

from portal.accounts.roles import FAMILY_ROLES, STAFF_ROLES
from tests.architecture.test_routes import routes
from tests.ui_exit.walk import BUTTON, SECONDARY, pages

SignIn = Callable[[str], Client]
FAMILIES = ("family_member", "young_person", "second_parent", "other_family")
STATEMENTS = ("/safety/", "/privacy/", "/cookies/", "/accessibility/", "/exit/about/")
pytestmark = pytest.mark.django_db


def plain_addresses(roles: frozenset[str]) -> list[str]:
    """Every address without a part to fill in that lets one of these roles in."""
    return sorted(
        f"/{route}"
        for route, entry in routes(get_resolver())
        if "<" not in route and roles & getattr(entry.callback, "page_roles", frozenset()) and route
    )


def has_button(page: str) -> bool:
    return page.count(BUTTON) == page.count(SECONDARY) == 1 and page.count('href="/exit/"') >= 2


@pytest.mark.parametrize("local", FAMILIES)
def test_every_page_of_a_family_has_the_button_and_its_hidden_link(as_: SignIn, local: str) -> None:
    client = as_(local)
    walked = dict(pages(client, "/", *plain_addresses(FAMILY_ROLES), *STATEMENTS, "/no/such/page/"))
    assert {"/home/", "/safety/", "/no/such/page/"} <= set(walked)
    assert [address for address, page in walked.items() if not has_button(page.content.decode())] == []


def test_every_page_that_a_stranger_can_open_has_it(client: Client) -> None:
    walked = dict(pages(client, "/", "/accounts/login/"))
    assert set(STATEMENTS) <= set(walked)
    assert [address for address, page in walked.items() if not has_button(page.content.decode())] == []


def test_a_wrong_answer_to_a_form_keeps_it(as_: SignIn) -> None:
    assert has_button(as_("family_member").post("/questions/ask/", {}).content.decode())


def test_the_hidden_link_comes_right_after_the_skip_link_and_the_button_before_the_page(as_: SignIn) -> None:
    page = as_("family_member").get("/home/").content.decode()
    links = re.findall(r"<a [^>]*>", page)
    assert 'href="#main-content"' in links[0]
    assert SECONDARY in links[1]
    assert page.index("</header>") < page.index(BUTTON) < page.index("<main")


def test_without_scripts_the_button_is_a_plain_link(as_: SignIn) -> None:
    page = as_("family_member").get("/home/").content.decode()
    (link,) = re.findall(rf"<a [^>]*{BUTTON}[^>]*>", page)
    assert 'href="/exit/"' in link
    assert 'rel="nofollow noreferrer"' in link


def test_every_page_leads_to_what_it_says_of_itself(as_: SignIn) -> None:
    page = as_("family_member").get("/home/").content.decode()
    footer = page[page.index("<footer") :]
    assert [address for address in STATEMENTS if f'href="{address}"' not in footer] == []


# Who may not.


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_no_page_of_staff_has_it(as_: SignIn, role: str) -> None:
    client = as_(role)
    walked = dict(pages(client, "/", *plain_addresses(frozenset({role})), *STATEMENTS))
    assert len(walked) > len(STATEMENTS)
    own = {address: page.content.decode() for address, page in walked.items() if page.status_code == 200}
    assert [address for address, page in own.items() if BUTTON in page or 'href="/exit/"' in page] == []


def test_a_page_that_is_not_there_is_the_same_for_all_and_so_has_it_for_all(as_: SignIn) -> None:
    found = {as_(local).get("/no/such/page/").content for local in ("family_member", "caseworker", "auditor")}
    assert len(found) == 1
    assert has_button(found.pop().decode())
