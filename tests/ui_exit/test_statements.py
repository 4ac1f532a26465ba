"""What the service says of itself is true of the service that says it."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.conf import settings
from django.test import Client, override_settings

from reconciliation.oversight.demo.cast import Cast
from tests.ui_exit.walk import pages

SignIn = Callable[[str], Client]
STATEMENTS = ("/privacy/", "/cookies/", "/accessibility/")
PLAIN = ("/exit/about/", "/safety/", *STATEMENTS)
pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return page[page.index("<main") : page.index("</main>")]


def sentences(main: str) -> list[str]:
    """The sentences of a page; the end of a paragraph, an item or a cell ends one too."""
    ended = re.sub(r"</(?:p|li|h\d|td|th|dt|dd|a|address)>|<br>", ". ", main)
    words = unescape(re.sub(r"<[^>]+>", " ", ended))
    return [one.strip() for one in re.split(r"[.:?!]\s", words) if len(one.split()) > 2]


def test_every_cookie_that_anybody_gets_is_on_the_page(client: Client, cast: Cast) -> None:
    client.post("/demo/", {"account": "family_member@arrowmere.example"})
    list(pages(client, "/", "/questions/ask/"))
    set_here = {name for name, morsel in client.cookies.items() if morsel.value}
    listed = set(re.findall(r"<code>([^<]+)</code>", text_of(client, "/cookies/")))
    assert set_here == listed == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


def test_each_cookie_really_goes_when_the_browser_closes(client: Client, cast: Cast) -> None:
    client.post("/demo/", {"account": "family_member@arrowmere.example"})
    client.get("/questions/ask/")
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert (client.cookies[name]["max-age"], client.cookies[name]["expires"]) == ("", "")
    assert text_of(client, "/cookies/").count("Until you close your browser") == 2


@override_settings(
    SESSION_COOKIE_NAME="__Host-session", SESSION_EXPIRE_AT_BROWSER_CLOSE=False, SESSION_COOKIE_AGE=7200,
    CSRF_COOKIE_AGE=3 * 24 * 3600,
)  # fmt: skip
def test_names_and_times_are_those_of_the_settings(client: Client) -> None:
    page = text_of(client, "/cookies/")
    assert "<code>__Host-session</code>" in page
    assert "2 hours" in page
    assert "3 days" in page


def test_the_times_of_a_sign_in_are_those_of_who_reads(client: Client, as_: SignIn) -> None:
    assert "do nothing for 20 minutes. We always sign you out after 2 hours." in text_of(client, "/cookies/")
    assert "do nothing for 15 minutes. We always sign you out after 8 hours." in text_of(as_("caseworker"), "/cookies/")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/privacy/", "sign-in email address is not locked"),
        ("/privacy/", "The police or a court may ask"),
        ("/privacy/", "deletes nothing by itself"),
        ("/privacy/", "within one month"),
        ("/privacy/", "within 30 days"),
        ("/privacy/", "Information Commissioner"),
        ("/accessibility/", "Web Content Accessibility Guidelines 2.2"),
        ("/accessibility/", "meets it in part"),
        ("/accessibility/", "Equality and Human Rights Commission (EHRC)"),
        ("/accessibility/", "Equality Advisory and Support Service (EASS)"),
        ("/accessibility/", "24 November 2026"),
    ],
)
def test_a_statement_says_what_it_has_to_say(client: Client, address: str, words: str) -> None:
    assert words in re.sub(r"<[^>]+>", "", text_of(client, address))


@pytest.mark.parametrize("address", PLAIN)
def test_the_sentences_are_short_enough_for_a_child_of_nine(client: Client, address: str) -> None:
    lengths = [len(one.split()) for one in sentences(text_of(client, address))]
    assert sum(lengths) / len(lengths) <= 12
    assert max(lengths) <= 26


@pytest.mark.parametrize("address", PLAIN)
def test_every_number_and_address_of_the_council_is_invented(client: Client, address: str) -> None:
    page = text_of(client, address)
    numbers = set(re.findall(r'href="tel:(\d+)"', page))
    assert {one for one in numbers if not re.fullmatch(r"999|101|01632960\d{3}|08081570\d{3}", one)} == set()
    assert all(one.endswith("@arrowmere.example") for one in re.findall(r'href="mailto:([^"]+)"', page))


# Who may not: nobody is shut out, and nothing is sent here.


@pytest.mark.parametrize("address", PLAIN)
def test_everybody_may_read_and_nobody_may_send(client: Client, as_: SignIn, address: str) -> None:
    for reader in (client, as_("family_member"), as_("auditor")):
        assert reader.get(address).status_code == 200
        assert reader.post(address).status_code == 405
