"""A second factor: forced on staff on every page, offered to families, sealed, and replaced when the phone is lost."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from portal.accounts.actions import stop_second_factor
from portal.accounts.models import SignIn, User
from portal.accounts.roles import FAMILY_ROLES, STAFF_ROLES, Role
from portal.accounts.selectors import lasts, recovery_codes
from portal.audit.models import AuditEntry
from portal.ui.refusals import NotYours

from .conftest import PASSWORD, MakeUser, SignedIn, age, app_code, totp, with_app

LOGIN, STEP, SET_UP = "/accounts/login/", "/accounts/login/app/", "/account/second-factor/"
CODES, CONFIRM = "/account/recovery-codes/", "/account/confirm/"

pytestmark = pytest.mark.django_db


def by_password(client: Client, user: User, **extra: str):
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD, **extra})


def set_up(client: Client):
    """What a person does: read the key, type it into the app, type what the app shows."""
    key = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", client.get(SET_UP).content.decode())
    assert key
    return client.post(SET_UP, {"code": app_code(key.group(1))})


def later(minutes: int = 1):
    """A code works once, so the next one is needed."""
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)


# Staff.


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_staff_without_a_second_factor_get_no_page_but_its_set_up(
    no_demo: None, make_user: MakeUser, signed_in: SignedIn, role: Role
) -> None:
    client = signed_in(make_user(role))
    pages = ["/people/", "/worklist/", "/engagements/new/", "/account/", "/account/password/", CODES, "/nowhere/"]
    for page in pages:
        assert client.get(page)["Location"] == SET_UP
        assert client.post(page)["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200


def test_signing_out_health_and_public_pages_stay_open_before_it(
    no_demo: None, make_user: MakeUser, signed_in: SignedIn
) -> None:
    client = signed_in(make_user())
    assert client.get("/health/live").status_code == 200
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/account/time-left/").json()["seconds"] > 0
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_setting_it_up_opens_the_rest_and_shows_recovery_codes(
    no_demo: None, make_user: MakeUser, signed_in: SignedIn
) -> None:
    user = make_user(Role.ADMIN)
    client = signed_in(user)
    assert set_up(client)["Location"] == CODES
    shown = re.findall(r"<code>(\d{8})</code>", client.get(CODES).content.decode())
    assert len(shown) == 10
    assert shown == recovery_codes(user)
    assert client.get("/people/").status_code == 200
    assert AuditEntry.objects.filter(row_id=user.pk, action="second_factor_set_up").exists()


def test_the_picture_and_the_key_are_the_same_secret_and_survive_a_reload(
    no_demo: None, make_user: MakeUser, signed_in: SignedIn
) -> None:
    client = signed_in(make_user())
    first = client.get(SET_UP).content.decode()
    assert first.count("style=") == 0
    key = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", first)
    again = client.get(SET_UP).content.decode()
    assert key
    assert key.group(1) in again
    assert f"secret={key.group(1).replace(' ', '')}" in again
    picture = client.get(f"{SET_UP}picture.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"style=" not in picture.content
    assert "no-store" in picture["Cache-Control"]


def test_staff_then_sign_in_by_password_and_app(no_demo: None, client: Client, make_user: MakeUser) -> None:
    user = make_user(Role.ADMIN)
    with_app(user)
    assert by_password(client, user, next="/people/invite/")["Location"] == STEP
    assert client.get("/people/").status_code == 302
    assert client.post(STEP, {"code": totp(user)})["Location"] == "/people/invite/"
    assert client.get("/people/").status_code == 200
    assert SignIn.objects.get(user=user).second_factor


def test_a_lost_phone_is_replaced_with_a_recovery_code(no_demo: None, client: Client, make_user: MakeUser) -> None:
    user = make_user(Role.ADMIN)
    old_secret = with_app(user)
    code, *others = recovery_codes(user)
    by_password(client, user)
    assert client.post(STEP, {"code": code})["Location"] == "/"
    assert recovery_codes(user) == others
    assert "9 left" in client.get("/account/").content.decode()
    assert set_up(client)["Location"] == CODES
    assert not set(recovery_codes(user)) & {code, *others}
    client.post("/accounts/logout/")
    with later():
        by_password(client, user)
        assert client.post(STEP, {"code": app_code(old_secret)}).status_code == 200
        assert client.post(STEP, {"code": totp(user)}).status_code == 302


def test_a_new_app_ends_every_other_sign_in(no_demo: None, make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user(Role.ADMIN)
    other, client = signed_in(user), signed_in(user)
    set_up(client)
    assert other.get(SET_UP)["Location"].startswith(LOGIN)
    assert client.get("/people/").status_code == 200


def test_a_sign_in_that_began_without_it_does_not_go_on_beside_it(
    no_demo: None, make_user: MakeUser, signed_in: SignedIn
) -> None:
    user = make_user(Role.ADMIN)
    client = signed_in(user)
    with_app(user)
    assert client.get("/people/")["Location"] == f"{LOGIN}?next=/people/"


def test_in_the_demo_nobody_is_asked(make_user: MakeUser, signed_in: SignedIn) -> None:
    assert signed_in(make_user(Role.ADMIN)).get("/people/").status_code == 200


def test_what_stays_open_without_a_request_is_held_to_the_same(
    no_demo: None, make_user: MakeUser, signed_in: SignedIn
) -> None:
    user = make_user(Role.CASEWORKER)
    client = signed_in(user)
    key = client.session["sign_in"]
    assert not lasts(user, key)
    set_up(client)
    assert lasts(user, key)
    age(client, seen_at=timedelta(minutes=15))
    assert not lasts(user, key)
    assert not lasts(user, None)
    assert not lasts(make_user(), key)


# Families.


@pytest.mark.parametrize("role", sorted(FAMILY_ROLES))
def test_families_are_offered_it_and_can_stop(
    no_demo: None, make_user: MakeUser, signed_in: SignedIn, role: Role
) -> None:
    user = make_user(role)
    client = signed_in(user)
    assert "Not set up" in client.get("/account/").content.decode()
    set_up(client)
    assert "Asked for at each sign-in" in client.get("/account/").content.decode()
    client.post("/accounts/logout/")
    with later():
        assert by_password(client, user)["Location"] == STEP
        client.post(STEP, {"code": totp(user)})
        assert client.get(f"{SET_UP}stop/").status_code == 200
        assert client.post(f"{SET_UP}stop/")["Location"] == "/account/"
    assert not Authenticator.objects.filter(user=user).exists()


def test_new_recovery_codes_take_the_place_of_the_old(client: Client, make_user: MakeUser) -> None:
    user = make_user(Role.FAMILY_MEMBER)
    with_app(user)
    before = recovery_codes(user)
    by_password(client, user)
    client.post(STEP, {"code": totp(user)})
    assert client.post(CODES)["Location"] == CODES
    assert not set(before) & set(recovery_codes(user))
    client.post("/accounts/logout/")
    by_password(client, user)
    assert client.post(STEP, {"code": before[0]}).status_code == 200


def test_codes_are_seen_and_made_only_after_showing_again_who_one_is(make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user(Role.FAMILY_MEMBER)
    secret = with_app(user)
    client = signed_in(user)
    age(client, proved_at=timedelta(minutes=15))
    before = recovery_codes(user)
    for address in (CODES, SET_UP, f"{SET_UP}stop/"):
        assert client.get(address)["Location"] == f"{CONFIRM}?next={address.replace('/', '%2F')}"
        assert client.post(address)["Location"].startswith(CONFIRM)
    assert recovery_codes(user) == before
    assert client.post(f"{CONFIRM}?next={CODES}", {"code": app_code(secret)})["Location"] == CODES
    assert client.get(CODES).status_code == 200


# The administrator.


def test_the_administrator_takes_it_off_for_who_lost_everything(
    no_demo: None, make_user: MakeUser, signed_in: SignedIn, admin: User
) -> None:
    user = make_user(Role.CASEWORKER)
    with_app(user)
    office, theirs = signed_in(admin), signed_in(user)
    SignIn.objects.update(second_factor=True)
    account = f"/people/{user.pk}/"
    assert "Take off" in office.get(account).content.decode()
    assert office.get(f"{account}second-factor/").status_code == 200
    assert office.post(f"{account}second-factor/")["Location"] == account
    assert theirs.get("/account/")["Location"].startswith(LOGIN)
    assert by_password(Client(), user)["Location"] == "/"
    entry = AuditEntry.objects.get(row_id=user.pk, action="second_factor_taken_off")
    assert entry.actor_id == admin.pk


def test_the_administrator_takes_it_off_nobody_who_has_none_and_not_themselves(
    make_user: MakeUser, signed_in: SignedIn, admin: User
) -> None:
    with_app(admin)
    client = signed_in(admin)
    assert client.get(f"/people/{admin.pk}/second-factor/").status_code == 404
    assert client.post(f"/people/{make_user().pk}/second-factor/").status_code == 404
    assert "Take off" not in client.get(f"/people/{admin.pk}/").content.decode()


# Who may not.


def test_the_secrets_are_sealed_in_the_database(make_user: MakeUser) -> None:
    user = make_user()
    secret = with_app(user)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in recovery_codes(user))


def test_the_secret_that_is_being_set_up_is_sealed_in_the_session(make_user: MakeUser, signed_in: SignedIn) -> None:
    import base64

    from django.contrib.sessions.models import Session

    client = signed_in(make_user())
    client.get(SET_UP)
    secret = client.session["second_factor_secret"]
    assert secret.encode() not in base64.b64decode(Session.objects.get(pk=client.session.session_key).session_data)


def test_a_code_of_the_app_works_once(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    with_app(user)
    with time_machine.travel(timezone.now(), tick=False):
        code = totp(user)
        by_password(client, user)
        assert client.post(STEP, {"code": code}).status_code == 302
        client.post("/accounts/logout/")
        by_password(client, user)
        assert client.post(STEP, {"code": code}).status_code == 200


def test_the_code_that_set_it_up_does_not_sign_in(make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user()
    with time_machine.travel(timezone.now(), tick=False):
        set_up(signed_in(user))
        thief = Client()
        by_password(thief, user)
        assert thief.post(STEP, {"code": totp(user)}).status_code == 200


def test_a_recovery_code_works_once(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    with_app(user)
    code = recovery_codes(user)[0]
    by_password(client, user)
    client.post(STEP, {"code": code})
    client.post("/accounts/logout/")
    by_password(client, user)
    assert client.post(STEP, {"code": code}).status_code == 200


def test_wrong_codes_to_the_limit_get_the_page_of_too_often(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    with_app(user)
    by_password(client, user)
    wrong = "000000" if totp(user) != "000000" else "111111"
    assert [client.post(STEP, {"code": wrong}).status_code for _ in range(6)] == [200] * 5 + [429]
    assert client.post(STEP, {"code": totp(user)}).status_code == 429


def test_wrong_codes_at_the_set_up_are_counted_too(make_user: MakeUser, signed_in: SignedIn) -> None:
    client = signed_in(make_user())
    client.get(SET_UP)
    assert [client.post(SET_UP, {"code": "x"}).status_code for _ in range(6)] == [200] * 5 + [429]


def test_the_second_step_without_the_first_is_no_way_in(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    with_app(user)
    assert client.post(STEP, {"code": totp(user)})["Location"] == LOGIN
    assert client.get(STEP)["Location"] == LOGIN


def test_the_first_step_is_forgotten_after_a_quarter_of_an_hour(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    with_app(user)
    by_password(client, user)
    with later(16):
        assert client.post(STEP, {"code": totp(user)})["Location"] == LOGIN


def test_whoever_is_switched_off_between_the_steps_does_not_come_in(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    with_app(user)
    by_password(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.post(STEP, {"code": totp(user)})["Location"] == LOGIN
    assert "_auth_user_id" not in client.session


def test_staff_cannot_stop_it(no_demo: None, make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user(Role.ADMIN)
    client = signed_in(user)
    set_up(client)
    assert client.get(f"{SET_UP}stop/")["Location"] == "/account/"
    assert client.post(f"{SET_UP}stop/")["Location"] == "/account/"
    with pytest.raises(NotYours):
        stop_second_factor(user=user)
    assert Authenticator.objects.filter(user=user).count() == 2


def test_there_are_no_codes_and_no_picture_without_a_second_factor(make_user: MakeUser, signed_in: SignedIn) -> None:
    client = signed_in(make_user(Role.FAMILY_MEMBER))
    assert client.get(f"{SET_UP}picture.svg").status_code == 404
    for address in (CODES, f"{SET_UP}stop/"):
        assert client.get(address)["Location"] == "/account/"
        assert client.post(address)["Location"] == "/account/"
    assert not Authenticator.objects.exists()


def test_a_second_step_without_a_code_is_asked_for_one(client: Client, make_user: MakeUser) -> None:
    user = make_user()
    with_app(user)
    by_password(client, user)
    assert "Enter the code from your app" in client.post(STEP, {"something": "else"}).content.decode()
