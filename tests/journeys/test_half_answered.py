"""A question that is answered in three of four parts, withheld in the fourth, looked at again, and finished."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import People
from tests.journeys.test_first_journey import Walk

# When it is looked at again.
NEXT_YEAR = str(dt.date.today().year + 1)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST = ("Who decided to move the classes?", "Why was I not told?", "Is there a report, and may I see it?")
PARTS = ("Who decided to move the classes?", "Why was I not told?", "Is there a report?", "May I see it?")
SECRET = "Another pupil told us about it in confidence."
REPORT = f"Two classes were moved on 4 March.\n\n{SECRET}\n\nNobody was asked to write to the parents."
WEIGHED = {
    "Why not in full?": "It names another pupil.", "Why not with parts covered?": "Little would be left.",
    "Why not as a summary?": "It would tell who.", "Why is this best for the child?": "Trust stays kept.",
    "What is it that is withheld?": "The report of March", "Its whole text": REPORT,
}  # fmt: skip


class LongWalk(Walk):
    """The steps that the straight road does not have."""

    def say_back(self, parts: tuple[str, ...]) -> None:
        worker = self.at_family("caseworker")
        self.people.move(worker, "Write what is asked, part by part")
        for number, text in enumerate(parts, start=1):
            self.people.fill(worker, f"Part {number}", text)
        self.people.press(worker, "button", "Save")

    def split_the_third(self) -> None:
        parent = self.at_question()
        self.people.move(parent, "Tell us if we have understood")
        self.people.choose(parent, "No")
        self.people.fill(parent, "If not, what would you change?", "The third is two questions.")
        self.people.press(parent, "button", "Send")

    def withhold_the_fourth(self) -> None:
        worker = self.at_family("caseworker")
        self.people.follow(worker, worker.locator('a[href$="/parts/4/answer/"]').first)
        self.people.choose(worker, "What happened, or evidence of it")
        self.people.choose(worker, "Cannot be answered")
        self.people.fill(worker, "The answer", "We cannot show it to you, because it is about others too.")
        codes = worker.locator("#id_reason_code option").all_inner_texts()
        assert not [code for code in codes if "own it" in code]
        worker.locator("#id_reason_code").select_option("third_party_data")
        self.people.press(worker, "button", "Save")
        for label, text in WEIGHED.items():
            self.people.fill(worker, label, text)
        for label, number in (("Day", "1"), ("Month", "9"), ("Year", NEXT_YEAR)):
            self.people.fill(worker, label, number)
        self.people.press(worker, "button", "Save")

    def answer_all(self, *said: str) -> Page:
        parent = self.at_question()
        self.people.move(parent, "Tell us if this answers you")
        for number, yes_or_no in enumerate(said, start=1):
            self.people.choose(parent, yes_or_no, parent.get_by_role("group").filter(has_text=f"{number}.").first)
        if "No" in said:
            self.people.fill(parent, "If not, what is missing?", "Not needed here.")
            parent.locator("#id_missing_4").fill("Cover what is about others. I want to read the rest.")
        self.people.press(parent, "button", "Send")
        return parent

    def look_again(self) -> None:
        officer = self.people.page("information_governance")
        officer.goto(f"{self.people.url}{self.review}")
        expect(officer.get_by_text(SECRET)).to_be_visible()
        self.people.press(officer, "button", "Acknowledge")
        self.people.press(officer, "button", "Acknowledge")
        self.people.press(officer, "link", "Part 4: release with parts covered")
        self.people.fill(officer, "Why not in full?", "It names another pupil.")
        officer.get_by_label("Cover paragraph 2").check()
        officer.get_by_label("Why is paragraph 2 covered?").select_option("third_party_data")
        self.people.press(officer, "button", "Continue")
        self.people.press(officer, "button", "Decide")
        # Decided, and so no longer theirs to read.
        self.people.gone("information_governance", self.review)

    @property
    def review(self) -> str:
        return self.question.replace("/questions/", "/reviews/")


def test_three_parts_are_answered_the_fourth_is_looked_at_again_and_she_finishes_it(people: People) -> None:
    walk = LongWalk(people)
    walk.ask()
    walk.screen()
    walk.assign()
    walk.say_back(FIRST)
    walk.split_the_third()
    walk.say_back(PARTS)
    walk.agree()
    walk.no_proceedings()
    walk.write(1, "The head decided.")
    walk.write(2, "Nobody called you. Somebody should have, and we are sorry.")
    walk.write(3, "Yes, there is one of two pages.")
    walk.withhold_the_fourth()
    walk.propose()
    walk.approve()
    parent = walk.at_question()
    expect(parent.get_by_text("Ask for this decision to be looked at again")).to_be_visible()
    assert SECRET not in parent.content()
    parent = walk.answer_all("Yes", "Yes", "Yes", "No")
    expect(parent.get_by_text("Someone new is looking at this decision.").first).to_be_visible()
    for local in ("caseworker", "supervisor", "other_family", "second_parent", "commissioner", "auditor"):
        people.gone(local, walk.review, f"{walk.review}parts/4/refused/")
    walk.look_again()
    parent = walk.at_question()
    expect(parent.get_by_text("[Covered here: it is about other people]")).to_be_visible()
    assert SECRET not in parent.content()
    parent = walk.answer_all("Yes", "Yes", "Yes", "Yes")
    assert urlsplit(parent.url).path == walk.question
    expect(parent.get_by_text("This is finished for now. You can come back at any time.")).to_be_visible()
    worker = walk.at_family("caseworker")
    expect(worker.get_by_text("Finished: answered").first).to_be_visible()
