"""Leaving in Chromium: at once, out of the history, by button, by keyboard, on a phone and without scripts."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client, override_settings
from django.urls import resolve
from playwright.sync_api import ConsoleMessage, Page, Request, expect

from reconciliation.tracks import states
from tests.journeys.conftest import Mode, People
from tests.journeys_accounts.conftest import age, wake
from tests.tracks.road import Road
from tests.ui_exit.walk import pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WEATHER = re.compile(r"^http://127\.0\.0\.1:\d+/$")
DEMO = 'form:has(input[value="{}@arrowmere.example"]) button'
WIDE, PHONE = Mode(), Mode(width=360)
NO_SCRIPT, NO_SCRIPT_PHONE = Mode(javascript=False), Mode(javascript=False, width=360)
STRICTEST = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def modes(*several: Mode) -> pytest.MarkDecorator:
    names = [f"{mode.width}{'' if mode.javascript else ' without scripts'}" for mode in several]
    return pytest.mark.parametrize("people", several, ids=names, indirect=True)


class Weather(BaseHTTPRequestHandler):
    """A neutral page of another host."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Weather</title><h1>Rain later</h1>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(autouse=True)
def weather() -> Iterator[str]:
    """No request leaves this machine: the neutral page stands on it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Weather) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        with override_settings(EXIT_TARGET=address):
            yield address
        server.shutdown()


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


def signed_in(people: People, local: str = "family_member") -> Page:
    """Signed in by one click, then on the page that explains how to leave."""
    page = people.stranger(local)
    page.goto(f"{people.url}/demo/")
    with page.expect_navigation():
        page.locator(DEMO.format(local)).click()
    return page


def at_home(people: People, local: str = "family_member") -> Page:
    page = signed_in(people, local)
    people.press(page, "button", "Continue")
    assert path_of(page) == "/home/"
    return page


def button(page: Page) -> None:
    page.get_by_role("button", name="Emergency Exit this page").click()


def shift_three_times(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def stays_gone(people: People, page: Page) -> None:
    """On the neutral page; going back or to the old address shows nothing of it."""
    page.wait_for_url(WEATHER)
    expect(page.get_by_role("heading", name="Rain later")).to_be_visible()
    page.go_back()
    page.wait_for_load_state()
    assert path_of(page) in {"/accounts/login/", "/exit/about/", "/demo/"}, page.url
    expect(page.get_by_text("Your questions")).to_have_count(0)
    page.goto(f"{people.url}/home/")
    assert path_of(page) == "/accounts/login/"
    names = {cookie.get("name") for cookie in people.contexts["family_member"].cookies(people.url)}
    assert "sessionid" not in names


@modes(WIDE, PHONE)
def test_the_button_leaves_and_takes_the_place_of_the_page_in_the_history(people: People) -> None:
    page = at_home(people)
    before = page.evaluate("history.length")
    button(page)
    page.wait_for_url(WEATHER)
    assert page.evaluate("history.length") == before
    stays_gone(people, page)


@modes(WIDE)
def test_shift_three_times_leaves_in_the_same_way_also_while_typing(people: People) -> None:
    page = at_home(people)
    page.goto(f"{people.url}/questions/ask/")
    page.locator("textarea").first.focus()
    before = page.evaluate("history.length")
    shift_three_times(page)
    page.wait_for_url(WEATHER)
    assert page.evaluate("history.length") == before
    stays_gone(people, page)


@modes(WIDE)
def test_from_every_page_of_a_family_it_leaves_and_ends_the_session(people: People, cast: Any) -> None:
    Road(cast).until(states.ANSWER_SHARED)
    reader = Client()
    reader.force_login(cast.users["family_member"], backend="allauth.account.auth_backends.AuthenticationBackend")
    # One of each kind.
    read = {resolve(urlsplit(at).path).url_name: at for at, answer in pages(reader, "/") if answer.status_code == 200}
    assert {"family_home", "question", "reply", "share", "contact", "account_home", "opened_by"} <= set(read)
    page = people.stranger("family_member")
    for address in read.values():
        people.enter("family_member")
        page.goto(people.url + address, wait_until="domcontentloaded")
        assert path_of(page) == urlsplit(address).path
        before = page.evaluate("history.length")
        button(page)
        page.wait_for_url(WEATHER, wait_until="commit")
        assert page.evaluate("history.length") == before, address
        assert people.contexts["family_member"].request.get(f"{people.url}/home/").url.endswith("next=/home/"), address


@modes(WIDE)
def test_the_page_is_covered_before_the_next_one_comes(people: People) -> None:
    page = at_home(people)
    page.route("**/exit/", lambda _route: None)  # never answered: a slow line
    # Seen in the same moment, because a page that is being left tells a test nothing afterwards.
    seen = page.evaluate("""() => {
        document.querySelector(".govuk-js-exit-this-page-button").click();
        const cover = document.querySelector("[role=alert].govuk-exit-this-page-overlay");
        const { x, y, width, height } = cover.getBoundingClientRect();
        const shown = [...document.body.children].filter((one) => one.checkVisibility());
        const alone = shown.length === 1 && shown[0] === cover;
        return [cover.textContent, x, y, width, height, alone, document.title];
    }""")
    assert seen == ["Loading.", 0, 0, 1280, 900, True, "Loading."]


@modes(WIDE)
def test_shift_twice_or_with_a_letter_between_or_too_slowly_does_not_leave(people: People) -> None:
    page = at_home(people)
    page.clock.install()
    status = page.locator(".govuk-exit-this-page [role=status]")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    expect(status).to_have_text("Shift, press 1 more time to exit.")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.clock.fast_forward(5100)
    expect(status).to_have_text("Exit this page expired.")
    page.keyboard.press("Shift")
    expect(status).to_have_text("Shift, press 2 more times to exit.")
    page.keyboard.type("Capital Letters Are Typed")
    assert path_of(page) == "/home/"


@modes(WIDE)
def test_the_second_thing_that_a_keyboard_reaches_leaves_too(people: People) -> None:
    page = at_home(people)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".govuk-js-exit-this-page-skiplink")).to_be_focused()
    before = page.evaluate("history.length")
    page.keyboard.press("Enter")
    page.wait_for_url(WEATHER)
    assert page.evaluate("history.length") == before
    stays_gone(people, page)


@modes(WIDE)
def test_a_link_that_shows_itself_to_the_keyboard_does_not_move_the_button_from_under_the_mouse(people: People) -> None:
    page = at_home(people)
    for _ in range(2):
        page.keyboard.press("Tab")
        expect(page.locator(".govuk-skip-link:focus")).to_be_visible()
    button(page)
    page.wait_for_url(WEATHER)


@modes(WIDE)
@pytest.mark.parametrize("by_keys", [True, False])
def test_a_warning_that_is_open_holds_nobody(people: People, by_keys: bool) -> None:
    page = at_home(people)
    age("family_member", seen_at=timedelta(minutes=18, seconds=30))
    wake(page)
    warning = page.get_by_role("alertdialog", name="You will be signed out soon")
    expect(warning).to_be_visible()
    before = page.evaluate("history.length")
    if by_keys:
        shift_three_times(page)
    else:
        warning.get_by_role("link", name="Exit this page").click()
    page.wait_for_url(WEATHER)
    assert page.evaluate("history.length") == before


@modes(NO_SCRIPT, NO_SCRIPT_PHONE)
def test_without_scripts_the_button_is_a_link_that_ends_the_session(people: People) -> None:
    page = at_home(people)
    button(page)
    stays_gone(people, page)


@modes(PHONE, NO_SCRIPT_PHONE)
def test_on_a_phone_the_button_stays_in_reach_and_hides_nothing_that_has_the_focus(people: People) -> None:
    page = at_home(people)
    page.goto(f"{people.url}/privacy/")
    link = page.get_by_role("button", name="Emergency Exit this page")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    assert page.evaluate("window.scrollY") > 800
    box = link.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 120
    assert box["height"] >= 44
    for target in page.locator("main a:visible").all():
        target.focus()
        where = target.bounding_box()
        assert where is not None
        assert where["y"] >= 60 or where["y"] < 0
    people.fits(page)


@modes(WIDE, PHONE)
def test_the_button_breaks_no_rule_of_the_browser_and_fetches_nothing_from_outside(people: People) -> None:
    faults: list[str] = []
    outside: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        faults.extend([message.text] if message.type in {"error", "warning"} else [])

    def asked(request: Request) -> None:
        outside.extend([request.url] if not request.url.startswith(people.url) else [])

    page = signed_in(people)
    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", asked)
    for address in ("/exit/about/", "/home/", "/questions/ask/", "/safety/"):
        page.goto(people.url + address)
        page.keyboard.press("Shift")
        expect(page.locator(".govuk-exit-this-page__indicator--visible")).to_be_visible()
        assert page.locator("[style]").count() == 0
    assert (faults, outside) == ([], [])


@modes(WIDE)
def test_paper_shows_no_button(people: People) -> None:
    page = at_home(people)
    page.emulate_media(media="print")
    assert not page.locator(".govuk-exit-this-page").is_visible()
    assert not page.locator(".govuk-js-exit-this-page-skiplink").is_visible()


@modes(WIDE, NO_SCRIPT_PHONE)
def test_the_page_that_explains_it_comes_once_a_session(people: People) -> None:
    page = signed_in(people)
    assert path_of(page) == "/exit/about/"
    expect(page.get_by_role("heading", name="How to leave this site quickly")).to_be_visible()
    people.press(page, "link", "Keeping safe on this site")
    page.go_back()
    people.press(page, "button", "Continue")
    assert path_of(page) == "/home/"
    page.goto(f"{people.url}/")
    assert path_of(page) == "/home/"


@modes(WIDE, PHONE)
def test_axe_finds_no_fault_on_these_pages(people: People) -> None:
    page = at_home(people)
    for address in ("/exit/about/", "/safety/", "/privacy/", "/cookies/", "/accessibility/"):
        page.goto(people.url + address)
        people.fits(page)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STRICTEST}})
        assert found.violations_count == 0, (address, json.dumps(found.response["violations"], indent=1)[:3000])


# Who may not.


@modes(WIDE)
def test_staff_who_press_shift_stay_where_they_are(people: People) -> None:
    page = signed_in(people, "caseworker")
    here = page.url
    shift_three_times(page)
    expect(page.locator(".govuk-exit-this-page")).to_have_count(0)
    assert page.url == here
