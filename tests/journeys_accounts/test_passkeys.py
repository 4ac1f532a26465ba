"""A passkey is added, used after the password, and removed when the phone is lost; without a script there are codes."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.journeys.conftest import Mode, People
from tests.journeys_accounts.conftest import Look, by_password, set_up_app

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODES = [Mode(), Mode(width=360), Mode(keyboard=True)]
modes = pytest.mark.parametrize("people", MODES, ids=["wide", "phone", "keyboard"], indirect=True)
KIND = {
    "protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True,
    "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
}  # fmt: skip


@dataclass
class Phone:
    """What keeps the passkeys of one page's browser."""

    session: CDPSession
    id: str

    @classmethod
    def of(cls, page: Page) -> "Phone":
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        return cls(session, session.send("WebAuthn.addVirtualAuthenticator", {"options": KIND})["authenticatorId"])

    def kept(self) -> list[Any]:
        return list(self._send("getCredentials")["credentials"])

    def unlocks(self, able: bool) -> None:
        self._send("setUserVerified", isUserVerified=able)

    def empty(self) -> None:
        self._send("clearCredentials")

    def _send(self, what: str, **more: Any) -> dict[str, Any]:
        return dict(self.session.send(f"WebAuthn.{what}", {"authenticatorId": self.id, **more}))


def sign_out(people: People, page: Page) -> None:
    """By the address: on a phone the button is in a menu."""
    page.goto(f"{people.url}/accounts/logout/")
    people.follow(page, page.locator("main button[type=submit]"))


def add(people: People, page: Page, name: str) -> None:
    """From the page that asks for its name."""
    expect(page.get_by_text("needs JavaScript")).to_be_hidden()
    people.fill(page, "Name of the passkey", name)
    people.press(page, "button", "Add the passkey")


@modes
def test_staff_add_one_and_sign_in_with_it(people: People, no_demo: None, look: Look) -> None:
    page = people.stranger()
    phone = Phone.of(page)
    by_password(people, page, "caseworker")
    assert page.url.endswith("/account/second-factor/")
    people.press(page, "link", "Add a passkey instead")
    look(page)
    people.press(page, "button", "Add the passkey")
    assert "Enter a name" in page.locator("main").inner_text()
    assert phone.kept() == []
    add(people, page, "Work phone")
    assert page.locator("#recovery-codes code").count() == 10
    assert len(phone.kept()) == 1
    people.press(page, "button", "Continue")
    assert page.url.endswith("/worklist/")
    sign_out(people, page)

    by_password(people, page, "caseworker")
    assert page.url.endswith("/accounts/login/app/")
    look(page)
    # The wrong finger.
    phone.unlocks(False)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("The passkey was not used")).to_be_visible()
    look(page)
    phone.unlocks(True)
    people.press(page, "button", "Use your passkey")
    assert page.url.endswith("/worklist/")

    page.goto(f"{people.url}/account/")
    people.press(page, "link", "See or change passkeys")
    expect(page.get_by_text("Last used on")).to_be_visible()
    expect(page.get_by_text("You cannot remove this one yet")).to_be_visible()
    look(page)
    people.press(page, "button", "Add a passkey")
    page.get_by_label("Name of the passkey").fill("The same again")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_text("already has a passkey of yours")).to_be_visible()


@modes
def test_a_family_adds_one_names_it_and_takes_it_away_from_a_lost_phone(
    people: People, no_demo: None, look: Look
) -> None:
    lost = people.stranger("lost")
    Phone.of(lost)
    by_password(people, lost, "family_member")
    people.arrive(lost)
    lost.goto(f"{people.url}/account/")
    people.press(lost, "link", "Add passkeys")
    add(people, lost, "Phone")
    spare = lost.locator("#recovery-codes code").first.inner_text()
    lost.goto(f"{people.url}/account/")
    people.press(lost, "link", "See or change passkeys")
    people.press(lost, "link", "Change the name")
    people.fill(lost, "Name of the passkey", "The phone with the owl")
    people.press(lost, "button", "Save")
    expect(lost.get_by_role("heading", name="The phone with the owl")).to_be_visible()

    here = people.stranger("here")
    by_password(people, here, "family_member")
    expect(here.get_by_role("button", name="Use your passkey")).to_be_visible()
    people.fill(here, "Recovery code", spare)
    people.press(here, "button", "Continue")
    people.arrive(here)
    here.goto(f"{people.url}/account/passkeys/")
    people.press(here, "link", "Remove The phone with the owl")
    look(here)
    people.press(here, "button", "Remove")
    expect(here.get_by_text("You have no passkeys")).to_be_visible()
    lost.goto(f"{people.url}/home/")
    assert "/accounts/login/" in lost.url


def test_a_removed_passkey_opens_nothing(people: People, no_demo: None, look: Look) -> None:
    page = people.stranger()
    phone = Phone.of(page)
    by_password(people, page, "supervisor")
    set_up_app(people, page, look)
    page.goto(f"{people.url}/account/passkeys/add/")
    add(people, page, "Lost")
    kept = phone.kept()[0]
    # Another phone in the same browser.
    phone.empty()
    page.goto(f"{people.url}/account/passkeys/add/")
    add(people, page, "Kept")
    people.press(page, "link", "Remove Lost")
    people.press(page, "button", "Remove")
    sign_out(people, page)
    phone.empty()
    phone._send("addCredential", credential={**kept, "isResidentCredential": False, "rpId": "localhost"})
    by_password(people, page, "supervisor")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("The passkey was not used")).to_be_visible()
    assert page.url.endswith("/accounts/login/app/")


@pytest.mark.parametrize("people", [Mode(javascript=False, width=360)], indirect=True)
def test_without_a_script_the_page_says_so_and_codes_do(people: People, no_demo: None, look: Look) -> None:
    page = people.stranger()
    by_password(people, page, "caseworker")
    people.press(page, "link", "Add a passkey instead")
    expect(page.get_by_text("A passkey needs JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Add the passkey")).to_be_hidden()
    look(page)
    people.press(page, "link", "Use codes from an app instead")
    set_up_app(people, page, look)
    assert page.locator("#recovery-codes code").count() == 10


def test_at_an_address_of_numbers_the_page_says_that_it_cannot(people: People) -> None:
    page = people.stranger()
    people.url = people.url.replace("localhost", "127.0.0.1")
    by_password(people, page, "family_member")
    people.arrive(page)
    page.goto(f"{people.url}/account/passkeys/add/")
    page.get_by_label("Name of the passkey").fill("Phone")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_text("Passkeys do not work in this browser or at this address")).to_be_visible()
