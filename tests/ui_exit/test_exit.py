"""`/exit/`: the session is over, the browser is told to forget, and the next page tells nothing."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.test import Client, override_settings

from portal.audit.models import AuditEntry
from portal.encryption.keys import SITE
from reconciliation.oversight.demo.cast import Cast

SignIn = Callable[[str], Client]
EXIT = "/exit/"
pytestmark = pytest.mark.django_db


def test_leaving_ends_the_session_for_real_and_the_old_cookie_opens_nothing(as_: SignIn) -> None:
    client = as_("family_member")
    assert client.get("/home/").status_code == 200
    old = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.get(EXIT)
    assert not Session.objects.filter(session_key=old).exists()
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = old
    for browser in (client, thief):
        answer = browser.get("/home/")
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/home/")


def test_leaving_leads_at_once_to_the_page_of_the_settings(as_: SignIn) -> None:
    answer = as_("young_person").get(EXIT)
    assert (answer.status_code, answer["Location"], answer.content) == (302, settings.EXIT_TARGET, b"")
    with override_settings(EXIT_TARGET="https://weather.example/"):
        assert Client().get(EXIT)["Location"] == "https://weather.example/"


def test_nothing_that_the_browser_sends_changes_where_leaving_leads(as_: SignIn) -> None:
    answer = as_("family_member").get(
        f"{EXIT}?next=https://elsewhere.example/", headers={"Referer": "https://x.example/"}
    )
    assert answer["Location"] == settings.EXIT_TARGET


def test_the_browser_is_told_to_keep_nothing_and_to_say_nothing(as_: SignIn) -> None:
    answer = as_("family_member").get(EXIT)
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert (answer.cookies[name].value, answer.cookies[name]["max-age"]) == ("", 0)


@override_settings(CSRF_COOKIE_NAME="__Host-csrf", CSRF_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-session")
def test_the_cookies_of_production_go_too(client: Client, db: None) -> None:
    client.cookies["__Host-session"] = "left-over"
    answer = client.get(EXIT, secure=True)
    for name in ("__Host-session", "__Host-csrf"):
        assert answer.cookies[name]["max-age"] == 0
        assert answer.cookies[name]["secure"]
        assert answer.cookies[name]["path"] == "/"


def test_leaving_goes_on_the_record_as_a_sign_out(as_: SignIn, cast: Cast) -> None:
    client = as_("family_member")
    client.get(EXIT)
    entries = AuditEntry.objects.filter(chain=SITE, actor_id=cast.users["family_member"].pk)
    assert entries.order_by("sequence").values_list("action", flat=True).last() == "signed_out"


def test_a_stranger_leaves_in_the_same_way() -> None:
    answer = Client().get(EXIT)
    assert (answer.status_code, answer["Location"]) == (302, settings.EXIT_TARGET)


def test_leaving_does_not_wait_for_a_record_that_cannot_be_written(
    as_: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(**_: object) -> None:
        raise DatabaseError("database is locked")

    client = as_("family_member")
    monkeypatch.setattr("portal.accounts.receivers.actions.end_sign_in", busy)
    assert client.get(EXIT)["Location"] == settings.EXIT_TARGET
    assert client.get("/home/").status_code == 302


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose"])
def test_a_browser_that_loads_ahead_signs_nobody_out(as_: SignIn, header: str) -> None:
    client = as_("family_member")
    assert client.get(EXIT, headers={header: "prefetch;prerender"}).status_code == 503
    assert client.get("/home/").status_code == 200


@pytest.mark.parametrize("local", ["family_member", "young_person"])
@pytest.mark.parametrize("address", ["/home/", "/safety/", "/exit/about/", "/nothing/here/"])
def test_no_page_of_a_family_stays_in_a_cache(as_: SignIn, local: str, address: str) -> None:
    assert as_(local).get(address)["Cache-Control"] == "no-store"


# Who may not.


@pytest.mark.parametrize("method", ["post", "put", "delete", "head"])
def test_only_a_get_leaves(as_: SignIn, method: str) -> None:
    client = as_("family_member")
    assert getattr(client, method)(EXIT).status_code == 405
    assert client.get("/home/").status_code == 200
