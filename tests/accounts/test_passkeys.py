"""Passkeys: added, named, used and removed by their owner; a second factor like the codes of an app."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory

from portal.accounts import passkeys
from portal.accounts.actions import add_passkey, remove_passkey, rename_passkey, take_off_second_factor
from portal.accounts.actors import actor_of
from portal.accounts.models import KeptWork, SignIn, User
from portal.accounts.policy import MOST_PASSKEYS
from portal.accounts.roles import FAMILY_ROLES, STAFF_ROLES, Role
from portal.accounts.selectors import has_second_factor, passkey, passkeys_of, recovery_codes
from portal.accounts.signed_in import SIGN_IN
from portal.audit.models import AuditEntry
from portal.encryption.errors import SealBroken
from portal.ui.refusals import NotYours

from .authenticator import HOST, PRESENT, Phone, data, question_on, text
from .conftest import PASSWORD, MakeUser, age, totp, with_app

LOGIN, STEP, SET_UP = "/accounts/login/", "/accounts/login/app/", "/account/second-factor/"
LIST, ADD, CODES, CONFIRM = (
    "/account/passkeys/",
    "/account/passkeys/add/",
    "/account/recovery-codes/",
    "/account/confirm/",
)
# Families read first how to leave.
HOME = {"/", "/exit/about/?next=%2F"}
NAME = "Imelda's green phone"

pytestmark = pytest.mark.django_db
At = Callable[[User], Client]


@pytest.fixture
def at_home() -> At:
    """Signed in at a name: passkeys belong to one."""

    def sign_in(user: User) -> Client:
        client = Client(SERVER_NAME=HOST)
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def stranger() -> Client:
    return Client(SERVER_NAME=HOST)


def add(client: Client, phone: Phone | None = None, name: str = NAME):
    return client.post(ADD, {"name": name, "credential": (phone or Phone()).make(question_on(client, ADD))})


def given(user: User, phone: Phone | None = None, name: str = NAME) -> Phone:
    """The account has this phone's passkey; signed out again."""
    client, phone = Client(SERVER_NAME=HOST), phone or Phone()
    client.force_login(user)
    assert add(client, phone, name).status_code == 302
    client.post("/accounts/logout/")
    return phone


def by_password(client: Client, user: User):
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD})


def show(client: Client, phone: Phone, address: str = STEP):
    return client.post(address, {"credential": phone.show(question_on(client, address)), "code": ""})


def only(user: User) -> UUID:
    (one,) = passkeys_of(user)
    return one.pk


def said(user: User) -> list[str]:
    return list(AuditEntry.objects.filter(row_id=user.pk).order_by("sequence").values_list("action", flat=True))


# Adding one.


def test_it_is_added_under_a_name_and_recovery_codes_come_with_the_first(make_user: MakeUser, at_home: At) -> None:
    user = make_user(Role.FAMILY_MEMBER)
    client = at_home(user)
    assert add(client)["Location"] == CODES
    assert len(recovery_codes(user)) == 10
    assert add(client, name="Grey laptop")["Location"] == LIST
    page = client.get(LIST).content.decode()
    assert "Imelda&#x27;s green phone" in page
    assert "Grey laptop" in page
    assert "Not used yet." in page
    assert said(user).count("passkey_added") == 2
    entry = AuditEntry.objects.filter(row_id=user.pk, action="passkey_added").latest("sequence")
    assert UUID(entry.details["passkey"]) == passkeys_of(user)[1].pk
    assert "laptop" not in str(entry.details)


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_staff_who_must_have_a_second_factor_may_begin_with_a_passkey(
    no_demo: None, make_user: MakeUser, at_home: At, role: Role
) -> None:
    client = at_home(make_user(role))
    assert client.get(LIST)["Location"] == SET_UP
    assert ADD in client.get(SET_UP).content.decode()
    assert add(client)["Location"] == CODES
    assert client.get(CODES).status_code == 200
    assert client.get(LIST).status_code == 200


