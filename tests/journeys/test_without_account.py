"""Asked without an account: by taps on a small phone, left half-way and found again, and all the way to a family."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from reconciliation.reception.models import Receipt
from tests.journeys.conftest import Mode, People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Why did nobody call us that day?"
MOST_TAPS = 8


def signs(page: Page) -> list[str]:
    """The reference and the code, as somebody copies them."""
    return page.locator(".portal-receipt__signs").all_inner_texts()


@pytest.mark.parametrize("people", [Mode(javascript=False, width=360)], indirect=True, ids=["360 pixels, no script"])
def test_it_is_asked_with_few_taps_and_one_box(people: People) -> None:
    page = people.stranger()
    codes: list[str] = []
    page.goto(people.url)
    taps = (
        lambda: people.press(page, "button", "Ask without an account"),
        lambda: people.choose(page, "No"),
        lambda: people.press(page, "button", "Continue"),
        lambda: (codes.extend(signs(page)), people.fill(page, "What do you want to ask?", TEXT)),
        lambda: people.choose(page, "Yes, I have it"),
        lambda: people.press(page, "button", "Continue"),
        lambda: people.choose(page, "Do not contact me. I will come back here with my code"),
        lambda: people.press(page, "button", "Send my question"),
    )
    assert len(taps) <= MOST_TAPS
    for tap in taps:
        tap()
    reference, code = codes
    expect(page.locator("h1")).to_have_text("We have your question")
    assert signs(page) == [reference, code]
    people.press(page, "link", "See your question and what happens with it")
    expect(page.locator("h1")).to_have_text(TEXT)
    people.press(page, "button", "Close it on this phone or computer")
    people.press(page, "link", "Come back to a question")
    people.fill(page, "Your reference", reference.lower())
    people.fill(page, "Your code", code.replace("-", " "))
    people.press(page, "button", "Continue")
    expect(page.locator("h1")).to_have_text(TEXT)


def test_left_half_way_it_is_found_again_with_what_was_typed(people: People) -> None:
    page = people.stranger()
    page.goto(f"{people.url}/ask/")
    people.choose(page, "No")
    people.press(page, "button", "Continue")
    reference, code = signs(page)
    people.fill(page, "What do you want to ask?", "I wanted to say that")
    expect(page.get_by_text("Kept. If you leave now, your code brings it back.")).to_be_visible()
    other = people.stranger("another phone")
    other.goto(f"{people.url}/ask/return/")
    people.fill(other, "Your reference", reference)
    people.fill(other, "Your code", code)
    people.press(other, "button", "Continue")
    expect(other.get_by_label("What do you want to ask?")).to_have_value("I wanted to say that")


def test_unsafe_at_night_is_first_on_the_list_and_the_lead_ties_it_to_the_family(people: People, cast: Any) -> None:
    page = people.stranger()
    page.goto(f"{people.url}/ask/")
    people.choose(page, "Yes")
    people.press(page, "button", "Continue")
    assert page.locator('main a[href="tel:999"]').count() == 1
    expect(page.get_by_text(re.compile("Somebody reads it"))).to_be_visible()
    people.fill(page, "What do you want to ask?", TEXT)
    people.choose(page, "No, I want to be emailed or called instead")
    people.press(page, "button", "Continue")
    people.choose(page, "Call me")
    people.press(page, "button", "Send my question")
    people.fill(page, "Your phone number", "01632 960 222")
    people.fill(page, "When is it safe to call?", "Before noon")
    people.choose(page, "No", page.get_by_role("group", name="May we leave a voicemail?"))
    people.choose(page, "No", page.get_by_role("group", name="May we say who we are, if someone else answers?"))
    people.press(page, "button", "Send my question")
    pk = Receipt.objects.get().pk
    duty = people.page("duty_worker")
    duty.goto(f"{people.url}/duty/")
    people.press(duty, "link", TEXT)
    people.press(duty, "link", "Write down a call")
    people.choose(duty, "Spoke to them")
    people.fill(duty, "What was said", "They are at home, and safe.")
    people.press(duty, "button", "Save")
    people.press(duty, "link", "Write down who they say they are")
    people.fill(duty, "Their name, as they say it", "Philippa Quorn")
    people.fill(duty, "What do they say of who they are?", "Corin's grandmother.")
    people.choose(duty, "On the phone")
    people.choose(duty, "Yes")
    people.press(duty, "button", "Save")
    lead = people.page("safeguarding_lead")
    people.press(lead, "link", "Questions without a family")
    people.press(lead, "link", "open it with a reason")
    lead.locator("main textarea").fill("They agree that we look for the family.")
    people.press(lead, "button", "Open")
    people.press(lead, "link", "Tie it to a family")
    people.fill(lead, "The family’s reference", cast.engagements["varnish"].reference)
    people.fill(lead, "Why do you open this family?", "They named the child.")
    people.press(lead, "button", "Continue")
    people.choose(lead, "Nobody listed: add Philippa Quorn")
    people.fill(lead, "Why are you sure that it is this family?", "Name and school agree.")
    people.press(lead, "button", "Tie it")
    expect(lead.get_by_text("Tied to this family")).to_be_visible()
    people.gone("duty_worker", f"/engagements/{pk}/", f"/duty/{pk}/call/")
    people.gone("other_caseworker", f"/engagements/{pk}/", f"/work/{pk}/wording/")
    worker = people.page("caseworker")
    worker.goto(f"{people.url}/engagements/{cast.engagements['varnish'].pk}/?question={pk}")
    expect(worker.get_by_role("heading", name="Asked without an account")).to_be_visible()
