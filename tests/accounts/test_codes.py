"""Signing in by a code from an e-mail: for accounts only, and telling nobody which addresses have one."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import Role

from .conftest import MakeUser, with_app

ASK, ENTER = "/accounts/login/code/", "/accounts/login/code/enter/"
NOBODY = "nobody@people.example"

pytestmark = pytest.mark.django_db


def ask(client: Client, email: str, query: str = ""):
    return client.post(ASK + query, {"email": email})


def enter(client: Client, code: str, query: str = ""):
    return client.post(ENTER + query, {"code": code})


def sent_code() -> str:
    found = re.search(r"\b\d{6}\b", mail.outbox[-1].body)
    assert found
    return found.group()


def other_than(code: str) -> str:
    return "111111" if code != "111111" else "222222"


def test_the_code_of_the_mail_signs_in(client: Client, make_user: MakeUser) -> None:
    user = make_user(email="ada@people.example")
    assert ask(client, " ADA@people.example")["Location"] == ENTER
    assert mail.outbox[0].to == [user.email]
    assert enter(client, sent_code())["Location"] == "/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_blanks_in_the_code_do_not_matter(client: Client, make_user: MakeUser) -> None:
    ask(client, make_user().email)
    code = sent_code()
    assert enter(client, f" {code[:3]} {code[3:]} ").status_code == 302


def test_the_mail_names_no_service_no_council_and_no_case(client: Client, make_user: MakeUser) -> None:
    ask(client, make_user(name="Wren Halloway").email)
    message = mail.outbox[0]
    assert message.subject == "Your code"
    assert message.body == f"Your code is {sent_code()}.\nIf you did not ask for it, ignore this."
    assert not getattr(message, "alternatives", [])


def test_the_page_asked_for_is_shown_after_the_code(client: Client, make_user: MakeUser) -> None:
    query = "?next=/people/invite/"
    assert "next=%2Fpeople%2Finvite%2F" in client.get("/accounts/login/" + query).content.decode()
    assert ask(client, make_user(Role.ADMIN).email, query)["Location"] == ENTER + "?next=%2Fpeople%2Finvite%2F"
    assert enter(client, sent_code(), query)["Location"] == "/people/invite/"


def test_whoever_forgot_the_password_comes_in_by_a_code_and_chooses_a_new_one(
    client: Client, make_user: MakeUser
) -> None:
    user = make_user()
    page = client.get("/accounts/login/").content.decode()
    link = re.search(r'href="(/accounts/login/code/\?next=%2Faccount%2Fpassword%2F)"', page)
    assert link
    query = "?" + link.group(1).partition("?")[2]
    ask(client, user.email, query)
    assert enter(client, sent_code(), query)["Location"] == "/account/password/"
    client.post("/account/password/", {"password": "pebble-lantern-gravy"})
    assert User.objects.get(pk=user.pk).check_password("pebble-lantern-gravy")


def test_a_code_is_not_enough_where_a_second_factor_is_set_up(client: Client, make_user: MakeUser) -> None:
    user = make_user(Role.FAMILY_MEMBER)
    with_app(user)
    ask(client, user.email)
    assert enter(client, sent_code())["Location"] == "/accounts/login/app/"
    assert "_auth_user_id" not in client.session


def test_a_second_try_after_a_wrong_code_works(client: Client, make_user: MakeUser) -> None:
    ask(client, make_user().email)
    page = enter(client, other_than(sent_code()))
    assert page.status_code == 200
    assert "Check the code" in page.content.decode()
    assert enter(client, sent_code()).status_code == 302


def test_who_opens_the_sign_in_page_again_begins_again(client: Client, make_user: MakeUser) -> None:
    ask(client, make_user().email)
    assert client.get("/accounts/login/").status_code == 200
    assert client.get(ENTER)["Location"] == ASK


def test_the_signed_in_are_not_asked(make_user: MakeUser, signed_in) -> None:
    client = signed_in(make_user())
    assert [client.get(address)["Location"] for address in (ASK, ENTER, "/accounts/login/app/")] == ["/"] * 3


# Who may not.


def without_tokens(response) -> str:
    return re.sub(r'value="\w{64}"', "", response.content.decode())


def test_known_unknown_and_switched_off_addresses_get_the_same_pages(make_user: MakeUser) -> None:
    known, off = make_user(), make_user(is_active=False)
    seen = set()
    for email in (known.email, off.email, NOBODY):
        client = Client()
        asked = ask(client, email)
        page = without_tokens(client.get(ENTER)).replace(email, "ADDRESS")
        wrong = without_tokens(enter(client, "12345x")).replace(email, "ADDRESS")
        seen.add((asked.status_code, asked["Location"], page, wrong))
    assert len(seen) == 1
    assert [message.to for message in mail.outbox] == [[known.email]]


def test_an_address_without_an_account_costs_the_same_queries(make_user: MakeUser) -> None:
    counts = []
    for email in (make_user().email, NOBODY):
        with CaptureQueriesContext(connection) as queries:
            ask(Client(), email)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_backend_that_writes_is_asked_to_write_for_nobody_too(settings, make_user: MakeUser) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Writing"
    ask(Client(), NOBODY)
    assert [message.to for message in Writing.written] == [[NOBODY]]
    assert Writing.sent == []


class Writing:
    written: list = []
    sent: list = []

    def __init__(self, **kwargs) -> None:
        pass

    def send_messages(self, messages) -> int:
        self.sent.extend(messages)
        return len(messages)

    def for_nobody(self, messages) -> None:
        self.written.extend(messages)


def test_three_wrong_codes_end_it_and_the_right_one_comes_too_late(client: Client, make_user: MakeUser) -> None:
    ask(client, make_user().email)
    code = sent_code()
    assert [enter(client, other_than(code)).status_code for _ in range(3)] == [200, 200, 429]
    assert enter(client, code)["Location"] == ASK
    assert "_auth_user_id" not in client.session


def test_guesses_are_counted_by_address_in_whatever_browser(make_user: MakeUser) -> None:
    user = make_user()
    browsers = [Client(), Client()]
    for browser in browsers:
        ask(browser, user.email)
    wrong = other_than(sent_code())
    statuses = [enter(browsers[n % 2], wrong).status_code for n in range(4)]
    assert statuses == [200] * 4
    ask(third := Client(), user.email)
    assert enter(third, other_than(sent_code())).status_code == 200
    assert enter(third, sent_code()).status_code == 429


@pytest.mark.parametrize("email", [None, NOBODY])
def test_few_codes_an_address_can_be_asked_for(make_user: MakeUser, email: str | None) -> None:
    address = email or make_user().email
    assert [ask(Client(), address).status_code for _ in range(4)] == [302, 302, 302, 429]


def test_a_code_works_once(client: Client, make_user: MakeUser) -> None:
    ask(client, make_user().email)
    code = sent_code()
    enter(client, code)
    client.post("/accounts/logout/")
    assert enter(client, code)["Location"] == ASK
    assert "_auth_user_id" not in client.session


def test_a_code_works_in_the_browser_that_asked_for_it_only(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    ask(client, user.email)
    code = sent_code()
    thief = Client()
    assert enter(thief, code)["Location"] == ASK
    ask(thief, user.email)
    assert enter(thief, code).status_code == 200


def test_an_old_code_is_refused(client: Client, make_user: MakeUser) -> None:
    ask(client, make_user().email)
    code = sent_code()
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert enter(client, code)["Location"] == ASK


def test_whoever_is_switched_off_in_between_does_not_come_in(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    ask(client, user.email)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert enter(client, sent_code())["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_no_code_is_no_code(client: Client, make_user: MakeUser) -> None:
    ask(client, NOBODY)
    for nothing in ("", " ", "-", "\0", "９９９９９９"):
        assert enter(client, nothing).status_code in {200, 429}
    assert "_auth_user_id" not in client.session


def test_the_code_and_the_address_are_sealed_in_the_stored_session(client: Client, make_user: MakeUser) -> None:
    import base64

    from django.contrib.sessions.models import Session

    user = make_user()
    ask(client, user.email)
    stored = base64.b64decode(Session.objects.get(pk=client.session.session_key).session_data)
    assert user.email.encode() not in stored
    assert sent_code().encode() not in stored


@pytest.mark.parametrize("address", [ASK, ENTER, "/accounts/login/app/"])
def test_a_form_needs_its_token_and_its_method(address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"email": NOBODY, "code": "1"}).status_code == 403
    assert Client().put(address).status_code == 405


def test_a_forged_next_leads_to_the_start(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    query = "?next=https://elsewhere.example/"
    assert ask(client, user.email, query)["Location"] == ENTER
    assert enter(client, sent_code(), query)["Location"] == "/"


def test_a_mail_is_never_about_the_host_that_was_asked_for(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    assert client.post(ASK, {"email": user.email}, headers={"host": "elsewhere.example"}).status_code == 400
    assert mail.outbox == []
    ask(client, user.email)
    assert "http" not in mail.outbox[0].body
