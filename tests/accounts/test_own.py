"""Everybody's own account: password, where one is signed in, and showing again who one is."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as house
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from portal.accounts.actions import set_active
from portal.accounts.devices import words_for
from portal.accounts.models import SignIn, User
from portal.accounts.roles import Role
from portal.audit.actor import Actor
from portal.audit.models import AuditEntry

from .conftest import PASSWORD, MakeUser, SignedIn, age, totp, with_app

LOGIN, ACCOUNT, CONFIRM = "/accounts/login/", "/account/", "/account/confirm/"
BY_CODE = CONFIRM + "code/"
NEW = "pebble-lantern-gravy"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36"

pytestmark = pytest.mark.django_db


def by_password(client: Client, user: User, password: str = PASSWORD, **headers: str):
    return client.post(LOGIN, {"login": user.email, "password": password}, headers=headers)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_its_account_in_the_menu(make_user: MakeUser, signed_in: SignedIn, role: Role) -> None:
    page = signed_in(make_user(role)).get(ACCOUNT)
    assert page.status_code == 200
    assert 'href="/account/" aria-current="page"' in page.content.decode()


# The password.


def test_a_new_password_ends_every_other_sign_in_and_keeps_this_one(make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user()
    client, other = signed_in(user), signed_in(user)
    before = client.session.session_key
    assert client.post("/account/password/", {"password": NEW})["Location"] == ACCOUNT
    assert client.session.session_key != before
    assert client.get(ACCOUNT).status_code == 200
    assert other.get(ACCOUNT)["Location"].startswith(LOGIN)
    assert by_password(Client(), user).status_code == 200
    assert by_password(Client(), user, NEW).status_code == 302
    assert AuditEntry.objects.filter(row_id=user.pk, action="password_changed").count() == 1


@pytest.mark.parametrize("password", ["short", "password1234", ""])
def test_a_password_that_is_easy_to_guess_is_refused(make_user: MakeUser, signed_in: SignedIn, password: str) -> None:
    user = make_user()
    assert "There is a problem" in signed_in(user).post("/account/password/", {"password": password}).content.decode()
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


# Where one is signed in.


def test_one_sees_where_one_is_signed_in_in_words(make_user: MakeUser) -> None:
    user = make_user()
    by_password(Client(), user, **{"User-Agent": PHONE})
    here = Client()
    by_password(here, user, **{"User-Agent": "something else"})
    page = here.get(ACCOUNT).content.decode()
    assert "Chrome, Android" in page
    assert "A browser that we do not know" in page
    assert page.count("This one") == 1
    assert "127.0.0.1" not in page
    assert "AppleWebKit" not in page + str(list(SignIn.objects.values()))


def test_one_sign_in_is_ended_from_another_browser(make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user()
    lost, here, third = signed_in(user), signed_in(user), signed_in(user)
    address = f"/account/sign-ins/{lost.session['sign_in']}/end/"
    assert address in here.get(ACCOUNT).content.decode()
    assert here.post(address)["Location"] == ACCOUNT
    assert lost.get(ACCOUNT)["Location"] == f"{LOGIN}?next=/account/"
    assert [client.get(ACCOUNT).status_code for client in (here, third)] == [200, 200]
    assert address not in here.get(ACCOUNT).content.decode()


def test_all_others_are_ended_at_once(make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user()
    others, here = [signed_in(user) for _ in range(3)], signed_in(user)
    assert "Sign out everywhere else" in here.get(ACCOUNT).content.decode()
    here.post("/account/sign-ins/end-others/")
    assert [client.get(ACCOUNT).status_code for client in others] == [302] * 3
    page = here.get(ACCOUNT)
    assert page.status_code == 200
    assert "Sign out everywhere else" not in page.content.decode()


def test_signing_out_takes_it_off_the_list(make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user()
    signed_in(user).post("/accounts/logout/")
    assert signed_in(user).get(ACCOUNT).content.decode().count("Signed in on") == 1


def test_one_whose_time_is_over_is_not_on_the_list(make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user()
    age(signed_in(user), seen_at=timedelta(minutes=16))
    assert signed_in(user).get(ACCOUNT).content.decode().count("Signed in on") == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox, Linux"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_a_few_words_of_ours(agent: str, words: str) -> None:
    assert words_for(agent) == words


# Showing again who one is.


@pytest.fixture
def stale(make_user: MakeUser, signed_in: SignedIn) -> tuple[User, Client]:
    """Signed in a while ago."""
    user = make_user(Role.ADMIN)
    client = signed_in(user)
    age(client, proved_at=timedelta(minutes=15))
    return user, client


def test_a_sensitive_page_asks_again_after_a_quarter_of_an_hour(stale: tuple[User, Client]) -> None:
    user, client = stale
    ask = client.get("/account/password/")["Location"]
    assert ask == f"{CONFIRM}?next=%2Faccount%2Fpassword%2F"
    assert "Show that it is you" in client.get(ask).content.decode()
    assert client.post(ask, {"password": PASSWORD})["Location"] == "/account/password/"
    assert client.get("/account/password/").status_code == 200
    assert AuditEntry.objects.filter(row_id=user.pk, action="identity_shown_again").count() == 1


def test_what_was_typed_before_it_asked_is_given_back(stale: tuple[User, Client]) -> None:
    _user, client = stale
    ask = client.post("/people/invite/", {"name": "Hazel Thornbury"})["Location"]
    assert ask == f"{CONFIRM}?next=%2Fpeople%2Finvite%2F"
    assert client.post(ask, {"password": PASSWORD})["Location"] == "/people/invite/"
    assert "Hazel Thornbury" in client.get("/people/invite/").content.decode()


def test_who_has_no_password_shows_it_by_a_code_from_an_email(stale: tuple[User, Client]) -> None:
    user, client = stale
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    age(client, proved_at=timedelta(minutes=15))
    ask = client.get("/account/password/")["Location"]
    by_code = client.get(ask)["Location"]
    assert by_code == f"{BY_CODE}?next=%2Faccount%2Fpassword%2F"
    assert "We send a code" in client.get(by_code).content.decode()
    assert client.get("/account/password/")["Location"] == ask
    assert client.post(by_code)["Location"] == by_code
    assert mail.outbox[0].to == [user.email]
    code = re.findall(r"\d{6}", mail.outbox[0].body)[0]
    assert client.post(by_code, {"code": code})["Location"] == "/account/password/"
    assert client.get("/account/password/").status_code == 200


def test_who_forgot_the_password_may_take_a_code_instead(stale: tuple[User, Client]) -> None:
    _user, client = stale
    page = client.get(f"{CONFIRM}?next=/account/password/").content.decode()
    assert f'href="{BY_CODE}?next=%2Faccount%2Fpassword%2F"' in page


def test_who_has_an_app_shows_it_by_the_app_and_by_nothing_less(stale: tuple[User, Client]) -> None:
    user, client = stale
    with_app(user)
    page = client.get(CONFIRM).content.decode()
    assert 'name="code"' in page
    assert BY_CODE not in page
    assert client.get(BY_CODE)["Location"] == CONFIRM
    assert client.post(CONFIRM, {"password": PASSWORD}).status_code == 200
    assert client.post(CONFIRM, {"code": totp(user)})["Location"] == ACCOUNT


# Who may not.


def test_a_wrong_password_shows_nothing_and_is_counted(stale: tuple[User, Client]) -> None:
    _user, client = stale
    assert [client.post(CONFIRM, {"password": "not-it"}).status_code for _ in range(6)] == [200] * 5 + [429]
    assert client.get("/account/password/").status_code == 302


def test_the_password_of_somebody_else_shows_nothing(stale: tuple[User, Client], make_user: MakeUser) -> None:
    _user, client = stale
    other = make_user()
    other.set_password(NEW)
    other.save()
    page = client.post(CONFIRM, {"password": NEW, "email": other.email, "login": other.email}).content.decode()
    assert "Check your password" in page


def test_wrong_codes_end_the_code(stale: tuple[User, Client]) -> None:
    _user, client = stale
    client.post(BY_CODE)
    code = re.findall(r"\d{6}", mail.outbox[0].body)[0]
    wrong = "111111" if code != "111111" else "222222"
    assert [client.post(BY_CODE, {"code": wrong}).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/account/password/").status_code == 302
    assert "We send a code" in client.get(BY_CODE).content.decode()


def test_a_forged_way_back_leads_to_the_account(stale: tuple[User, Client]) -> None:
    _user, client = stale
    response = client.post(f"{CONFIRM}?next=https://elsewhere.example/", {"password": PASSWORD})
    assert response["Location"] == ACCOUNT


def test_nobody_ends_the_sign_in_of_somebody_else(make_user: MakeUser, signed_in: SignedIn) -> None:
    theirs, mine = signed_in(make_user()), signed_in(make_user(Role.ADMIN))
    for pk in (theirs.session["sign_in"], uuid4()):
        assert mine.post(f"/account/sign-ins/{pk}/end/").status_code == 404
    mine.post("/account/sign-ins/end-others/")
    assert theirs.get(ACCOUNT).status_code == 200


def test_an_ended_sign_in_is_worth_nothing_to_whoever_has_its_cookie(make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user()
    owner, thief = signed_in(user), Client()
    thief.cookies[house.SESSION_COOKIE_NAME] = owner.cookies[house.SESSION_COOKIE_NAME].value
    assert thief.get(ACCOUNT).status_code == 200
    owner.post("/accounts/logout/")
    assert thief.get(ACCOUNT)["Location"].startswith(LOGIN)


def test_a_session_that_names_no_sign_in_or_another_persons_is_nobodys(
    make_user: MakeUser, signed_in: SignedIn
) -> None:
    other = signed_in(make_user())
    for forged in (None, "not-a-key", str(uuid4()), other.session["sign_in"]):
        client = signed_in(make_user())
        session = client.session
        session["sign_in"] = forged
        session.save()
        assert client.get(ACCOUNT)["Location"].startswith(LOGIN)


def test_a_stored_session_copied_under_another_cookie_opens_nothing(make_user: MakeUser, signed_in: SignedIn) -> None:
    client = signed_in(make_user())
    row = Session.objects.get(pk=client.session.session_key)
    Session.objects.create(session_key="x" * 32, session_data=row.session_data, expire_date=row.expire_date)
    thief = Client()
    thief.cookies[house.SESSION_COOKIE_NAME] = "x" * 32
    assert thief.get(ACCOUNT)["Location"].startswith(LOGIN)


def test_a_planted_session_key_is_not_kept_at_sign_in(make_user: MakeUser) -> None:
    client = Client()
    client.cookies[house.SESSION_COOKIE_NAME] = "planted0planted0planted0planted0"
    by_password(client, make_user())
    assert client.session.session_key != "planted0planted0planted0planted0"
    assert not Session.objects.filter(pk__startswith="planted").exists()


def test_leaving_staff_lose_every_sign_in_at_once(make_user: MakeUser, signed_in: SignedIn, admin_actor: Actor) -> None:
    user = make_user(Role.CASEWORKER)
    clients = [signed_in(user), signed_in(user)]
    set_active(actor=admin_actor, user_id=user.pk, active=False)
    assert [client.get(ACCOUNT).status_code for client in clients] == [302, 302]
    assert not SignIn.objects.filter(user=user, ended_at=None).exists()
    assert by_password(Client(), user).status_code == 200


@pytest.mark.parametrize(
    "address", ["/account/password/", CONFIRM, "/account/second-factor/", "/account/sign-ins/end-others/"]
)
def test_every_form_needs_its_token(make_user: MakeUser, address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user())
    assert strict.post(address, {"password": NEW}).status_code == 403


@pytest.mark.parametrize("address", [ACCOUNT, LOGIN, "/accounts/login/code/", "/account/second-factor/"])
def test_no_page_stands_in_a_frame_of_another_site_or_in_a_cache(
    make_user: MakeUser, signed_in: SignedIn, address: str
) -> None:
    response = signed_in(make_user()).get(address)
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_another_host_is_refused(make_user: MakeUser, signed_in: SignedIn) -> None:
    client = signed_in(make_user())
    assert client.get(ACCOUNT, headers={"host": "elsewhere.example"}).status_code == 400


def test_strangers_find_no_account(client: Client) -> None:
    for address in (ACCOUNT, "/account/password/", CONFIRM, BY_CODE, "/account/second-factor/", "/account/time-left/"):
        assert client.get(address)["Location"] == f"{LOGIN}?next={address}"
