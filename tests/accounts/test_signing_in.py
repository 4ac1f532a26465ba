"""Signing in and out: by password, telling nothing, on the record."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, override_settings

from portal.accounts.actions import set_active
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.audit.actor import Actor
from portal.audit.models import AuditEntry
from portal.encryption.keys import SITE

from .conftest import PASSWORD, MakeUser, SignedIn

LOGIN = "/accounts/login/"
LOGOUT = "/accounts/logout/"
MISMATCH = "They do not match an account"

pytestmark = pytest.mark.django_db


def send(client: Client, email: str, password: str = PASSWORD, **extra: str):
    return client.post(LOGIN, {"login": email, "password": password, **extra})


def actions_on(user: User) -> list[str]:
    return list(AuditEntry.objects.filter(row_id=user.pk).order_by("sequence").values_list("action", flat=True))


def test_the_right_password_leads_to_the_start_and_from_there_to_the_home_of_the_role(
    client: Client, make_user: MakeUser
) -> None:
    make_user(Role.ADMIN, email="ada@people.example")
    response = send(client, "ADA@people.example ")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/")["Location"] == "/people/"


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_home_in_the_settings(role: Role) -> None:
    assert settings.ROLE_HOMES[role]


def test_signing_in_and_out_goes_on_the_record_without_the_address(client: Client, make_user: MakeUser) -> None:
    user = make_user(email="ada@people.example", post_title="Team manager")
    send(client, user.email)
    client.post(LOGOUT)
    entries = AuditEntry.objects.filter(row_id=user.pk).order_by("sequence")
    assert [entry.action for entry in entries] == ["signed_in", "signed_out"]
    assert {entry.chain for entry in entries} == {SITE}
    assert {entry.actor_post for entry in entries} == {"Team manager"}
    assert not any("people.example" in str(entry.details) for entry in entries)


def test_a_new_session_key_is_made_at_sign_in(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    assert client.cookies[settings.SESSION_COOKIE_NAME].value == before
    send(client, user.email)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_session_holds_no_address(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    send(client, user.email)
    assert user.email not in str(dict(client.session.items()))


def test_signing_out_asks_first_and_then_leads_to_the_start(make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user()
    client = signed_in(user)
    assert client.get(LOGOUT).status_code == 200
    assert actions_on(user) == ["signed_in"]
    response = client.post(LOGOUT)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.post(LOGOUT)["Location"] == f"{LOGIN}?next={LOGOUT}"
    assert client.get("/people/")["Location"].startswith(LOGIN)


def test_the_page_asked_for_is_shown_after_sign_in(client: Client, make_user: MakeUser) -> None:
    user = make_user(Role.ADMIN)
    response = send(client, user.email, next="/people/invite/")
    assert response["Location"] == "/people/invite/"


@pytest.mark.parametrize(
    "forged",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "http:///elsewhere.example",
        "http://testserver/people/",
        "javascript:alert(1)",
        "people/",
        " /people/",
        "/\t/elsewhere.example",
        "/accounts/logout/",
        "/exit/",
        "/" + "a" * 600,
    ],
)
def test_a_forged_next_leads_to_the_start(client: Client, make_user: MakeUser, forged: str) -> None:
    user = make_user()
    assert send(client, user.email, next=forged)["Location"] == "/"
    client.post(LOGOUT, {"next": forged})
    assert client.get(LOGIN, {"next": forged}).status_code == 200


def test_signing_out_never_leads_to_another_site(make_user: MakeUser, signed_in: SignedIn) -> None:
    response = signed_in(make_user()).post(LOGOUT, {"next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


def test_the_sign_in_page_says_whom_to_ask_and_offers_no_sign_up(client: Client) -> None:
    page = client.get(LOGIN).content.decode()
    assert "ask the person at the council who works with you" in page
    assert "signup" not in page
    assert "password/reset" not in page


def test_empty_fields_are_told_beside_each_field(client: Client, db: None) -> None:
    page = client.post(LOGIN, {}).content.decode()
    assert "Enter your email address" in page
    assert "Enter your password" in page
    assert "There is a problem" in page


def test_a_wrong_password_keeps_the_address_and_not_the_password(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    page = send(client, user.email, "not-the-password").content.decode()
    assert user.email in page
    assert "not-the-password" not in page


# Who may not.


def test_a_wrong_password_an_unknown_address_and_a_switched_off_account_look_alike(
    client: Client, make_user: MakeUser
) -> None:
    known = make_user(email="aaaa@people.example")
    off = make_user(email="bbbb@people.example", is_active=False)
    pages = {
        Client().post(LOGIN, {"login": email, "password": password}).content.decode().replace(email, "ADDRESS")
        for email, password in [
            (known.email, "wrong-password-here"),
            ("cccc@people.example", PASSWORD),
            (off.email, PASSWORD),
        ]
    }
    without_tokens = {_without_csrf(page) for page in pages}
    assert len(without_tokens) == 1
    assert MISMATCH in without_tokens.pop()


def _without_csrf(page: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=)"[^"]+"', r"\1", page)


def test_many_wrong_passwords_for_one_address_get_the_page_of_too_often(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    statuses = [send(client, user.email, "wrong-password-here").status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    assert send(client, user.email).status_code == 429


def test_many_tries_from_one_place_get_the_page_of_too_often(client: Client, db: None) -> None:
    statuses = {send(client, f"nobody{n}@people.example", "wrong-password-here").status_code for n in range(40)}
    assert statuses == {200, 429}


def test_a_switched_off_account_is_signed_out_at_the_next_click(
    make_user: MakeUser, signed_in: SignedIn, admin_actor: Actor
) -> None:
    user = make_user(Role.ADMIN)
    client = signed_in(user)
    assert client.get("/people/").status_code == 200
    set_active(actor=admin_actor, user_id=user.pk, active=False)
    response = client.get("/people/")
    assert (response.status_code, response["Location"]) == (302, f"{LOGIN}?next=/people/")


def test_switching_an_account_on_again_brings_back_no_old_session(
    make_user: MakeUser, signed_in: SignedIn, admin_actor: Actor
) -> None:
    user = make_user(Role.ADMIN)
    client = signed_in(user)
    set_active(actor=admin_actor, user_id=user.pk, active=False)
    set_active(actor=admin_actor, user_id=user.pk, active=True)
    assert client.get("/people/").status_code == 302
    assert send(client, user.email)["Location"] == "/"


@pytest.mark.parametrize(
    "path",
    ["", "signup/", "inactive/", "reauthenticate/", "email/", "confirm-email/", "confirm-email/abc/",
     "login/code/confirm/", "2fa/", "2fa/authenticate/", "2fa/totp/activate/", "2fa/recovery-codes/", "sessions/",
     "password/change/", "password/set/", "password/reset/", "password/reset/key/1-abc/",
     "password/reset/done/"],
)  # fmt: skip
def test_no_other_page_of_the_sign_in_package_exists(
    client: Client, make_user: MakeUser, signed_in: SignedIn, path: str
) -> None:
    address = f"/accounts/{path}"
    assert client.get(address)["Location"] == f"{LOGIN}?next={address}"
    assert signed_in(make_user()).get(address).status_code == 404
    assert client.post(address).status_code in (302, 403)


def test_a_sign_in_without_a_token_of_the_form_is_refused(make_user: MakeUser) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, make_user().email).status_code == 403


@pytest.mark.parametrize("address", [LOGIN, LOGOUT, "/"])
def test_the_method_is_judged_before_anything_else(address: str, make_user: MakeUser, signed_in: SignedIn) -> None:
    assert signed_in(make_user()).put(address).status_code == 405


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.ScryptPasswordHasher"])
def test_a_password_is_stored_hashed(db: None) -> None:
    user = User.objects.create_user("SOMEBODY@people.example", PASSWORD, name="Wren Halloway", role=Role.AUDITOR)
    assert user.password.startswith("scrypt$")
    assert user.email == "somebody@people.example"
    assert User.objects.get_by_natural_key("Somebody@people.example") == user
