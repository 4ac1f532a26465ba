"""The guard of pages: the method by the route alone, then the role, then who acts."""

from http import HTTPStatus

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from portal.accounts import urls
from portal.accounts.pages import page
from portal.accounts.roles import FAMILY_ROLES, STAFF_ROLES, Role
from portal.accounts.signed_in import actor_from, signed_in_user
from portal.audit.actor import Actor
from portal.ui.refusals import NotYours

from .conftest import MakeUser, SignedIn

pytestmark = pytest.mark.django_db

OURS = ["/people/", "/people/invite/", "/people/0b6c9f4e-93ab-4b5e-a9d2-0d1c4f0f2a11/"]


@page(Role.SUPERVISOR, methods=("GET", "POST"))
def queue(request: HttpRequest, actor: Actor, *, number: int) -> HttpResponse:
    return HttpResponse(f"{actor.role} {actor.post} {number}")


@page()
def for_everybody(request: HttpRequest, actor: Actor) -> HttpResponse:
    return HttpResponse(actor.role)


def ask(view, user=None, method: str = "GET", **kwargs):
    request = RequestFactory().generic(method, "/somewhere/")
    request.user = user
    return view(request, **kwargs)


def test_the_view_is_told_who_acts(make_user: MakeUser) -> None:
    response = ask(queue, make_user(Role.SUPERVISOR, post_title="Team manager"), number=3)
    assert response.content == b"supervisor Team manager 3"


def test_someone_without_a_post_title_is_called_by_their_role(make_user: MakeUser) -> None:
    assert ask(queue, make_user(Role.SUPERVISOR), number=1).content == b"supervisor Supervisor 1"


def test_head_goes_where_get_goes(make_user: MakeUser) -> None:
    assert ask(queue, make_user(Role.SUPERVISOR), "HEAD", number=1).status_code == HTTPStatus.OK


def test_a_page_that_names_no_role_lets_in_everybody_signed_in(make_user: MakeUser) -> None:
    assert [ask(for_everybody, make_user(role)).content.decode() for role in Role] == list(Role)


def test_a_family_and_the_staff_are_all_the_roles_and_nobody_is_both() -> None:
    assert frozenset(Role) == FAMILY_ROLES | STAFF_ROLES
    assert not FAMILY_ROLES & STAFF_ROLES
    assert len(Role) == 10


def test_the_name_of_an_actor_stays_out_of_logs(make_user: MakeUser) -> None:
    request = RequestFactory().get("/")
    request.user = make_user(name="Wren Halloway")
    assert actor_from(request).name == "Wren Halloway"
    assert "Halloway" not in repr(actor_from(request))
    assert "Halloway" not in repr(request.user) + str(request.user)


# Who may not.


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPERVISOR])
def test_a_role_that_is_not_named_finds_nothing_here(make_user: MakeUser, role: Role) -> None:
    with pytest.raises(NotYours):
        ask(queue, make_user(role), number=1)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.FAMILY_MEMBER])
def test_a_wrong_method_is_refused_whoever_asks(make_user: MakeUser, role: Role) -> None:
    response = ask(queue, make_user(role), "DELETE", number=1)
    assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert response["Allow"] == "GET, HEAD, POST"


def test_a_stranger_is_nobody(db: None) -> None:
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(NotYours):
        signed_in_user(request)


def test_strangers_may_open_only_the_public_list() -> None:
    public = {pattern.name for pattern in urls.urlpatterns if not getattr(pattern.callback, "login_required", True)}
    by_email_and_app = {"account_request_login_code", "account_confirm_login_code", "mfa_authenticate"}
    assert public == {"start", "account_login", "invitation", "demo"} | by_email_and_app


@pytest.mark.parametrize("address", OURS)
def test_a_stranger_is_sent_to_sign_in(client: Client, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
@pytest.mark.parametrize("address", OURS)
def test_every_other_role_gets_the_page_of_what_does_not_exist(
    make_user: MakeUser, signed_in: SignedIn, role: Role, address: str
) -> None:
    client = signed_in(make_user(role))
    here, nowhere = client.get(address), client.get("/no-such-page/")
    assert (here.status_code, here.content) == (404, nowhere.content)
