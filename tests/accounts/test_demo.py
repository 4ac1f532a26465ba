"""The demo page: one click an account, and nothing where the demo is off."""

from importlib import reload

import pytest
from django.test import Client, override_settings
from django.urls import clear_url_caches

from portal.accounts import urls
from portal.accounts.demo import ADDRESSES, DEMO_ACCOUNTS, DEMO_PASSWORD, create_demo_users
from portal.accounts.models import User
from portal.accounts.roles import Role

from .conftest import MakeUser, SignedIn

pytestmark = pytest.mark.django_db

PARENT = "family_member@arrowmere.example"
WORKER = "caseworker@arrowmere.example"


@pytest.fixture
def cast() -> dict[str, User]:
    return create_demo_users()


def who(client: Client) -> str:
    return User.objects.get(pk=client.session["_auth_user_id"]).email


def test_every_role_has_a_demo_account_of_its_name() -> None:
    by_address = {account.email: account.role for account in DEMO_ACCOUNTS}
    assert all(by_address[f"{role.value}@arrowmere.example"] == role for role in Role)
    assert len(ADDRESSES) == len(DEMO_ACCOUNTS) == 18


def test_the_accounts_are_made_once_and_keep_their_names(cast: dict[str, User]) -> None:
    again = create_demo_users()
    assert {email: user.pk for email, user in again.items()} == {email: user.pk for email, user in cast.items()}
    assert set(cast) == ADDRESSES
    assert User.objects.get(email=PARENT).name == "Imelda Varnish"
    assert User.objects.get(email=WORKER).post_title == "Family reconciliation caseworker"


def test_a_demo_account_signs_in_with_the_one_password(client: Client, cast: dict[str, User]) -> None:
    response = client.post("/accounts/login/", {"login": PARENT, "password": DEMO_PASSWORD})
    assert (response.status_code, who(client)) == (302, PARENT)


def test_the_page_lists_each_account_with_its_form(client: Client, cast: dict[str, User]) -> None:
    page = client.get("/demo/").content.decode()
    assert page.count('name="account"') == len(DEMO_ACCOUNTS)
    for account in DEMO_ACCOUNTS:
        assert account.email in page
        assert account.name in page


def test_one_click_signs_in(client: Client, cast: dict[str, User]) -> None:
    response = client.post("/demo/", {"account": PARENT})
    assert response.status_code == 302
    assert who(client) == PARENT


def test_a_click_from_another_account_switches_to_a_fresh_session(client: Client, cast: dict[str, User]) -> None:
    client.post("/demo/", {"account": PARENT})
    session = client.session
    session["left_behind"] = "yes"
    session.save()
    before = session.session_key
    client.post("/demo/", {"account": WORKER})
    assert who(client) == WORKER
    assert client.session.session_key != before
    assert "left_behind" not in client.session


# Who may not.


def test_only_accounts_of_the_list_that_are_there_and_switched_on(
    client: Client, make_user: MakeUser, cast: dict[str, User]
) -> None:
    outsider = make_user(email="somebody@arrowmere.example")
    User.objects.filter(email=WORKER).update(is_active=False)
    assert f'value="{WORKER}"' not in client.get("/demo/").content.decode()
    for address in (outsider.email, WORKER, "", "nobody@arrowmere.example", PARENT.upper()):
        assert client.post("/demo/", {"account": address}).status_code == 404
    assert client.post("/demo/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_demo_click_needs_the_token_of_the_form(cast: dict[str, User]) -> None:
    assert Client(enforce_csrf_checks=True).post("/demo/", {"account": PARENT}).status_code == 403


def test_where_the_demo_is_off_there_is_no_such_page(
    client: Client, make_user: MakeUser, signed_in: SignedIn, cast: dict[str, User]
) -> None:
    member = signed_in(make_user(Role.FAMILY_MEMBER))
    with override_settings(PORTAL_DEMO=False):
        assert client.get("/demo/").status_code == 404  # still routed, refused all the same
        reload(urls)
        try:
            assert "demo" not in {pattern.name for pattern in urls.urlpatterns}
        finally:
            nowhere = member.get("/no-such-page/").content
            assert member.get("/demo/").content == nowhere
            assert client.post("/demo/", {"account": PARENT}).status_code == 404
    reload(urls)
    clear_url_caches()
