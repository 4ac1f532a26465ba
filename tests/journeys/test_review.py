"""A letter is withheld, somebody new looks at it again, and the family reads it with a paragraph covered."""

import datetime as dt
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from reconciliation.tracks import states
from tests.journeys.conftest import Mode, People
from tests.tracks.road import Road

# When it is looked at again.
NEXT_YEAR = str(dt.date.today().year + 1)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COVERED = "Another pupil said that nothing had happened."
LETTER = f"On 4 March two classes were moved.\n\n{COVERED}\n\nNobody was told to write to the parents."
WEIGHED = {
    "Why not in full?": "It names another pupil.",
    "Why not with parts covered?": "Little would be left.",
    "Why not as a summary?": "It would tell who.",
    "Why is this best for the child?": "What was said in trust stays private.",
    "What is it that is withheld?": "The letter of 4 March",
    "Its whole text": LETTER,
}
MODES = [Mode(), Mode(javascript=False, width=360)]


@pytest.mark.parametrize("people", MODES, indirect=True, ids=["with JavaScript", "without, on a phone"])
def test_a_withheld_letter_is_looked_at_again_and_read_with_a_paragraph_covered(people: People, cast: Any) -> None:
    road = Road(cast).until(states.ANSWERING).no_proceedings().write(2)
    _withhold(people, road)
    _approve(people, road)
    family = people.page("family_member")
    family.goto(f"{people.url}/questions/{road.pk}/")
    people.press(family, "link", "Ask for this decision to be looked at again")
    people.fill(family, "What should we look at again, and why?", "You could cover what is about others.")
    people.press(family, "button", "Send")
    _cover(people, road)
    family.goto(f"{people.url}/questions/{road.pk}/")
    expect(family.get_by_text("[Covered here: it is about other people]")).to_be_visible()
    expect(family.get_by_text("You can read it with parts covered.")).to_be_visible()
    assert COVERED not in family.content()


def _withhold(people: People, road: Road) -> None:
    page = people.page("caseworker")
    page.goto(f"{people.url}/work/{road.pk}/parts/1/answer/")
    people.choose(page, "What happened, or evidence of it")
    people.choose(page, "Cannot be answered")
    people.fill(page, "The answer", "We cannot show you the letter.")
    page.locator("#id_reason_code").select_option("third_party_data")
    people.press(page, "button", "Save")
    expect(page.get_by_role("heading", name="Before you withhold this")).to_be_visible()
    for label, text in WEIGHED.items():
        people.fill(page, label, text)
    for label, number in (("Day", "1"), ("Month", "9"), ("Year", NEXT_YEAR)):
        people.fill(page, label, number)
    people.press(page, "button", "Save")
    people.move(page, "Propose the answer")
    people.press(page, "button", "Send to an approver")


def _approve(people: People, road: Road) -> None:
    page = people.page("supervisor")
    page.goto(f"{people.url}/work/{road.pk}/approve/")
    expect(page.get_by_text(COVERED)).to_be_visible()
    expect(page.get_by_text(WEIGHED["Why is this best for the child?"])).to_be_visible()
    people.press(page, "button", "Approve and share")


def _cover(people: People, road: Road) -> None:
    page = people.page("information_governance")
    people.press(page, "link", road.track.reference)
    people.move(page, "Acknowledge")
    people.press(page, "button", "Acknowledge")
    people.press(page, "link", "Part 1: release with parts covered")
    people.fill(page, "Why not in full?", "It names another pupil.")
    page.get_by_label("Cover paragraph 2").check()
    page.get_by_label("Why is paragraph 2 covered?").select_option("third_party_data")
    people.press(page, "button", "Continue")
    assert COVERED not in page.content()
    # This page follows a form, so that no link leads the walk of axe to it; axe itself is a script.
    if people.mode.javascript:
        assert Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"] == []
    people.press(page, "button", "Change")
    expect(page.get_by_label("Cover paragraph 2")).to_be_checked()
    people.press(page, "button", "Continue")
    people.press(page, "button", "Decide")
    expect(page.get_by_text("Part 1 is decided.")).to_be_visible()