def test_adding_one_ends_every_other_sign_in(make_user: MakeUser, at_home: At) -> None:
    user = make_user(Role.YOUNG_PERSON)
    other, client = at_home(user), at_home(user)
    add(client)
    assert other.get("/account/")["Location"].startswith(LOGIN)
    assert client.get("/account/").status_code == 200


def test_the_app_and_passkeys_stand_beside_each_other(make_user: MakeUser, at_home: At) -> None:
    user = make_user(Role.FAMILY_MEMBER)
    with_app(user)
    codes = recovery_codes(user)
    client = at_home(user)
    assert add(client)["Location"] == LIST
    assert recovery_codes(user) == codes
    assert client.post(f"{SET_UP}stop/")["Location"] == "/account/"
    assert len(passkeys_of(user)) == 1
    assert recovery_codes(user) == codes


def test_what_the_phone_lists_it_under_tells_no_role(make_user: MakeUser, at_home: At) -> None:
    user = make_user(Role.FAMILY_MEMBER, email="imelda@people.example")
    asked = question_on(at_home(user), ADD)["publicKey"]
    assert asked["rp"] == {"id": HOST, "name": "Answers and support"}
    assert asked["user"]["name"] == asked["user"]["displayName"] == "imelda@people.example"
    assert asked["authenticatorSelection"]["userVerification"] == "required"


def test_the_page_says_without_a_script_that_it_needs_one_and_offers_codes(make_user: MakeUser, at_home: At) -> None:
    client = at_home(make_user(Role.FAMILY_MEMBER))
    page = client.get(ADD).content.decode()
    assert "needs JavaScript" in page
    assert f'href="{SET_UP}"' in page
    answer = client.post(ADD, {"name": NAME, "credential": ""}).content.decode()
    assert "No passkey was made" in answer
    assert "Enter a name" in client.post(ADD, {"name": " ", "credential": ""}).content.decode()


# Signing in with it.


@pytest.mark.parametrize("role", [Role.ADMIN, Role.FAMILY_MEMBER])
def test_after_the_password_it_is_the_second_step(
    no_demo: None, make_user: MakeUser, stranger: Client, role: Role
) -> None:
    user = make_user(role)
    phone = given(user)
    assert by_password(stranger, user)["Location"] == STEP
    assert stranger.get("/account/").status_code == 302
    assert show(stranger, phone)["Location"] in HOME
    assert SignIn.objects.get(user=user, ended_at=None).second_factor
    assert "Last used on" in stranger.get(LIST).content.decode()
    assert "passkey_used" in said(user)


def test_a_code_of_the_app_or_a_recovery_code_does_as_well(make_user: MakeUser, stranger: Client) -> None:
    user = make_user(Role.FAMILY_MEMBER)
    given(user)
    by_password(stranger, user)
    assert "Recovery code" in stranger.get(STEP).content.decode()
    assert stranger.post(STEP, {"code": recovery_codes(user)[0]})["Location"] in HOME
    stranger.post("/accounts/logout/")
    TOTP.activate(user, generate_totp_secret())
    by_password(stranger, user)
    assert stranger.post(STEP, {"code": totp(user), "credential": ""})["Location"] in HOME


def test_it_shows_again_who_somebody_is(make_user: MakeUser, stranger: Client) -> None:
    user = make_user(Role.FAMILY_MEMBER)
    phone = given(user)
    by_password(stranger, user)
    show(stranger, phone)
    age(stranger, proved_at=timedelta(minutes=15))
    address = f"{CONFIRM}?next={CODES}"
    assert stranger.get(CODES)["Location"].startswith(CONFIRM)
    assert show(stranger, phone, address)["Location"] == CODES
    assert stranger.get(CODES).status_code == 200
    assert said(user)[-2:] == ["passkey_used", "identity_shown_again"]


