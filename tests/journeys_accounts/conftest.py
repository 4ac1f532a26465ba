"""The helpers of the journeys, for the stories of signing in."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from portal.accounts.demo import DEMO_PASSWORD
from portal.accounts.models import SignIn
from tests.accounts.conftest import app_code, no_demo
from tests.journeys.conftest import People, browser, people

__all__ = ["browser", "no_demo", "people"]

STRICTEST = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Look = Callable[[Page], None]


@pytest.fixture
def look(people: People) -> Look:
    """axe finds nothing here, and nothing scrolls sideways."""

    def check(page: Page) -> None:
        people.fits(page)
        if people.mode.javascript:
            found = Axe().run(page, options={"runOnly": STRICTEST}).response["violations"]
            assert found == [], (page.url, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found])

    return check


def by_password(
    people: People, page: Page, local: str, address: str = "/accounts/login/", password: str = DEMO_PASSWORD
) -> None:
    """Sign in by hand."""
    if address:
        page.goto(people.url + address)
    page.get_by_label("Email address").fill(f"{local}@arrowmere.example")
    page.get_by_label("Password", exact=True).fill(password)
    people.press(page, "button", "Sign in")


def set_up_app(people: People, page: Page, look: Look) -> str:
    """Type the key into an app, and what it shows into the page; the key."""
    key = re.sub(r"\s", "", page.locator("ol code").inner_text())
    look(page)
    page.get_by_label("Code from the app").fill(app_code(key))
    people.press(page, "button", "Continue")
    return key


def age(local: str, **fields: timedelta) -> None:
    """Move the clock of somebody's sign-ins back, without waiting."""
    for row in SignIn.objects.filter(user__email=f"{local}@arrowmere.example", ended_at=None):
        for name, by in fields.items():
            setattr(row, name, getattr(row, name) - by)
        row.save()


def wake(page: Page) -> None:
    """As when somebody comes back to the tab: the page asks the server for the time."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
