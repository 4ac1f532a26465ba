"""A question tied to a family: answered by its team, read with the code, then on a home of the asker’s own."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from reconciliation.families import actions as families
from reconciliation.reception.actions import tie_question
from tests.journeys.conftest import Mode, People
from tests.journeys.test_first_journey import Walk, path_of
from tests.journeys.test_intake import PASSWORD, the_link
from tests.reception import made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Of the family whose question it is now, or of the desk that had it: neither finds it.
OTHERS = ("family_member", "second_parent", "young_person", "other_family", "duty_worker", "other_caseworker")


class TiedWalk(Walk):
    """The family's team works it; whoever asked has their code at first, and an account at the end."""

    asker: Page

    def at_question(self) -> Page:
        self.asker.goto(f"{self.people.url}{self.question}")
        return self.asker

    def come_back(self, reference: str, code: str) -> Page:
        page = self.people.stranger("code")
        page.goto(f"{self.people.url}/ask/return/")
        self.people.fill(page, "Your reference", reference)
        self.people.fill(page, "Your code", code)
        self.people.press(page, "button", "Continue")
        return page

    def nobody_else(self) -> None:
        for local in OTHERS:
            self.people.gone(local, self.question)

    def join(self) -> Page:
        """The supervisor invites them, and their question stands on their home."""
        people, boss = self.people, self.at_family("supervisor")
        people.press(boss, "link", "People and invitations")
        people.press(boss, "link", "Invite Philippa Quorn")
        people.fill(boss, "Their own email address", "philippa.quorn@people.example")
        people.follow(boss, boss.locator("main button[type=submit]"))
        page = people.stranger("philippa")
        page.goto(people.url + the_link(boss))
        people.fill(page, "Password", PASSWORD)
        people.press(page, "button", "Create account")
        people.arrive(page)
        return page


@pytest.mark.parametrize("people", [Mode(javascript=False, width=360)], indirect=True, ids=["360 pixels, no script"])
def test_a_tied_asker_is_answered_by_code_and_comes_back_on_a_home_of_their_own(people: People, cast: Any) -> None:
    walk, code = tied(people, cast)
    walk.screen()
    walk.assign()
    walk.restate()
    walk.asker = walk.come_back(*code)
    assert path_of(walk.asker) == walk.question
    walk.agree()
    walk.no_proceedings()
    walk.write(1, "The head decided on 4 November.")
    walk.write(2, "She did not call. She should have.")
    walk.propose()
    walk.approve()
    expect(walk.at_question().get_by_text("The head decided on 4 November.")).to_be_visible()
    with_code = walk.asker
    walk.asker = walk.join()
    people.press(walk.asker, "link", made.TEXT)
    assert path_of(walk.asker) == walk.question
    walk.reply("She did not call.", first="Yes", second="Yes")
    expect(walk.asker.get_by_text("This is finished for now.")).to_be_visible()
    people.press(walk.asker, "link", "Come back to this question")
    people.fill(walk.asker, "What do you want us to look at?", "Who has to call me the next time?")
    people.press(walk.asker, "button", "Send")
    boss = walk.at_family("supervisor")
    expect(boss.get_by_text("Who has to call me the next time?").first).to_be_visible()
    # The code ended with the invitation, in the browser that still has the page open and in any other.
    assert with_code.goto(f"{people.url}{walk.question}").url.startswith(f"{people.url}/accounts/login/")  # type: ignore[union-attr]
    expect(walk.come_back(*code).get_by_role("alert").first).to_be_visible()
    walk.nobody_else()


def tied(people: People, cast: Any) -> tuple[TiedWalk, tuple[str, str]]:
    """The walk of a question that the lead has tied, and what its asker wrote down."""
    receipt, secret = made.asked()
    made.says(cast, receipt.pk)
    lead, family = cast.actor("safeguarding_lead"), cast.engagements["varnish"]
    families.open_with_reason(actor=lead, engagement=receipt.question.engagement, reason="They agree.")
    tie_question(actor=lead, pk=receipt.pk, family=family.pk, person=None, reason="Name and school agree.")
    walk = TiedWalk(people)
    walk.question, walk.family = f"/questions/{receipt.pk}/", f"/engagements/{family.pk}/?question={receipt.pk}"
    return walk, (receipt.reference, secret)