# Its name, and removing it.


def test_it_gets_another_name(make_user: MakeUser, at_home: At) -> None:
    user = make_user(Role.FAMILY_MEMBER)
    client = at_home(user)
    add(client)
    address = f"{LIST}{only(user)}/name/"
    assert "Imelda&#x27;s green phone" in client.get(address).content.decode()
    assert client.post(address, {"name": "Old phone"})["Location"] == LIST
    assert [one.name for one in passkeys_of(user)] == ["Old phone"]
    assert "Enter a name" in client.post(address, {"name": ""}).content.decode()
    assert said(user)[-1] == "passkey_renamed"


@pytest.mark.parametrize("role", sorted(FAMILY_ROLES))
def test_a_family_removes_its_last_one_and_signs_in_without(
    no_demo: None, make_user: MakeUser, at_home: At, stranger: Client, role: Role
) -> None:
    user = make_user(role)
    client = at_home(user)
    add(client)
    address = f"{LIST}{only(user)}/remove/"
    assert client.get(address).status_code == 200
    assert client.post(address)["Location"] == LIST
    assert not Authenticator.objects.filter(user=user).exists()
    assert said(user)[-1] == "passkey_removed"
    assert by_password(stranger, user)["Location"] in HOME


def test_removing_one_ends_the_sign_in_on_the_lost_phone(make_user: MakeUser, at_home: At, stranger: Client) -> None:
    user = make_user(Role.CASEWORKER)
    lost, kept = given(user), given(user, name="Kept")
    by_password(stranger, user)
    show(stranger, lost)
    client = at_home(user)
    client.post(f"{LIST}{passkeys_of(user)[0].pk}/remove/")
    assert stranger.get("/account/")["Location"].startswith(LOGIN)
    by_password(stranger, user)
    assert "That passkey did not work" in show(stranger, lost).content.decode()
    assert show(stranger, kept)["Location"] == "/"


def test_the_administrator_takes_all_off_for_who_lost_everything(make_user: MakeUser, admin: User) -> None:
    user = make_user()
    given(user)
    take_off_second_factor(actor=actor_of(admin), user_id=user.pk)
    assert not has_second_factor(user)
    assert passkeys_of(user) == []


# Who may not.


@pytest.mark.parametrize("demo", [True, False])
def test_staff_keep_one_second_factor(make_user: MakeUser, at_home: At, settings: object, demo: bool) -> None:
    settings.PORTAL_DEMO = demo  # type: ignore[attr-defined]
    user = make_user(Role.ADMIN)
    client = at_home(user)
    add(client)
    pk = only(user)
    assert "You cannot remove this one yet" in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{pk}/remove/")["Location"] == LIST
    client.post(f"{LIST}{pk}/remove/")
    with pytest.raises(NotYours):
        remove_passkey(user=user, sign_in=SignIn.objects.get(pk=client.session[SIGN_IN]), pk=pk)
    assert only(user) == pk
    with_app(user)
    assert client.post(f"{SET_UP}stop/")["Location"] == "/account/"
    assert only(user) == pk
    with_app(user)
    client.post(f"{LIST}{pk}/remove/")
    assert passkeys_of(user) == []
    assert client.post(f"{SET_UP}stop/")["Location"] == "/account/"
    assert has_second_factor(user)


def test_nothing_of_it_is_done_without_showing_again_who_one_is(make_user: MakeUser, at_home: At) -> None:
    user = make_user(Role.FAMILY_MEMBER)
    client = at_home(user)
    add(client)
    pk = only(user)
    age(client, proved_at=timedelta(minutes=15))
    for address in (ADD, f"{LIST}{pk}/name/", f"{LIST}{pk}/remove/"):
        assert client.get(address)["Location"].startswith(CONFIRM)
        assert client.post(address, {"name": "Mine now", "credential": "{}"})["Location"].startswith(CONFIRM)
        # The name is given back there, what a script sent is not.
        assert json.loads(KeptWork.objects.get(user=user, path=address).fields) == [["Name", "Mine now"]]
    assert passkey(user, pk).name == NAME


