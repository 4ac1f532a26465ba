"""Invitations: the only way in, once, for the invited person."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.accounts import actions
from portal.accounts.actors import actor_of
from portal.accounts.errors import InvitationUnusable
from portal.accounts.events import InvitationAccepted
from portal.accounts.models import Invitation, User
from portal.accounts.roles import FAMILY_ROLES, STAFF_ROLES, Role
from portal.audit.actor import CLOCK, Actor
from portal.audit.models import AuditEntry
from portal.encryption import keys
from portal.ui.refusals import NotYours, OutOfDate

from .conftest import MakeUser, SignedIn

pytestmark = pytest.mark.django_db

EMAIL = "hazel@people.example"
NEW_PASSWORD = "marble-kettle-orbit"

accepted: list[InvitationAccepted] = []


def note(event: InvitationAccepted) -> None:
    accepted.append(event)


@pytest.fixture(autouse=True)
def _handlers(settings) -> None:
    accepted.clear()
    settings.EVENT_HANDLERS = {"portal.accounts.events.InvitationAccepted": [f"{__name__}.note"]}


@pytest.fixture
def supervisor_actor(make_user: MakeUser) -> Actor:
    return actor_of(make_user(Role.SUPERVISOR))


@pytest.fixture
def family() -> UUID:
    holder = uuid4()
    keys.create(holder)
    return holder


@pytest.fixture
def staff_link(admin_actor: Actor) -> tuple[Invitation, str]:
    return actions.invite(
        actor=admin_actor,
        email=f" {EMAIL.upper()}",
        name="Hazel Thornbury",
        role=Role.CASEWORKER,
        post_title="Worker",
    )


def address(token: str) -> str:
    return f"/invitation/{token}/"


def send(client: Client, token: str, password: str = NEW_PASSWORD):
    return client.post(address(token), {"password": password})


def test_the_link_makes_the_account_signs_in_and_goes_to_the_start(
    client: Client, staff_link: tuple[Invitation, str]
) -> None:
    invitation, token = staff_link
    page = client.get(address(token)).content.decode()
    assert EMAIL in page
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    response = send(client, token)
    assert client.session.session_key != before
    assert (response.status_code, response["Location"]) == (302, "/")
    user = User.objects.get(email=EMAIL)
    assert (user.name, user.role, user.post_title) == ("Hazel Thornbury", Role.CASEWORKER, "Worker")
    assert user.check_password(NEW_PASSWORD)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert accepted == [InvitationAccepted(invitation.pk, None, user.pk)]


def test_a_family_is_invited_about_one_person_and_its_record_is_the_familys(
    supervisor_actor: Actor, family: UUID
) -> None:
    subject = uuid4()
    invitation, token = actions.invite(
        actor=supervisor_actor,
        email=EMAIL,
        name="Hazel",
        role=Role.FAMILY_MEMBER,
        subject=subject,
        holder=family,
    )
    user = actions.accept(token=token, password=NEW_PASSWORD)
    assert accepted == [InvitationAccepted(invitation.pk, subject, user.pk)]
    entries = AuditEntry.objects.filter(chain=family).order_by("sequence")
    assert [entry.action for entry in entries] == ["invited", "invitation_accepted"]
    assert [entry.actor_role for entry in entries] == [Role.SUPERVISOR, Role.FAMILY_MEMBER]


def test_an_invitation_is_on_the_record_without_address_name_or_link(
    staff_link: tuple[Invitation, str],
) -> None:
    invitation, token = staff_link
    entry = AuditEntry.objects.get(row_id=invitation.pk)
    assert entry.action == "invited"
    assert entry.chain == keys.SITE
    written = f"{entry.details} {entry.digest}"
    assert not any(text in written for text in (EMAIL, "Hazel", token))


def test_neither_link_nor_name_nor_address_is_stored_in_clear(staff_link: tuple[Invitation, str]) -> None:
    _, token = staff_link
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_invitation")
        stored = b"".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for value in cursor.fetchone()
        )
    assert not any(text.encode() in stored for text in (EMAIL, "Hazel", token))


def test_a_newer_invitation_of_the_same_address_replaces_the_older(
    admin_actor: Actor, staff_link: tuple[Invitation, str]
) -> None:
    _, newer = actions.invite(actor=admin_actor, email=EMAIL, name="Hazel", role=Role.AUDITOR, post_title="Auditor")
    with pytest.raises(InvitationUnusable):
        actions.accept(token=staff_link[1], password=NEW_PASSWORD)
    assert actions.accept(token=newer, password=NEW_PASSWORD).role == Role.AUDITOR


def test_someone_signed_in_accepts_with_the_account_they_have(
    make_user: MakeUser, signed_in: SignedIn, supervisor_actor: Actor, family: UUID
) -> None:
    user = make_user(Role.FAMILY_MEMBER, email=EMAIL)
    subject = uuid4()
    invitation, token = actions.invite(
        actor=supervisor_actor,
        email=EMAIL,
        name="Hazel",
        role=Role.FAMILY_MEMBER,
        subject=subject,
        holder=family,
    )
    client = signed_in(user)
    page = client.get(address(token)).content.decode()
    assert 'name="password"' not in page
    assert client.post(address(token))["Location"] == "/"
    assert accepted == [InvitationAccepted(invitation.pk, subject, user.pk)]
    assert client.get(address(token)).status_code == 410


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "Enter a password"),
        ("short-one", "Password must be 12 characters or more"),
        ("qwerty123456", "Choose a password that is harder to guess"),
        (EMAIL, "Choose a password that is not like your email address"),
        ("a" * 1001, "must be 1,000 characters or fewer"),
    ],
)
def test_a_password_that_will_not_do_is_told_beside_the_field(
    client: Client, staff_link: tuple[Invitation, str], password: str, words: str
) -> None:
    page = send(client, staff_link[1], password).content.decode()
    assert words in page
    assert not User.objects.filter(email=EMAIL).exists()
    assert client.get(address(staff_link[1])).status_code == 200


def test_a_long_password_of_words_with_spaces_and_signs_will_do(
    client: Client, staff_link: tuple[Invitation, str]
) -> None:
    password = " three random wörds \u202e and <b> "
    assert send(client, staff_link[1], password).status_code == 302
    client.post("/accounts/logout/")
    assert client.post("/accounts/login/", {"login": EMAIL, "password": password}).status_code == 302


def test_the_first_administrator_is_invited_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("invite_admin", EMAIL, "Hazel Thornbury")
    token = capsys.readouterr().out.strip().split("/")[2]
    assert actions.accept(token=token, password=NEW_PASSWORD).role == Role.ADMIN
    with pytest.raises(CommandError, match="already"):
        call_command("invite_admin", "second@people.example", "Somebody Else")
    with pytest.raises(NotYours):
        actions.invite(actor=CLOCK, email=EMAIL, name="Hazel", role=Role.AUDITOR)


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_link_make_one_account(staff_link: tuple[Invitation, str]) -> None:
    def use(number: int) -> str:
        try:
            actions.accept(token=staff_link[1], password=f"{NEW_PASSWORD}-{number}")
        except InvitationUnusable:
            return "refused"
        finally:
            connection.close()
        return "accepted"

    with ThreadPoolExecutor(max_workers=2) as pool:
        assert sorted(pool.map(use, range(2))) == ["accepted", "refused"]
    assert User.objects.filter(email=EMAIL).count() == len(accepted) == 1


# Who may not.


def unusable(client: Client, token: str) -> tuple[int, bytes]:
    response = client.get(address(token))
    return response.status_code, response.content


def test_an_unknown_a_used_a_revoked_and_an_expired_link_look_alike(
    client: Client, admin_actor: Actor, staff_link: tuple[Invitation, str]
) -> None:
    def link(email: str) -> tuple[UUID, str]:
        made, token = actions.invite(
            actor=admin_actor, email=email, name="Hazel", role=Role.AUDITOR, post_title="Auditor"
        )
        return made.pk, token

    used, revoked, expired = link("a@people.example"), link("b@people.example"), link("c@people.example")
    actions.accept(token=used[1], password=NEW_PASSWORD)
    actions.revoke(actor=admin_actor, invitation_id=revoked[0])
    Invitation.objects.filter(pk=expired[0]).update(expires_at=timezone.now() - timedelta(seconds=1))
    tokens = ["unknown", "x" * 5000, used[1], revoked[1], expired[1], staff_link[1] + "="]
    pages = {unusable(client, token) for token in tokens}
    assert len(pages) == 1
    assert pages.pop()[0] == 410


def test_a_link_works_until_its_last_moment_and_not_after(admin_actor: Actor) -> None:
    with time_machine.travel("2026-03-30 09:00+00:00", tick=False) as clock:
        _, token = actions.invite(actor=admin_actor, email=EMAIL, name="Hazel", role=Role.AUDITOR, days=14)
        clock.shift(timedelta(days=14))
        with pytest.raises(InvitationUnusable):
            actions.accept(token=token, password=NEW_PASSWORD)
        clock.shift(timedelta(seconds=-1))
        actions.accept(token=token, password=NEW_PASSWORD)


def test_a_replayed_link_makes_no_second_account_and_signs_nobody_in(
    client: Client, staff_link: tuple[Invitation, str]
) -> None:
    assert send(client, staff_link[1]).status_code == 302
    thief = Client()
    assert send(thief, staff_link[1]).status_code == 410
    assert "_auth_user_id" not in thief.session
    assert len(accepted) == 1


def test_an_address_with_an_account_looks_the_same_and_the_link_alone_changes_nothing(
    client: Client, make_user: MakeUser, staff_link: tuple[Invitation, str], admin_actor: Actor
) -> None:
    existing = make_user(Role.CASEWORKER, email="known@people.example")
    _, known = actions.invite(
        actor=admin_actor, email=existing.email, name="Hazel", role=Role.CASEWORKER, post_title="Worker"
    )
    pages = {
        _plain(client.get(address(token)).content.decode(), email)
        for token, email in [(known, existing.email), (staff_link[1], EMAIL)]
    }
    assert len(pages) == 1
    assert unusable(client, "unknown")[0] == send(client, known).status_code == 410
    existing.refresh_from_db()
    assert not existing.check_password(NEW_PASSWORD)
    assert "_auth_user_id" not in client.session
    assert accepted == []
    assert client.get(address(known)).status_code == 200


def _plain(page: str, email: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=)"[^"]+"', r"\1", page).replace(email, "ADDRESS")


def test_somebody_else_who_is_signed_in_cannot_accept(
    make_user: MakeUser, signed_in: SignedIn, staff_link: tuple[Invitation, str]
) -> None:
    client = signed_in(make_user(Role.CASEWORKER))
    assert client.get(address(staff_link[1])).status_code == 410
    assert client.post(address(staff_link[1])).status_code == 410
    assert accepted == []


def test_an_invitation_never_changes_what_an_account_may_do(
    make_user: MakeUser, signed_in: SignedIn, staff_link: tuple[Invitation, str]
) -> None:
    user = make_user(Role.FAMILY_MEMBER, email=EMAIL)
    assert signed_in(user).post(address(staff_link[1])).status_code == 410
    user.refresh_from_db()
    assert user.role == Role.FAMILY_MEMBER


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
@pytest.mark.parametrize("invited", sorted(STAFF_ROLES))
def test_nobody_but_the_administrator_invites_staff(make_user: MakeUser, role: Role, invited: Role) -> None:
    with pytest.raises(NotYours):
        actions.invite(actor=actor_of(make_user(role)), email=EMAIL, name="Hazel", role=invited)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPERVISOR])
@pytest.mark.parametrize("invited", sorted(FAMILY_ROLES))
def test_nobody_but_a_supervisor_invites_a_family(make_user: MakeUser, role: Role, invited: Role) -> None:
    with pytest.raises(NotYours):
        actions.invite(actor=actor_of(make_user(role)), email=EMAIL, name="Hazel", role=invited, subject=uuid4())


def test_a_family_is_never_invited_about_nobody_nor_into_a_role_that_there_is_not(
    supervisor_actor: Actor,
) -> None:
    for role in (Role.FAMILY_MEMBER, "superuser"):
        with pytest.raises(NotYours):
            actions.invite(actor=supervisor_actor, email=EMAIL, name="Hazel", role=role)


@pytest.mark.parametrize("email", ["", "no-address", "a" * 250 + "@people.example"])
def test_what_is_no_address_is_not_invited(admin_actor: Actor, email: str) -> None:
    with pytest.raises(ValidationError):
        actions.invite(actor=admin_actor, email=email, name="Hazel", role=Role.AUDITOR)


def test_only_who_could_invite_takes_back_and_only_once(
    admin_actor: Actor, supervisor_actor: Actor, staff_link: tuple[Invitation, str]
) -> None:
    invitation = staff_link[0]
    for actor, key in [(supervisor_actor, invitation.pk), (admin_actor, uuid4())]:
        with pytest.raises(NotYours):
            actions.revoke(actor=actor, invitation_id=key)
    actions.revoke(actor=admin_actor, invitation_id=invitation.pk)
    with pytest.raises(OutOfDate):
        actions.revoke(actor=admin_actor, invitation_id=invitation.pk)


def test_a_handler_that_fails_leaves_no_account_and_the_link_unused(
    staff_link: tuple[Invitation, str], settings
) -> None:
    settings.EVENT_HANDLERS = {"portal.accounts.events.InvitationAccepted": [f"{__name__}.fail"]}
    with pytest.raises(RuntimeError):
        actions.accept(token=staff_link[1], password=NEW_PASSWORD)
    assert not User.objects.filter(email=EMAIL).exists()
    staff_link[0].refresh_from_db()
    assert staff_link[0].accepted_at is None


def fail(event: InvitationAccepted) -> None:
    raise RuntimeError(event)
