"""What another site can make a browser do: send a form, frame a page, name another host, lead away. All refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from tests.access import test_matrix
from tests.access.crawl import crawl
from tests.access.test_matrix import OBJECTS, PLACES, World, address
from tests.access.test_posts import FORM, changes

pytestmark = pytest.mark.django_db
placed = test_matrix.placed
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES = sorted(account.local for account in DEMO_ACCOUNTS)


def strict(cast: Any, local: str) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users[local], backend=BACKEND)
    return client


@pytest.mark.parametrize("local", ["family_member", "caseworker", "supervisor", "admin"])
def test_no_form_is_taken_without_its_token_whatever_it_is_about(placed: World, local: str) -> None:
    client, before, wrong = strict(placed.cast, local), changes(), {}
    paths = {reverse(name) for name, allowed in PLACES.items() if local in allowed}
    paths |= {address(name, placed.first) for name, allowed in OBJECTS.items() if local in allowed}
    for path in paths:
        for headers in ({}, {"origin": "https://evil.example"}, {"cookie": "csrftoken=" + "a" * 32}):
            answer = client.post(path, FORM, headers=headers)
            if answer.status_code not in {302, 403, 405} or (answer.status_code == 302 and path != "/exit/"):
                wrong[path] = answer.status_code
    assert wrong == {}
    assert changes() == before


@pytest.mark.parametrize("local", ROLES)
def test_no_page_that_a_link_leads_to_stands_in_a_frame_or_stays_in_a_cache(cast: Any, as_: Any, local: str) -> None:
    wrong, seen = [], 0
    for path, answer in crawl(as_(local), "/", "/no/such/page/"):
        seen += 1
        policy = answer.headers.get("Content-Security-Policy", "")
        if answer.headers.get("X-Frame-Options") != "DENY" or "frame-ancestors 'none'" not in policy:
            wrong.append((path, "frame"))
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            wrong.append((path, "cache"))
        wrong += [(path, name) for name, cookie in answer.cookies.items() if cookie.value and not cookie["httponly"]]
    assert wrong == []
    assert seen > 3


FORGED: list[dict[str, str]] = [
    {"host": "evil.example"}, {"host": "testserver@evil.example"}, {"host": "testserver.evil.example"},
    {"host": "evil.example#testserver"},
]  # fmt: skip


@pytest.mark.parametrize("forged", FORGED)
def test_another_host_gets_no_page_at_all_and_signs_nobody_in(cast: Any, as_: Any, forged: dict[str, str]) -> None:
    for client in (Client(), as_("family_member"), as_("admin")):
        for path in ("/", "/accounts/login/", "/home/", "/people/", "/no/such/page/"):
            assert client.get(path, headers=forged).status_code == 400
    typed = {"login": "family_member@arrowmere.example", "password": DEMO_PASSWORD}
    assert Client().post("/accounts/login/", typed, headers=forged).status_code == 400


def test_a_host_that_is_only_claimed_stands_in_no_link_and_no_redirect(cast: Any, as_: Callable[[str], Client]) -> None:
    claimed = {"x-forwarded-host": "evil.example", "x-host": "evil.example", "forwarded": "host=evil.example"}
    sent = {"email": "new@people.example", "name": "Ottoline Marsh", "role": "auditor", "post_title": "Auditor"}
    letter = as_("admin").post("/people/invite/", sent, headers=claimed)
    assert "http://testserver/invitation/" in letter.content.decode()
    for answer in (letter, Client().get("/home/", headers=claimed), as_("auditor").get("/", headers=claimed)):
        assert b"evil" not in answer.content
        assert "evil" not in answer.headers.get("Location", "")


FURTHER = ["//evil.example", "https://evil.example/", "/\\evil.example", "http:///evil.example", "javascript:alert(1)"]


@pytest.mark.parametrize("further", FURTHER)
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/login/code/", "/accounts/login/app/", "/exit/about/",
                                  "/account/confirm/", "/account/confirm/code/", "/accounts/logout/"])  # fmt: skip
def test_no_page_on_the_way_in_or_out_leads_to_another_site(cast: Any, as_: Any, path: str, further: str) -> None:
    typed = {"login": "family_member@arrowmere.example", "password": DEMO_PASSWORD, "email": "x@people.example"}
    for client in (Client(), as_("family_member")):
        sent = client.post(f"{path}?next={further}", typed | {"next": further})
        for answer in (sent, client.get(path, {"next": further})):
            location = answer.headers.get("Location", "/")
            assert location.startswith("/")
            assert not location.startswith(("//", "/\\"))
            assert f'href="{further}"' not in answer.content.decode()


def test_a_stolen_session_is_worth_nothing_once_its_owner_has_left(cast: Any) -> None:
    mine, thief = Client(), Client()
    mine.post("/accounts/login/", {"login": "family_member@arrowmere.example", "password": DEMO_PASSWORD})
    thief.cookies["sessionid"] = mine.cookies["sessionid"].value
    assert thief.get("/home/").status_code == 200
    mine.get("/exit/")
    assert thief.get("/home/").status_code == 302


def test_a_session_that_somebody_planted_is_not_the_one_that_signs_in(cast: Any) -> None:
    person, thief = Client(), Client()
    thief.get("/accounts/login/")
    planted = thief.session
    planted["x"] = "1"
    planted.save()
    person.cookies["sessionid"] = planted.session_key
    person.post("/accounts/login/", {"login": "family_member@arrowmere.example", "password": DEMO_PASSWORD})
    assert person.get("/home/").status_code == 200
    thief.cookies["sessionid"] = planted.session_key
    assert thief.get("/home/").status_code == 302