def test_nobody_names_or_removes_the_passkey_of_another(make_user: MakeUser, at_home: At) -> None:
    owner, other = make_user(Role.FAMILY_MEMBER), make_user(Role.FAMILY_MEMBER)
    given(owner)
    pk, client = only(owner), at_home(other)
    nothing = client.get("/no/such/page/").content
    for key in (pk, uuid4()):
        for address in (f"{LIST}{key}/name/", f"{LIST}{key}/remove/"):
            assert client.get(address).content == nothing
            assert client.post(address, {"name": "Theirs"}).status_code == 404
    with pytest.raises(NotYours):
        rename_passkey(user=other, pk=pk, name="Theirs")
    assert passkey(owner, pk).name == NAME
    assert NAME not in client.get(LIST).content.decode()


def test_the_passkey_of_another_account_is_no_second_step(make_user: MakeUser, stranger: Client) -> None:
    owner, other = make_user(), make_user()
    phone = given(owner)
    given(other)
    by_password(stranger, other)
    assert show(stranger, phone).status_code == 200
    assert "_auth_user_id" not in stranger.session


def test_the_second_step_without_the_first_is_no_way_in(make_user: MakeUser, stranger: Client) -> None:
    user = make_user()
    phone = given(user)
    by_password(stranger, user)
    answer = phone.show(question_on(stranger, STEP))
    assert Client(SERVER_NAME=HOST).post(STEP, {"credential": answer})["Location"] == LOGIN


def test_an_answer_works_once(make_user: MakeUser, stranger: Client) -> None:
    user = make_user()
    phone = given(user)
    by_password(stranger, user)
    answer = phone.show(question_on(stranger, STEP))
    assert stranger.post(STEP, {"credential": answer}).status_code == 302
    stranger.post("/accounts/logout/")
    by_password(stranger, user)
    stranger.get(STEP)
    assert stranger.post(STEP, {"credential": answer}).status_code == 200


@pytest.mark.parametrize("asked_on", [ADD, STEP])
@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://elsewhere.example"}, {"origin": f"http://sub.{HOST}"}, {"origin": f"https://{HOST}"},
        {"rp": "elsewhere.example"}, {"flags": PRESENT}, {"flags": 0},
    ],
    ids=["elsewhere", "below", "other-scheme", "other-name", "not-unlocked", "nobody-there"],
)  # fmt: skip
def test_an_answer_from_elsewhere_or_without_unlocking_is_refused(
    make_user: MakeUser, at_home: At, stranger: Client, wrong: dict, asked_on: str
) -> None:
    user = make_user(Role.FAMILY_MEMBER)
    phone = given(user)
    for name, value in wrong.items():
        setattr(phone, name, value)
    if asked_on == STEP:
        by_password(stranger, user)
        assert "That passkey did not work" in show(stranger, phone).content.decode()
        assert "_auth_user_id" not in stranger.session
    else:
        assert "No passkey was made" in add(at_home(user), phone).content.decode()
        assert len(passkeys_of(user)) == 1


def forged(answer: str) -> list[str]:
    """The same answer with something wrong in each."""
    whole = json.loads(answer)
    broken = ["", "x", "[]", "null", "7", "{}", "[" * 15_000, '{"response": 1}', answer[:-1], "0" * 30_000, "\x00"]
    for name, value in whole["response"].items():
        raw = data(value)
        others = [
            None,
            7,
            [],
            {},
            "",
            "é",
            "AA",
            text(raw[:-1]),
            text(raw[:40]),
            text(raw + b"x"),
            text(b"\x81" * 9_000),
        ]
        others += [text(raw[:at] + bytes([raw[at] ^ 0xFF]) + raw[at + 1 :]) for at in range(len(raw))]
        broken += [json.dumps(whole | {"response": whole["response"] | {name: other}}) for other in others]
    broken += [json.dumps({key: value for key, value in whole.items() if key != left}) for left in whole]
    broken += [json.dumps(whole | {key: other}) for key in whole for other in (None, 7, [], {}, "é")]
    return broken


