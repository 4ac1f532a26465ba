"""A parent and their worker talk, each in their own browser; with and without a script."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.messaging.models import Message
from reconciliation.oversight.bench.asking import serving
from tests.journeys.conftest import Mode, People

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # Static files are read by threads, which is as meant.
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume synchronous iterators"),
]
MODES = {
    "by keyboard": Mode(keyboard=True),
    "without JavaScript, at 360 pixels": Mode(javascript=False, width=360),
}
NEVER = (
    "second_parent", "young_person", "other_family", "other_caseworker", "supervisor", "safeguarding_lead",
    "information_governance", "duty_worker", "commissioner",
)  # fmt: skip


@pytest.mark.parametrize("people", MODES.values(), ids=MODES, indirect=True)
def test_a_parent_writes_a_worker_replies_and_each_finds_it_after_reload(people: People, cast: Any) -> None:
    parent = people.page("family_member")
    people.press(parent, "link", "Write to your worker")
    expect(parent.get_by_text("Rowan Tallis, Family reconciliation caseworker.")).to_be_visible()
    people.press(parent, "button", "Write to your worker")
    thread = urlsplit(parent.url).path
    say(people, parent, "Can the visit be on Friday?")
    expect(parent.get_by_text("You will have a reply by")).to_be_visible()
    worker = people.page("caseworker")
    worker.goto(f"{people.url}/engagements/{cast.engagements['varnish'].pk}/")
    people.press(worker, "link", "Messages, 1 unread")
    people.press(worker, "link", "Read and write")
    assert urlsplit(worker.url).path == thread
    expect(worker.get_by_text("Can the visit be on Friday?")).to_be_visible()
    say(people, worker, "Yes. Friday at four.")
    parent.reload()
    expect(parent.get_by_text("Yes. Friday at four.")).to_be_visible()
    parent.goto(f"{people.url}/home/")
    expect(parent.get_by_role("link", name="Write to your worker")).to_be_visible()
    for nobody in NEVER:
        people.gone(nobody, thread, f"{thread}find/", f"{thread}people/")


def test_what_is_typed_and_not_sent_is_there_in_the_next_browser(people: People) -> None:
    parent = people.page("family_member")
    parent.goto(f"{people.url}/messages/")
    people.press(parent, "button", "Write to your worker")
    people.fill(parent, "Your message", "I wanted to say that")
    expect(parent.get_by_text("Kept. It is not sent yet.")).to_be_visible()
    thread = parent.url
    parent.context.clear_cookies()
    again = people.stranger("the same parent")
    again.goto(f"{people.url}/demo/")
    again.locator('form:has(input[value="family_member@arrowmere.example"]) button').click()
    people.arrive(again)
    again.goto(thread)
    expect(again.get_by_label("Your message")).to_have_value("I wanted to say that")
    assert not Message.objects.exists()


@pytest.fixture
def connected(cast: Any, browser: Browser) -> Iterator[People]:
    """Everybody's browsers on a server that has sockets too."""
    with serving() as port:
        everybody = People(browser, f"http://localhost:{port}")
        yield everybody
        everybody.close()


def test_a_message_appears_in_the_other_browser_and_says_when_it_was_read(connected: People, cast: Any) -> None:
    people, parent = connected, connected.page("family_member")
    parent.goto(f"{people.url}/messages/")
    people.press(parent, "button", "Write to your worker")
    worker = people.page("caseworker")
    worker.goto(parent.url)
    write(people, parent, "Can the visit be on Friday?")
    expect(worker.get_by_text("Can the visit be on Friday?")).to_be_visible()
    expect(parent.get_by_label("Your message")).to_have_value("")
    expect(parent.get_by_text("Read", exact=True)).to_be_visible()
    write(people, worker, "Yes. Friday at four.")
    expect(parent.get_by_text("Yes. Friday at four.")).to_be_visible()
    # Taken back unopened or not: the other browser shows it without a reload.
    write(people, parent, "Not this.")
    expect(worker.get_by_text("Not this.")).to_be_visible()
    people.follow(parent, parent.get_by_role("link", name="Take it back").last)
    people.press(parent, "button", "Take it back")
    expect(worker.get_by_text("Not this.")).to_have_count(0)
    # The other side's name waits for a second person, and the parent sees nothing of it.
    write(people, worker, "We met Petra Skerrowby.")
    expect(worker.get_by_text("Waiting for a second person")).to_be_visible()
    expect(parent.get_by_text("Petra Skerrowby")).to_have_count(0)
    assert [row.text for row in Message.objects.order_by("number")][:2] == [
        "Can the visit be on Friday?", "Yes. Friday at four.",
    ]  # fmt: skip


def write(people: People, page: Page, text: str) -> None:
    """Send it without leaving the page."""
    people.fill(page, "Your message", text)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("main ol").get_by_text(text)).to_be_visible()


def say(people: People, page: Page, text: str) -> None:
    people.fill(page, "Your message", text)
    people.press(page, "button", "Send")
    expect(page.get_by_text(text)).to_be_visible()
