"""Who works with a family changes: by handover, by a conflict declared, by one found. The family hears one thing."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from reconciliation.families.actions.teams import add_member
from reconciliation.tracks import states
from tests.journeys.conftest import Mode, People
from tests.tracks.road import Road

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODES = {
    "with JavaScript": Mode(watched=True),
    "by keyboard, without JavaScript, at 360 pixels": Mode(javascript=False, keyboard=True, width=360),
}
modes = pytest.mark.parametrize("people", MODES.values(), ids=MODES, indirect=True)

# The other side, another role, and the family itself: these are the pages of its workers.
NEVER = ("other_family", "other_caseworker", "other_supervisor", "commissioner", "family_member")
HANDOVER = "She asks that nobody calls before ten."
CHANGED = "We have changed your worker."


@pytest.fixture
def family(cast: Any) -> str:
    """The page of a family whose question is being worked on, with somebody in the team who could go on with it."""
    add_member(actor=cast.actor("admin"), team=cast.teams["east"], user=cast.users["duty_worker"], approver=False)
    road = Road(cast).until(states.ANSWERING)
    return f"/engagements/{road.track.engagement_id}/"


@modes
def test_another_worker_goes_on_with_what_they_need_to_know(people: People, family: str) -> None:
    before, boss = at(people, "caseworker", family), at(people, "supervisor", family)
    people.press(boss, "link", "Change the worker")
    people.choose(boss, "Tamsin Oakhollow, Duty worker")
    people.choose(boss, "No")
    people.press(boss, "button", "Change")
    expect(boss.get_by_role("alert").get_by_text("Enter what the next worker needs to know")).to_be_visible()
    people.fill(boss, "What does the next worker need to know?", HANDOVER)
    people.press(boss, "button", "Change")
    expect(boss.get_by_text("Tamsin Oakhollow").first).to_be_visible()

    after = people.page("duty_worker")
    people.follow(after, after.locator("tbody a").first)
    people.press(after, "link", "The family: how to reach them, safeguards and more help")
    people.unfold(after, "Handover")
    expect(after.get_by_text(HANDOVER)).to_be_visible()

    told_one_thing(people, HANDOVER)
    # Whoever worked with them before has lost the page that is still open.
    people.press(before, "link", "People and invitations")
    expect(before.get_by_role("heading", name="Page not found")).to_be_visible()
    nobody_else(people, family)


@modes
def test_a_worker_declares_a_conflict_and_has_lost_the_family_with_the_click(people: People, family: str) -> None:
    worker = at(people, "caseworker", family)
    people.press(worker, "link", "Declare a conflict of interest")
    people.press(worker, "button", "Declare and give up access")
    expect(worker.get_by_role("alert").get_by_text("Select what the conflict of interest is")).to_be_visible()
    people.choose(worker, "I live near someone involved")
    people.press(worker, "button", "Declare and give up access")
    expect(worker.get_by_role("heading", name="Recorded")).to_be_visible()
    people.press(worker, "link", "Go to your start page")
    expect(worker.locator(f'a[href^="{family}"]')).to_have_count(0)
    given_again(people, family)
    told_one_thing(people, "conflict", "live near")
    nobody_else(people, family)


@modes
def test_a_match_is_found_decided_and_bars_at_once(people: People, family: str) -> None:
    worker, boss = at(people, "caseworker", family), at(people, "supervisor", family)
    people.press(boss, "link", "People and invitations")
    people.press(boss, "button", "Add an adult")
    people.fill(boss, "Full name", "Merle Tallis")
    people.press(boss, "button", "Continue")
    # Found is not decided: the worker goes on.
    people.press(worker, "link", "People and invitations")
    expect(worker.get_by_role("heading", name="Merle Tallis")).to_be_visible()

    boss.goto(f"{people.url}/queue/")
    found = boss.locator('a[href*="/matches/"]').first
    match = found.get_attribute("href") or ""
    people.follow(boss, found)
    people.unfold(boss, "What they have done and opened here")
    expect(boss.get_by_text("opened").first).to_be_visible()
    people.choose(boss, "Yes")
    people.press(boss, "button", "Decide")
    expect(boss.get_by_role("alert").get_by_text("Enter why")).to_be_visible()
    people.fill(boss, "Why?", "She is his aunt.")
    people.press(boss, "button", "Decide")

    people.press(worker, "link", "Back")
    expect(worker.get_by_role("heading", name="Page not found")).to_be_visible()
    given_again(people, family)
    told_one_thing(people, "conflict", "aunt", "surname")
    nobody_else(people, family, match)


def at(people: People, local: str, path: str) -> Page:
    page = people.page(local)
    page.goto(people.url + path)
    return page


def given_again(people: People, family: str) -> None:
    """The supervisor finds the question without a worker and gives it to somebody else."""
    boss = at(people, "supervisor", family)
    people.move(boss, "Choose another worker")
    people.choose(boss, "Tamsin Oakhollow, Duty worker")
    people.choose(boss, "They say that they have no link")
    people.press(boss, "button", "Save")
    expect(boss.get_by_text("Tamsin Oakhollow").first).to_be_visible()


def told_one_thing(people: People, *never: str) -> None:
    """The family reads that its worker has changed and who it is now, and nothing of why."""
    parent = people.page("family_member")
    expect(parent.get_by_text("Tamsin Oakhollow").first).to_be_visible()
    shown = parent.content()
    people.follow(parent, parent.locator('main a[href^="/questions/"]').first)
    expect(parent.get_by_text(CHANGED)).to_have_count(1)
    shown += parent.content()
    assert [words for words in never if words.lower() in shown.lower()] == []


def nobody_else(people: People, family: str, *further: str) -> None:
    """Whoever worked with them before, and where it is watched everybody else, finds no page."""
    for local in ("caseworker", *NEVER) if people.mode.watched else ("caseworker",):
        people.gone(local, family, f"{family}worker/", f"{family}people/", f"{family}conflict/", *further)
