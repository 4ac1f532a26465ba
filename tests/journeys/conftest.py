"""Whole stories in Chromium, on a real server over the real database."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.machine import CHROMIUM_ARGS, chromium

MOST_STOPS = 120


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for all journeys of a worker, and gone before the tests of other rooms: it runs a loop in this thread."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as started:
        # The ORM of the tests is used beside that loop on purpose.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        # Loaded here: the pictures are taken without the service's settings.
        live = import_module("portal.messaging.live")
        patch.setattr(live, "_tell", beside_the_loop(live._tell))
        opened = started.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        yield opened
        opened.close()


def beside_the_loop(act: Callable[..., None]) -> Callable[..., None]:
    """The same from a thread of its own: what a test does itself is done in the thread of the browser's loop."""

    def run(*arguments: Any) -> None:
        thread = Thread(target=act, args=arguments)
        thread.start()
        thread.join()

    return run


@dataclass(frozen=True)
class Mode:
    """How somebody uses the service: with or without JavaScript, on a wide screen or a phone, by keyboard or not."""

    javascript: bool = True
    width: int = 1280
    keyboard: bool = False
    # After every step those try who must find no page.
    watched: bool = False


@dataclass
class People:
    """Everybody's own browser, each signed in with one click on the demo page."""

    browser: Browser
    url: str
    mode: Mode = field(default_factory=Mode)
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def context(self, name: str) -> BrowserContext:
        """The browser of one person, with their own cookies and nobody else's."""
        if name not in self.contexts:
            self.contexts[name] = self.browser.new_context(
                viewport={"width": self.mode.width, "height": 900}, java_script_enabled=self.mode.javascript
            )
            self.contexts[name].set_default_timeout(8000)
        return self.contexts[name]

    def page(self, local: str) -> Page:
        """The page that a demo account has open, its own home at first."""
        if local not in self.pages:
            page = self.stranger(local)
            page.goto(f"{self.url}/demo/")
            page.locator(f'form:has(input[value="{local}@arrowmere.example"]) button').click()
            page.wait_for_url(lambda address: "/demo/" not in address)
            self.arrive(page)
        return self.pages[local]

    def arrive(self, page: Page) -> None:
        """Whoever of a family has just signed in first reads how to leave, then goes on."""
        if "/exit/about/" in page.url:
            self.press(page, "button", "Continue")

    def stranger(self, name: str = "stranger") -> Page:
        """A fresh browser of somebody who is not signed in."""
        self.pages[name] = self.context(name).new_page()
        return self.pages[name]

    def press(self, page: Page, role: Any, name: str) -> None:
        """Follow a link or press a button, by mouse or by keyboard."""
        self.follow(page, page.get_by_role(role, name=name).first)

    def move(self, page: Page, name: str) -> None:
        """Start one of the moves that are open on a page, be it drawn as a button or as a link."""
        self.follow(page, page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first)

    def follow(self, page: Page, target: Locator) -> None:
        if self.mode.keyboard:
            self.tab_to(page, target)
        with page.expect_navigation():
            if self.mode.keyboard:
                page.keyboard.press("Enter")
            else:
                target.click()
        self.fits(page)

    def unfold(self, page: Page, name: str) -> None:
        """Open what is folded away, by mouse or by keyboard."""
        target = page.locator("summary").filter(has_text=name).first
        if self.mode.keyboard:
            self.tab_to(page, target)
            page.keyboard.press("Enter")
        else:
            target.click()

    def fill(self, page: Page, label: str, text: str) -> None:
        """Write in the first field of this name, by mouse or by keyboard."""
        field_ = page.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$")).first
        if self.mode.keyboard:
            self.tab_to(page, field_)
            page.keyboard.press("Control+A")
            page.keyboard.type(text)
        else:
            field_.fill(text)

    def choose(self, page: Page, label: str, group: Locator | None = None) -> None:
        """Pick a radio button, by mouse or by keyboard: Tab leads to the group, the arrows through it."""
        target = (group or page).get_by_label(label, exact=True).first
        if not self.mode.keyboard:
            target.check()
            return
        self.tab_to(page, target, "el => el.name === document.activeElement.name")
        while not target.evaluate("el => el === document.activeElement"):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Space")
        expect(target).to_be_checked()

    def tab_to(self, page: Page, target: Locator, there: str = "el => el === document.activeElement") -> None:
        """On a new page past the header by the skip link, then from stop to stop."""
        expect(target).to_be_visible()
        if page.evaluate("document.activeElement === document.body"):
            page.keyboard.press("Tab")
            # Where the page has moved the focus to its errors by itself, it goes on from there.
            if page.evaluate("document.activeElement.matches('.govuk-skip-link')"):
                page.keyboard.press("Enter")
        for _ in range(MOST_STOPS):
            if target.evaluate(there):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"The keyboard does not reach it: {target}")

    def fits(self, page: Page) -> None:
        """Nothing scrolls sideways."""
        assert page.evaluate("document.documentElement.scrollWidth") <= self.mode.width, page.url

    def gone(self, local: str, *paths: str) -> None:
        """These addresses are no page at all for somebody, signed in by the same form without drawing a page."""
        if local not in self.contexts:
            self.enter(local)
        for path in paths:
            answer = self.context(local).request.get(f"{self.url}{path}")
            assert answer.status == 404, (local, path, answer.status)

    def enter(self, local: str) -> None:
        """Sign in by the demo's form without drawing a page."""
        request, demo = self.context(local).request, f"{self.url}/demo/"
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', request.get(demo).text())
        assert token is not None
        form = {"csrfmiddlewaretoken": token[1], "account": f"{local}@arrowmere.example"}
        assert request.post(demo, form=form).url != demo

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()


@pytest.fixture
def people(request: pytest.FixtureRequest, live_server: Any, cast: Any, browser: Browser) -> Iterator[People]:
    """Parametrise indirectly with a Mode."""
    everybody = People(browser, live_server.url, getattr(request, "param", Mode()))
    yield everybody
    everybody.close()
