"""Whole stories in Chromium, on a real server over the real database."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.machine import CHROMIUM_ARGS, chromium

# The sync playwright runs a loop in this thread; the ORM of the tests is used in it on purpose.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        yield opened
        opened.close()


@dataclass
class Mode:
    """How somebody uses the service: with or without JavaScript, on a wide screen or a phone, by keyboard or not."""

    javascript: bool = True
    width: int = 1280
    keyboard: bool = False


@dataclass
class People:
    """Everybody's own browser, each signed in with one click on the demo page."""

    browser: Browser
    url: str
    mode: Mode = field(default_factory=Mode)
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, local: str) -> Page:
        if local not in self.pages:
            page = self.stranger(local)
            page.goto(f"{self.url}/demo/")
            page.locator(f'form:has(input[value="{local}@arrowmere.example"]) button').click()
            page.wait_for_load_state()
        return self.pages[local]

    def stranger(self, name: str = "stranger") -> Page:
        """A fresh browser of somebody who is not signed in."""
        self.contexts[name] = self.browser.new_context(
            viewport={"width": self.mode.width, "height": 900}, java_script_enabled=self.mode.javascript
        )
        self.contexts[name].set_default_timeout(8000)
        self.pages[name] = self.contexts[name].new_page()
        return self.pages[name]

    def press(self, page: Page, role: Any, name: str) -> None:
        """Follow a link or press a button, by mouse or by keyboard."""
        target = page.get_by_role(role, name=name).first
        with page.expect_navigation():
            if self.mode.keyboard:
                target.focus()
                page.keyboard.press("Enter")
            else:
                target.click()
        self.fits(page)

    def choose(self, page: Page, label: str, group: str = "") -> None:
        """Pick a radio button or a box, by mouse or by keyboard."""
        within = page.get_by_role("group", name=group) if group else page
        target = within.get_by_label(label, exact=True).first
        if self.mode.keyboard:
            target.focus()
            page.keyboard.press("Space")
        else:
            target.check()

    def fits(self, page: Page) -> None:
        """Nothing scrolls sideways."""
        assert page.evaluate("document.documentElement.scrollWidth") <= self.mode.width, page.url

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()


@pytest.fixture
def people(request: pytest.FixtureRequest, live_server: Any, cast: Any, browser: Browser) -> Iterator[People]:
    """Parametrise indirectly with a Mode."""
    everybody = People(browser, live_server.url, getattr(request, "param", Mode()))
    yield everybody
    everybody.close()


@pytest.fixture
def gone(people: People) -> Callable[[str, str], None]:
    """An address is no page at all for somebody."""

    def check(local: str, path: str) -> None:
        answer = people.page(local).goto(f"{people.url}{path}")
        assert answer is not None
        assert answer.status == 404, (local, path)

    return check
