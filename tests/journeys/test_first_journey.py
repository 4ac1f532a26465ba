"""A family asks and is answered: the whole road, each as their own account, in every way of using a browser."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Mode, People

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODES = {
    "with JavaScript": Mode(),
    "without JavaScript, at 360 pixels": Mode(javascript=False, width=360),
    "by keyboard": Mode(keyboard=True),
}
OTHERS = ("other_family", "second_parent", "young_person", "other_caseworker", "duty_worker", "commissioner")
QUESTION = "Why was nobody told about the trip? And who decided that Corin stays at home?"


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


def fill(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)


@pytest.mark.parametrize("people", MODES.values(), ids=MODES, indirect=True)
def test_a_parent_asks_and_is_answered_and_nobody_else_finds_a_page(
    people: People, gone: Callable[[str, str], None]
) -> None:
    question = ask(people)
    family = screen_and_assign(people)
    for other in OTHERS:
        gone(other, question)
        gone(other, family)
    agree(people, family, question)
    people.page("caseworker").goto(people.url + family)
    no_proceedings(people)
    write(people, 1, "The head decided.")
    write(people, 2, "They meant to. We are sorry.")
    propose(people)
    give_back(people, family)
    write(people, 1, "The head decided on 4 November.")
    propose(people)
    approve(people, family)
    reply(people, question, first="No", second="Yes")
    for address in (f"{question}reply/", f"{question}withdraw/", family):
        gone("other_family", address)
        gone("other_supervisor", address)
    write(people, 1, "The head decided on 4 November. She did not call you. She should have.")
    propose(people)
    approve(people, family)
    reply(people, question, first="Yes", second="Yes")
    finished = people.page("family_member").get_by_text("This is finished for now. You can come back at any time.")
    expect(finished).to_be_visible()


def ask(people: People) -> str:
    parent = people.page("family_member")
    people.press(parent, "button", "Ask a question")
    people.press(parent, "button", "Continue")
    expect(parent.get_by_role("alert").get_by_text("Enter your question")).to_be_visible()
    fill(parent, "What do you want to ask?", QUESTION)
    people.press(parent, "button", "Continue")
    expect(parent.get_by_text(QUESTION)).to_be_visible()
    people.press(parent, "button", "Send")
    expect(parent.get_by_role("heading", name="We have your question")).to_be_visible()
    people.press(parent, "link", "Go to your questions")
    people.press(parent, "link", QUESTION[:60])
    return path_of(parent)


def screen_and_assign(people: People) -> str:
    supervisor = people.page("supervisor")
    people.press(supervisor, "link", supervisor.locator("tbody a").first.inner_text())
    family = path_of(supervisor)
    people.press(supervisor, "button", "Start the safeguarding screen")
    people.press(supervisor, "button", "Start")
    people.choose(supervisor, "No immediate risk")
    fill(supervisor, "Why, and what did you tell the family?", "Nobody is at risk. We told her by phone.")
    people.press(supervisor, "button", "Save")
    people.press(supervisor, "link", "Choose the worker")
    people.choose(supervisor, "Rowan Tallis, Family reconciliation caseworker")
    people.choose(supervisor, "They say that they have no link")
    people.press(supervisor, "button", "Save")
    expect(supervisor.get_by_text("Given to a worker.")).to_be_visible()
    return family


def agree(people: People, family: str, question: str) -> None:
    worker = people.page("caseworker")
    people.press(worker, "link", worker.locator("tbody a").first.inner_text())
    assert path_of(worker) == family
    people.press(worker, "button", "Write what is asked, part by part")
    fill(worker, "Part 1", "Who decided that Corin stays at home?")
    worker.get_by_label("Part 2").first.fill("Why was nobody told about the trip?")
    people.press(worker, "button", "Save")
    parent = people.page("family_member")
    parent.goto(people.url + question)
    people.press(parent, "button", "Tell us if we have understood")
    people.choose(parent, "Yes")
    people.press(parent, "button", "Send")
    expect(parent.get_by_text("Rowan Tallis is working on your answer.").first).to_be_visible()


def no_proceedings(people: People) -> None:
    worker = people.page("caseworker")
    worker.locator('a[href$="/proceedings/"]').first.click()
    people.choose(worker, "None that we know of")
    people.press(worker, "button", "Save")


def write(people: People, part: int, text: str) -> None:
    worker = people.page("caseworker")
    worker.reload()
    worker.locator(f'a[href$="/parts/{part}/answer/"]').first.click()
    people.choose(worker, "What happened, or evidence of it")
    people.choose(worker, "Answered")
    fill(worker, "The answer", text)
    people.press(worker, "button", "Save")


def propose(people: People) -> None:
    worker = people.page("caseworker")
    people.press(worker, "button", "Propose the answer")
    people.press(worker, "button", "Send to an approver")
    expect(worker.get_by_text("Waiting for approval").first).to_be_visible()
    expect(worker.get_by_role("button", name="Approve and share")).to_have_count(0)


def give_back(people: People, family: str) -> None:
    approver = people.page("second_supervisor")
    approver.goto(people.url + family)
    people.press(approver, "link", "Approve and share")
    expect(approver.get_by_text("The head decided.")).to_be_visible()
    people.press(approver, "link", "Return it to the worker instead")
    people.press(approver, "button", "Return")
    expect(approver.get_by_role("alert").get_by_text("Enter what has to change")).to_be_visible()
    approver.get_by_label("What has to change, and why?").fill("Say when. She asked when.")
    people.press(approver, "button", "Return")
    worker = people.page("caseworker")
    worker.reload()
    expect(worker.get_by_text("Say when. She asked when.").first).to_be_visible()


def approve(people: People, family: str) -> None:
    supervisor = people.page("supervisor")
    supervisor.goto(people.url + family)
    people.press(supervisor, "link", "Approve and share")
    people.press(supervisor, "button", "Approve and share")
    expect(supervisor.get_by_text("Answer approved and shared.").first).to_be_visible()


def reply(people: People, question: str, *, first: str, second: str) -> None:
    parent = people.page("family_member")
    parent.goto(people.url + question)
    people.press(parent, "button", "Tell us if this answers you")
    for number, said in ((1, first), (2, second)):
        group = parent.get_by_role("group").filter(has_text=f"{number}.").first
        target = group.get_by_label(said, exact=True)
        target.focus()
        parent.keyboard.press("Space")
        expect(target).to_be_checked()
    if "No" in (first, second):
        people.press(parent, "button", "Send")
        expect(parent.get_by_role("alert").get_by_text("Tell us what is missing")).to_be_visible()
        parent.get_by_label("If not, what is missing?").first.fill("You do not say why she did not call.")
    people.press(parent, "button", "Send")
    assert path_of(parent) == question
