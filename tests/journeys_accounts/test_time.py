"""Time runs out on a question that is being written, and a sign-in is ended from another browser."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Mode, People
from tests.journeys_accounts.conftest import Look, age, by_password, wake

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WHO = "family_member"
TYPED = "Why was she moved\nwithout a word to us?"
SIGN_IN = re.compile(r"/accounts/login/\?next=")


def writing(people: People) -> Page:
    """Half-way through a question."""
    page = people.page(WHO)
    page.goto(f"{people.url}/questions/ask/")
    page.locator("main textarea").first.fill(TYPED)
    return page


def back_with_it(people: People, page: Page, look: Look) -> None:
    """Signed in again, at the same page, with what was typed."""
    assert "your time was over" in page.locator("main").inner_text() or people.mode.javascript
    look(page)
    by_password(people, page, WHO, address="")
    page.goto(f"{people.url}/questions/ask/")
    expect(page.get_by_role("heading", name="What you typed")).to_be_visible()
    assert page.locator("[id^=kept-][readonly]").first.input_value() == TYPED
    look(page)
    # Nobody else gets it, not even at the same browser.
    page.goto(f"{people.url}/accounts/logout/")
    people.follow(page, page.locator("main button[type=submit]"))
    by_password(people, page, "other_family")
    page.goto(f"{people.url}/questions/ask/")
    expect(page.get_by_role("heading", name="What you typed")).to_have_count(0)


@pytest.mark.parametrize("people", [Mode(javascript=False), Mode(javascript=False, width=360)], indirect=True)
def test_without_a_script_what_was_sent_too_late_comes_back(people: People, look: Look) -> None:
    page = writing(people)
    expect(page.get_by_text("You are signed out after 20 minutes")).to_be_visible()
    age(WHO, seen_at=timedelta(minutes=20))
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(SIGN_IN)
    back_with_it(people, page, look)


@pytest.mark.parametrize("people", [Mode(), Mode(width=360), Mode(keyboard=True)], indirect=True)
def test_a_warning_gives_time_and_then_hands_in_what_was_typed(people: People, look: Look) -> None:
    page = writing(people)
    warning = page.get_by_role("alertdialog", name="You will be signed out soon")
    expect(warning).to_be_hidden()
    age(WHO, seen_at=timedelta(minutes=18, seconds=30))
    wake(page)
    expect(warning).to_be_visible()
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
    look(page)
    page.keyboard.press("Enter" if people.mode.keyboard else "Escape")
    expect(warning).to_be_hidden()
    assert page.locator("main textarea").first.input_value() == TYPED

    age(WHO, seen_at=timedelta(minutes=20))
    wake(page)
    expect(page).to_have_url(SIGN_IN)
    back_with_it(people, page, look)


def test_after_hours_the_warning_offers_no_more_time(people: People, look: Look) -> None:
    page = writing(people)
    age(WHO, began_at=timedelta(hours=1, minutes=58, seconds=30))
    wake(page)
    warning = page.get_by_role("alertdialog")
    expect(warning.get_by_text("signed in for a long time")).to_be_visible()
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_hidden()
    look(page)
    warning.get_by_role("button", name="Go back to the page").click()
    expect(warning).to_be_hidden()


@pytest.mark.parametrize("people", [Mode(), Mode(javascript=False, width=360)], indirect=True)
def test_a_sign_in_is_ended_from_another_browser(people: People, look: Look) -> None:
    lost = people.page(WHO)
    here = people.stranger("here")
    by_password(people, here, WHO)
    here.goto(f"{people.url}/account/")
    look(here)
    expect(here.get_by_text("This one")).to_have_count(1)
    people.press(here, "button", "Sign out there")
    expect(here.get_by_role("button", name="Sign out there")).to_have_count(0)
    if people.mode.javascript:
        wake(lost)
        expect(lost).to_have_url(SIGN_IN)
    lost.goto(f"{people.url}/home/")
    expect(lost).to_have_url(SIGN_IN)
