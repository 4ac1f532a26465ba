"""A family asks and is answered: the whole road, each as their own account, in every way of using a browser."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Mode, People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODES = {
    "by keyboard": Mode(keyboard=True, watched=True),
    "without JavaScript, at 360 pixels": Mode(javascript=False, width=360),
}
# Refused after every step: the other family, the other team's worker, a worker without this family, a wrong role.
NEVER = ("other_family", "other_caseworker", "duty_worker", "commissioner")
# Of the same family, but nobody has shared it with them.
NOT_YET_SHARED = ("second_parent", "young_person")
QUESTION = "Why was nobody told about the trip? And who decided that Corin stays at home?"


@pytest.mark.parametrize("people", MODES.values(), ids=MODES, indirect=True)
def test_a_parent_asks_and_is_answered_and_nobody_else_finds_a_page(people: People) -> None:
    walk = Walk(people)
    walk.ask()
    walk.screen()
    walk.assign()
    walk.restate()
    walk.agree()
    walk.no_proceedings()
    walk.write(1, "The head decided.")
    walk.write(2, "They meant to. We are sorry.")
    walk.propose()
    walk.give_back()
    walk.write(1, "The head decided on 4 November.")
    walk.propose()
    walk.approve()
    walk.reply("The head decided on 4 November.", first="No", second="Yes")
    walk.write(1, "The head decided on 4 November. She did not call you. She should have.")
    walk.propose()
    walk.approve()
    walk.reply("She did not call you.", first="Yes", second="Yes")
    finished = people.page("family_member").get_by_text("This is finished for now. You can come back at any time.")
    expect(finished).to_be_visible()


class Walk:
    """The steps of one question, and after each of them those who find no page."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.question = self.family = ""

    def nobody_else(self) -> None:
        if not self.people.mode.watched:
            return
        addresses = [address for address in (self.question, self.family) if address]
        for local in (*NEVER, *NOT_YET_SHARED):
            self.people.gone(local, *addresses)

    def at_family(self, local: str) -> Page:
        page = self.people.page(local)
        page.goto(f"{self.people.url}{self.family}")
        return page

    def at_question(self) -> Page:
        parent = self.people.page("family_member")
        parent.goto(f"{self.people.url}{self.question}")
        return parent

    def ask(self) -> None:
        people, parent = self.people, self.people.page("family_member")
        people.move(parent, "Ask a question")
        people.press(parent, "button", "Continue")
        expect(parent.get_by_role("alert").get_by_text("Enter your question")).to_be_visible()
        people.fill(parent, "What do you want to ask?", QUESTION)
        people.press(parent, "button", "Continue")
        expect(parent.get_by_text(QUESTION)).to_be_visible()
        people.press(parent, "button", "Send")
        expect(parent.get_by_role("heading", name="We have your question")).to_be_visible()
        people.press(parent, "link", "Go to your questions")
        people.press(parent, "link", QUESTION[:60])
        self.question = path_of(parent)
        self.nobody_else()

    def screen(self) -> None:
        people, supervisor = self.people, self.people.page("supervisor")
        if not self.family:
            people.follow(supervisor, supervisor.locator("tbody a").first)
            self.family = path_of(supervisor)
        supervisor = self.at_family("supervisor")
        people.move(supervisor, "Start the safeguarding screen")
        people.press(supervisor, "button", "Start")
        people.choose(supervisor, "No immediate risk")
        people.fill(supervisor, "Why, and what did you tell the family?", "Nobody is at risk. We told her by phone.")
        people.press(supervisor, "button", "Save")
        self.nobody_else()

    def assign(self) -> None:
        people, supervisor = self.people, self.people.page("supervisor")
        people.move(supervisor, "Choose the worker")
        people.choose(supervisor, "Rowan Tallis, Family reconciliation caseworker")
        people.press(supervisor, "button", "Save")
        expect(supervisor.get_by_role("alert").get_by_text("links with the family")).to_be_visible()
        people.choose(supervisor, "They say that they have no link")
        people.press(supervisor, "button", "Save")
        expect(supervisor.get_by_text("Given to a worker.")).to_be_visible()
        self.nobody_else()

    def restate(self) -> None:
        people, worker = self.people, self.people.page("caseworker")
        people.follow(worker, worker.locator("tbody a").first)
        assert path_of(worker) == self.family.partition("?")[0]
        people.move(worker, "Write what is asked, part by part")
        people.fill(worker, "Part 1", "Who decided that Corin stays at home?")
        people.fill(worker, "Part 2", "Why was nobody told about the trip?")
        people.press(worker, "button", "Save")
        self.nobody_else()

    def agree(self) -> None:
        people, parent = self.people, self.at_question()
        people.move(parent, "Tell us if we have understood")
        people.choose(parent, "Yes")
        people.press(parent, "button", "Send")
        expect(parent.get_by_text("Rowan Tallis is working on your answer.").first).to_be_visible()
        self.nobody_else()

    def no_proceedings(self) -> None:
        people, worker = self.people, self.at_family("caseworker")
        people.press(worker, "link", "Police or court")
        people.press(worker, "link", "Record where it stands")
        people.choose(worker, "None that we know of")
        people.press(worker, "button", "Save")

    def write(self, part: int, text: str) -> None:
        people, worker = self.people, self.at_family("caseworker")
        people.follow(worker, worker.locator(f'a[href$="/parts/{part}/answer/"]').first)
        people.choose(worker, "What happened, or evidence of it")
        people.choose(worker, "Answered")
        people.fill(worker, "The answer", text)
        people.press(worker, "button", "Save")

    def propose(self) -> None:
        people, worker = self.people, self.people.page("caseworker")
        people.move(worker, "Propose the answer")
        people.press(worker, "button", "Send to an approver")
        expect(worker.get_by_text("Waiting for approval").first).to_be_visible()
        # Who proposed it cannot approve it, nor read it as an approver does.
        people.gone("caseworker", f"{self.work}approve/", f"{self.work}return/")
        self.nobody_else()

    @property
    def work(self) -> str:
        return self.question.replace("/questions/", "/work/")

    def give_back(self) -> None:
        people, approver = self.people, self.at_family("second_supervisor")
        people.move(approver, "Approve and share")
        expect(approver.get_by_text("The head decided.")).to_be_visible()
        people.press(approver, "link", "Return it to the worker instead")
        people.press(approver, "button", "Return")
        expect(approver.get_by_role("alert").get_by_text("Enter what has to change")).to_be_visible()
        people.fill(approver, "What has to change, and why?", "Say when. She asked when.")
        people.press(approver, "button", "Return")
        expect(self.at_family("caseworker").get_by_text("Say when. She asked when.").first).to_be_visible()
        self.nobody_else()

    def approve(self) -> None:
        people, supervisor = self.people, self.at_family("supervisor")
        people.move(supervisor, "Approve and share")
        people.press(supervisor, "button", "Approve and share")
        expect(supervisor.get_by_text("Answer approved and shared.").first).to_be_visible()
        self.nobody_else()

    def reply(self, answer: str, *, first: str, second: str) -> None:
        people, parent = self.people, self.at_question()
        expect(parent.get_by_text(answer)).to_be_visible()
        people.move(parent, "Tell us if this answers you")
        for number, said in ((1, first), (2, second)):
            people.choose(parent, said, parent.get_by_role("group").filter(has_text=f"{number}.").first)
        if "No" in (first, second):
            people.press(parent, "button", "Send")
            expect(parent.get_by_role("alert").get_by_text("Tell us what is missing")).to_be_visible()
            parent.get_by_role("alert").get_by_role("link").first.press("Enter")
            parent.keyboard.type("You do not say why she did not call.")
        people.press(parent, "button", "Send")
        assert path_of(parent) == self.question
        self.nobody_else()


def path_of(page: Page) -> str:
    return urlsplit(page.url).path
