"""The administrator's pages: accounts, and nothing of any case."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts import actions, selectors
from portal.accounts.actors import actor_of
from portal.accounts.models import Invitation, User
from portal.accounts.roles import Role
from portal.audit.actor import Actor
from portal.audit.models import AuditEntry
from portal.encryption.keys import SITE, key_ring
from portal.ui.refusals import NotYours

from .conftest import MakeUser, SignedIn

pytestmark = pytest.mark.django_db

INVITED = {
    "name": "Hazel Thornbury",
    "email": "Hazel@people.example",
    "role": "auditor",
    "post_title": "Internal auditor",
}


@pytest.fixture
def admins(admin: User, signed_in: SignedIn) -> Client:
    return signed_in(admin)


def test_the_list_shows_who_can_sign_in_and_as_what(admins: Client, make_user: MakeUser) -> None:
    make_user(Role.SUPERVISOR, email="ada@people.example", name="Ada Brink", post_title="Team manager")
    make_user(Role.AUDITOR, email="off@people.example", name="Everard Moss", is_active=False)
    page = admins.get("/people/").content.decode()
    for text in ("Ada Brink", "ada@people.example", "Team manager", "Everard Moss", "Switched off"):
        assert text in page


def test_the_list_pages_by_key_without_an_address_in_the_link(
    admins: Client, admin_actor: Actor, make_user: MakeUser
) -> None:
    for number in range(selectors.PAGE_SIZE + 5):
        make_user(email=f"{number:03}@people.example")
    first, key = selectors.accounts_page(admin_actor)
    second, end = selectors.accounts_page(admin_actor, after=key)
    assert [len(first), len(second), end] == [25, 6, None]
    assert [user.email for user in first + second] == sorted(User.objects.values_list("email", flat=True))
    assert f"?after={key}" in admins.get("/people/").content.decode()
    assert second[0].email in admins.get(f"/people/?after={key}").content.decode()


def test_the_list_costs_the_same_at_three_and_at_thirty(admins: Client, make_user: MakeUser) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            admins.get("/people/")
        return len(queries)

    make_user()
    make_user()
    few = cost()
    for _ in range(27):
        make_user()
    assert cost() == few


def test_names_come_in_one_query_when_the_key_is_warm(make_user: MakeUser) -> None:
    users = [make_user(name=f"Person {number}", post_title="") for number in range(5)]
    unknown = uuid4()
    with key_ring():
        selectors.names_of([])
        with CaptureQueriesContext(connection) as queries:
            found = selectors.names_of([user.pk for user in users] + [unknown])
    assert len(queries) == 1
    assert found[users[3].pk] == ("Person 3", "Caseworker")
    assert unknown not in found


def test_the_link_of_an_invitation_is_shown_once_and_works(admins: Client) -> None:
    page = admins.post("/people/invite/", INVITED).content.decode()
    token = page.split("/invitation/")[1].split("/")[0]
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("hazel@people.example", "auditor")
    assert token not in admins.get("/people/").content.decode()
    assert "Hazel Thornbury" in admins.get("/people/").content.decode()
    assert Client().get(f"/invitation/{token}/").status_code == 200


def test_an_invitation_can_be_taken_back(admins: Client) -> None:
    admins.post("/people/invite/", INVITED)
    key = Invitation.objects.get().pk
    assert admins.post(f"/people/invitations/{key}/revoke/")["Location"] == "/people/"
    assert Invitation.objects.get().revoked_at is not None
    assert admins.post(f"/people/invitations/{key}/revoke/").status_code == 409


def test_an_empty_form_says_what_to_enter(admins: Client) -> None:
    page = admins.post("/people/invite/", {}).content.decode()
    for words in (
        "Enter their full name",
        "Enter their email address",
        "Select their role",
        "Enter their post title",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "hazel", "Enter an email address in the correct format"),
        ("email", "h" * 250 + "@people.example", "must be 254 characters or fewer"),
        ("name", "a" * 121, "must be 120 characters or fewer"),
        ("role", "superuser", "Select their role"),
        ("role", "family_member", "Select their role"),
        ("post_title", "<" * 20_000, "must be 120 characters or fewer"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_nothing_typed_is_lost(
    admins: Client, field: str, value: str, words: str
) -> None:
    page = admins.post("/people/invite/", INVITED | {field: value}).content.decode()
    assert words in page
    assert "Internal auditor" in page or field == "post_title"
    assert not Invitation.objects.exists()


def test_strange_characters_in_a_name_are_kept_and_escaped(admins: Client) -> None:
    name = "Hazel \u202e<script>alert(1)</script>'; DROP TABLE--"
    page = admins.post("/people/invite/", INVITED | {"name": name}).content.decode()
    assert Invitation.objects.get().name == name
    assert "<script>alert" not in page


def test_a_post_title_is_changed_on_the_record(admins: Client, make_user: MakeUser) -> None:
    user = make_user(Role.SUPERVISOR, post_title="Team manager")
    assert "Team manager" in admins.get(f"/people/{user.pk}/post-title/").content.decode()
    response = admins.post(f"/people/{user.pk}/post-title/", {"post_title": "Head of service"})
    assert response["Location"] == f"/people/{user.pk}/"
    user.refresh_from_db()
    assert user.post_title == "Head of service"
    entry = AuditEntry.objects.get(row_id=user.pk)
    assert (entry.chain, entry.action, entry.actor_role) == (SITE, "post_title_changed", "admin")


def test_an_account_is_switched_off_and_on_once_however_often_it_is_sent(admins: Client, make_user: MakeUser) -> None:
    user = make_user(Role.SUPERVISOR)
    assert "Switch this account off" in admins.get(f"/people/{user.pk}/active/").content.decode()
    for wish in ("no", "no", "yes", "yes"):
        admins.post(f"/people/{user.pk}/active/", {"active": wish})
    taken = AuditEntry.objects.filter(row_id=user.pk).order_by("sequence").values_list("action", flat=True)
    assert list(taken) == ["account_deactivated", "account_activated"]


def test_an_account_that_does_not_change_leaves_no_record(admin_actor: Actor, make_user: MakeUser) -> None:
    user = make_user(post_title="Team manager")
    actions.set_post_title(actor=admin_actor, user_id=user.pk, post_title="Team manager")
    actions.set_active(actor=admin_actor, user_id=user.pk, active=True)
    assert not AuditEntry.objects.filter(row_id=user.pk).exists()


# Who may not.


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_nobody_else_sees_or_changes_accounts(make_user: MakeUser, role: Role) -> None:
    actor, user = actor_of(make_user(role)), make_user()
    with pytest.raises(NotYours):
        selectors.accounts_page(actor)
    with pytest.raises(NotYours):
        selectors.account(actor, user.pk)
    with pytest.raises(NotYours):
        selectors.open_staff_invitations(actor)
    with pytest.raises(NotYours):
        actions.set_active(actor=actor, user_id=user.pk, active=False)
    with pytest.raises(NotYours):
        actions.set_post_title(actor=actor, user_id=user.pk, post_title="Anything")
    user.refresh_from_db()
    assert user.is_active


def test_nobody_switches_themselves_off(admins: Client, admin: User) -> None:
    assert admins.get(f"/people/{admin.pk}/active/").status_code == 404
    assert admins.post(f"/people/{admin.pk}/active/", {"active": "no"}).status_code == 404
    with pytest.raises(NotYours):
        actions.set_active(actor=actor_of(admin), user_id=admin.pk, active=False)


def test_a_family_has_no_post_title(admins: Client, admin_actor: Actor, make_user: MakeUser) -> None:
    user = make_user(Role.FAMILY_MEMBER)
    assert admins.get(f"/people/{user.pk}/post-title/").status_code == 404
    with pytest.raises(NotYours):
        actions.set_post_title(actor=admin_actor, user_id=user.pk, post_title="Parent")


@pytest.mark.parametrize("address", [
    "/people/{}/", "/people/{}/post-title/", "/people/{}/active/", "/people/?after={}", "/people/?after=x",
])  # fmt: skip
def test_an_account_that_is_not_there_is_not_found(admins: Client, address: str) -> None:
    response, nowhere = admins.get(address.format(uuid4())), admins.get("/no-such-page/")
    assert (response.status_code, response.content) == (404, nowhere.content)


def test_the_administrators_list_of_invitations_holds_no_family(admin_actor: Actor, make_user: MakeUser) -> None:
    actions.invite(
        actor=actor_of(make_user(Role.SUPERVISOR)),
        email="parent@people.example", name="Parent", role=Role.FAMILY_MEMBER, subject=uuid4(), holder=SITE,
    )  # fmt: skip
    assert list(selectors.open_staff_invitations(admin_actor)) == []
    key = Invitation.objects.get().pk
    with pytest.raises(NotYours):
        actions.revoke(actor=admin_actor, invitation_id=key)


def test_a_change_by_get_does_nothing(admins: Client, make_user: MakeUser) -> None:
    user = make_user()
    admins.get(f"/people/{user.pk}/active/", {"active": "no"})
    user.refresh_from_db()
    assert user.is_active
    assert admins.get(f"/people/invitations/{uuid4()}/revoke/").status_code == 405
