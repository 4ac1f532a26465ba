"""Before they go on, a family reads once a session how to leave; nobody else is held up."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from portal.accounts.demo import DEMO_PASSWORD
from portal.ui.leaving import safe_next
from reconciliation.oversight.demo.cast import Cast

SignIn = Callable[[str], Client]
ABOUT = "/exit/about/"
FORGED = (
    "https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", "javascript:alert(1)", "home/",
    " /home/", "/\t/elsewhere.example", "/exit/", "/exit/about/?next=/exit/", "/accounts/logout/", "", "/" + "a" * 600,
)  # fmt: skip
pytestmark = pytest.mark.django_db


def demo(client: Client, local: str) -> HttpResponse:
    return client.post("/demo/", {"account": f"{local}@arrowmere.example"})


def password(client: Client, local: str, **extra: str) -> HttpResponse:
    return client.post("/accounts/login/", {"login": f"{local}@arrowmere.example", "password": DEMO_PASSWORD} | extra)


def going(response: HttpResponse) -> str:
    """Where the page of the interruption leads on to."""
    to = urlsplit(response["Location"])
    assert (response.status_code, to.netloc, to.path) == (302, "", ABOUT)
    return parse_qs(to.query)["next"][0]


def continue_from(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return re.findall(r'<a href="([^"]*)"[^>]*govuk-button--inverse', page)[0]


@pytest.mark.parametrize("way", [demo, password])
@pytest.mark.parametrize("local", ["family_member", "young_person"])
def test_a_family_that_signs_in_reads_it_first_and_then_goes_on(
    client: Client, cast: Cast, local: str, way: Callable[[Client, str], HttpResponse]
) -> None:
    response = way(client, local)
    assert going(response) == "/"
    assert continue_from(client, response["Location"]) == "/"
    assert client.get("/", follow=True).redirect_chain == [("/home/", 302)]


def test_where_they_were_going_is_remembered(client: Client, cast: Cast) -> None:
    response = password(client, "family_member", next="/questions/ask/?from=letter&part=1")
    assert going(response) == "/questions/ask/?from=letter&part=1"
    assert continue_from(client, response["Location"]) == "/questions/ask/?from=letter&amp;part=1"


def test_it_is_shown_once_a_session_and_stands_in_the_way_of_nothing_else(client: Client, cast: Cast) -> None:
    demo(client, "family_member")
    assert client.get("/home/").status_code == 200
    assert client.get("/")["Location"] == "/home/"
    asked = client.post("/questions/ask/", {"question": "Why?"})
    assert ABOUT not in asked.get("Location", "")
    client.get("/exit/")
    assert going(demo(client, "family_member")) == "/"


def test_somebody_who_comes_in_as_another_person_reads_it_again(client: Client, cast: Cast) -> None:
    demo(client, "family_member")
    assert going(demo(client, "young_person")) == "/"


def test_a_wrong_password_shows_the_form_again_and_nothing_else(client: Client, cast: Cast) -> None:
    answer = client.post("/accounts/login/", {"login": "family_member@arrowmere.example", "password": "not-this-one"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "words",
    [
        "Exit this page", "Shift", "does not clear your browsing history", "messages or calls on your phone",
        "did not send may be lost", "signed out", 'href="/safety/"',
    ],
)  # fmt: skip
def test_it_says_what_the_button_does_and_what_it_cannot_do(client: Client, words: str) -> None:
    assert words in client.get(ABOUT).content.decode()


@pytest.mark.parametrize("words", ["private window", "history", "library", "tel:999", "tel:101", "tel:01632960180"])
def test_the_page_on_keeping_safe_says_what_else_helps(client: Client, words: str) -> None:
    assert words in client.get("/safety/").content.decode()


@pytest.mark.parametrize("address", [ABOUT, "/safety/"])
def test_the_titles_of_these_pages_tell_a_watcher_nothing(client: Client, address: str) -> None:
    title = re.findall(r"<title>(.*?)</title>", client.get(address).content.decode())[0]
    assert not re.search(r"leav|exit|quick|safe|hid|secret|harm", title, re.IGNORECASE)


# Who may not.


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_way_on_leads_to_the_first_page(client: Client, forged: str) -> None:
    assert safe_next(forged) == "/"
    page = client.get(ABOUT, {"next": forged})
    assert re.findall(r'<a href="([^"]*)"[^>]*govuk-button--inverse', page.content.decode()) == ["/"]


@pytest.mark.parametrize("local", ["caseworker", "supervisor", "commissioner", "admin"])
def test_staff_are_not_held_up(client: Client, cast: Cast, local: str) -> None:
    response = demo(client, local)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_reading_it_signs_nobody_in_and_changes_nothing(client: Client) -> None:
    client.get(ABOUT, {"next": "/home/"})
    assert client.get("/home/").status_code == 302
    assert client.post(ABOUT).status_code == 405
