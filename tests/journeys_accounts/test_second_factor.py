"""First sign-in by invitation with an app, and the day the phone is lost."""

from typing import Any

import pytest
import time_machine
from django.utils import timezone

from portal.accounts.actions import invite
from portal.accounts.roles import Role
from tests.accounts.conftest import app_code
from tests.journeys.conftest import Mode, People
from tests.journeys_accounts.conftest import Look, by_password, set_up_app

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODES = [Mode(), Mode(javascript=False, width=360), Mode(keyboard=True)]
modes = pytest.mark.parametrize("people", MODES, ids=["wide", "phone-no-script", "keyboard"], indirect=True)


@modes
def test_first_sign_in_by_invitation(people: People, cast: Any, no_demo: None, look: Look) -> None:
    _invitation, token = invite(
        actor=cast.actor("admin"), email="hazel@arrowmere.example", name="Hazel Thornbury", role=Role.CASEWORKER,
        post_title="Caseworker",
    )  # fmt: skip
    page = people.stranger()
    page.goto(f"{people.url}/invitation/{token}/")
    page.get_by_label("Password", exact=True).fill("marble-kettle-orbit")
    people.press(page, "button", "Create account")
    # Nothing else opens until the app is set up.
    assert page.url.endswith("/account/second-factor/")
    page.goto(f"{people.url}/worklist/")
    assert page.url.endswith("/account/second-factor/")
    picture = page.locator("img.portal-picture")
    assert picture.evaluate("image => image.naturalWidth") > 0
    set_up_app(people, page, look)
    assert page.locator("#recovery-codes code").count() == 10
    look(page)
    people.press(page, "button", "Continue")
    assert page.url.endswith("/worklist/")
    people.press(page, "link", "Account")
    assert "Asked for at each sign-in" in page.locator("main").inner_text()
    look(page)
    # The link is spent, and the password alone opens nothing.
    late = people.stranger("late")
    late.goto(f"{people.url}/invitation/{token}/")
    assert "This invitation cannot be used" in late.locator("main").inner_text()
    by_password(people, late, "hazel", password="marble-kettle-orbit")
    assert late.url.endswith("/accounts/login/app/")
    late.goto(f"{people.url}/worklist/")
    assert "/accounts/login/?next=" in late.url


@modes
def test_a_lost_phone(people: People, cast: Any, no_demo: None, look: Look) -> None:
    page = people.stranger()
    by_password(people, page, "caseworker")
    old = set_up_app(people, page, look)
    kept = page.locator("#recovery-codes code").first.inner_text()
    people.press(page, "button", "Sign out")

    by_password(people, page, "caseworker")
    assert page.url.endswith("/accounts/login/app/")
    look(page)
    page.get_by_label("Code").fill(kept)
    people.press(page, "button", "Continue")
    people.press(page, "link", "Account")
    assert "9 left" in page.locator("main").inner_text()
    people.press(page, "link", "Use a new phone")
    new = set_up_app(people, page, look)
    assert kept not in page.locator("#recovery-codes").inner_text()
    people.press(page, "button", "Sign out")

    with time_machine.travel(timezone.now().timestamp() + 60, tick=True):
        by_password(people, page, "caseworker")
        page.get_by_label("Code").fill(app_code(old))
        people.press(page, "button", "Continue")
        assert "Check the code" in page.locator("main").inner_text()
        page.get_by_label("Code").fill(app_code(new))
        people.press(page, "button", "Continue")
        assert page.url.endswith("/worklist/")
        # Whoever found the phone and the paper has old codes only.
        finder = people.stranger("finder")
        by_password(people, finder, "caseworker")
        for worthless in (kept, app_code(old)):
            finder.get_by_label("Code").fill(worthless)
            people.press(finder, "button", "Continue")
            assert "Check the code" in finder.locator("main").inner_text()