@pytest.fixture
def request_(rf: RequestFactory) -> Iterator[HttpRequest]:
    """One request with a session, as allauth knows it."""
    request = rf.get(ADD, SERVER_NAME=HOST)
    request.session = {}  # type: ignore[assignment]
    with context.request_context(request):
        yield request


def test_of_forged_answers_none_is_an_error_and_what_is_kept_can_be_used(
    make_user: MakeUser, request_: HttpRequest
) -> None:
    user = make_user()
    true = Phone().make(json.loads(passkeys.question_to_make(user)))
    asked = dict(request_.session)
    for answer in [*forged(true), true]:
        request_.session.update(asked)
        credential = passkeys.made(request_, answer)
        if credential is not None:
            row = Authenticator.objects.create(user=user, type="webauthn", data=passkeys.new_data("Kept", credential))
            assert passkeys.question_to_show(user)
            row.delete()
    assert credential is not None


def test_of_forged_answers_to_the_second_step_none_lets_anybody_in(make_user: MakeUser, request_: HttpRequest) -> None:
    """But those that differ only in what nobody reads: what was signed is the same."""
    user = make_user()
    phone = given(user)
    true = phone.show(json.loads(passkeys.question_to_show(user)))
    asked = dict(request_.session)
    for answer in [*forged(true), true]:
        request_.session.update(asked)
        found = passkeys.shown(request_, user, answer)
        assert found is None or json.loads(answer)["response"] == json.loads(true)["response"], answer
    assert found is not None


def test_a_page_takes_a_forged_answer_for_none(make_user: MakeUser, at_home: At) -> None:
    client = at_home(make_user(Role.FAMILY_MEMBER))
    for answer in ("{}", "[" * 15_000, "0" * 30_000, "\x00", "null"):
        client.get(ADD)
        assert "No passkey was made" in client.post(ADD, {"name": NAME, "credential": answer}).content.decode()


def test_wrong_answers_to_the_limit_get_the_page_of_too_often(make_user: MakeUser, stranger: Client) -> None:
    user = make_user()
    phone = given(user)
    by_password(stranger, user)
    assert [stranger.post(STEP, {"credential": "{}"}).status_code for _ in range(6)] == [200] * 5 + [429]
    assert show(stranger, phone).status_code == 429


def test_there_is_an_end_to_how_many_one_may_have(make_user: MakeUser, at_home: At) -> None:
    user = make_user(Role.FAMILY_MEMBER)
    client = at_home(user)
    add(client)
    here, row = SignIn.objects.get(pk=client.session[SIGN_IN]), Authenticator.objects.get(user=user, type="webauthn")
    for _ in range(MOST_PASSKEYS - 1):
        add_passkey(user=user, sign_in=here, name="One more", credential=row.data["credential"])
    assert "Remove one before" in client.get(LIST).content.decode()
    assert client.get(ADD)["Location"] == LIST
    with pytest.raises(NotYours):
        add_passkey(user=user, sign_in=here, name="One more", credential=row.data["credential"])


def test_the_name_is_sealed_in_the_database_and_for_its_own_passkey_only(make_user: MakeUser) -> None:
    user = make_user()
    given(user)
    given(user, name="Second")
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = str(cursor.fetchall())
    assert "Imelda" not in stored
    assert "green" not in stored
    assert "Second" not in stored
    first, second = Authenticator.objects.filter(user=user, type="webauthn").order_by("pk")
    second.data["name"] = first.data["name"]
    second.save()
    with pytest.raises(SealBroken):
        passkeys_of(user)
