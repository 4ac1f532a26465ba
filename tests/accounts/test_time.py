"""A sign-in ends when nothing happens in it, and after some hours in any case; what was typed is kept for its owner."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings

from portal.accounts.models import KeptWork, SignIn, User
from portal.accounts.roles import FAMILY_ROLES, STAFF_ROLES, Role
from portal.accounts.sweeps import forget
from portal.audit.models import AuditEntry

from .conftest import PASSWORD, MakeUser, SignedIn, age

LOGIN, FORM, LEFT = "/accounts/login/", "/people/invite/", "/account/time-left/"
TYPED = {"name": "Hazel Thornbury", "post_title": "Deputy\nteam manager", "password": "secret-words", "code": "123456"}
SHORT, LONG = timedelta(minutes=14, seconds=30), timedelta(minutes=15)

pytestmark = pytest.mark.django_db


def sign_in_again(client: Client, user: User, to: str):
    response = client.post(LOGIN, {"login": user.email, "password": PASSWORD, "next": to})
    assert response.status_code == 302
    return response


@pytest.mark.parametrize("role", Role)
def test_doing_nothing_ends_it_after_a_time_that_depends_on_the_role(
    make_user: MakeUser, signed_in: SignedIn, role: Role
) -> None:
    client = signed_in(make_user(role))
    minutes = 15 if role in STAFF_ROLES else 20
    age(client, seen_at=timedelta(minutes=minutes, seconds=-30))
    assert client.get("/account/").status_code == 200
    age(client, seen_at=timedelta(minutes=minutes))
    assert client.get("/account/")["Location"] == f"{LOGIN}?next=%2Faccount%2F"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("role", Role)
def test_whatever_is_done_it_ends_after_some_hours(make_user: MakeUser, signed_in: SignedIn, role: Role) -> None:
    client = signed_in(make_user(role))
    hours = 8 if role in STAFF_ROLES else 2
    age(client, began_at=timedelta(hours=hours, minutes=-1))
    assert client.get("/account/").status_code == 200
    age(client, began_at=timedelta(minutes=1))
    assert client.get("/account/")["Location"].startswith(LOGIN)


def test_every_role_is_either_staff_or_family() -> None:
    assert frozenset(Role) == STAFF_ROLES | FAMILY_ROLES


def test_a_click_is_written_down_once_a_minute_at_most(make_user: MakeUser, signed_in: SignedIn) -> None:
    client = signed_in(make_user())
    before = age(client, seen_at=timedelta(seconds=50)).seen_at
    client.get("/account/")
    assert SignIn.objects.get().seen_at == before
    age(client, seen_at=timedelta(seconds=20))
    client.get("/account/")
    assert SignIn.objects.get().seen_at > before


def test_asking_how_long_it_lasts_is_no_activity(make_user: MakeUser, signed_in: SignedIn) -> None:
    client = signed_in(make_user())
    before = age(client, seen_at=timedelta(minutes=14)).seen_at
    left = client.get(LEFT).json()
    assert 50 <= left["seconds"] <= 60
    assert left["at_most"] > 7 * 60 * 60
    assert SignIn.objects.get().seen_at == before
    age(client, seen_at=timedelta(minutes=2))
    assert client.get(LEFT).json()["seconds"] == 0
    assert SignIn.objects.get().ended_at is None


def test_staying_is_an_activity(make_user: MakeUser, signed_in: SignedIn) -> None:
    client = signed_in(make_user())
    age(client, seen_at=timedelta(minutes=14))
    assert client.post("/account/stay/").status_code == 204
    assert client.get(LEFT).json()["seconds"] > 14 * 60


def test_staying_does_not_help_against_the_hours(make_user: MakeUser, signed_in: SignedIn) -> None:
    client = signed_in(make_user())
    age(client, began_at=timedelta(hours=7, minutes=59))
    client.post("/account/stay/")
    assert client.get(LEFT).json()["seconds"] <= 60


def test_the_page_says_without_a_script_what_will_happen(make_user: MakeUser, signed_in: SignedIn) -> None:
    family = signed_in(make_user(Role.FAMILY_MEMBER)).get("/account/").content.decode()
    assert "signed out after 20 minutes" in family
    staff = signed_in(make_user()).get("/account/").content.decode()
    assert "signed out after 15 minutes" in staff
    assert 'role="alertdialog"' in staff
    assert "signed out after" not in Client().get(LOGIN).content.decode()


def test_the_end_of_a_time_is_on_the_record(make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user()
    client = signed_in(user)
    age(client, seen_at=LONG)
    client.get("/account/")
    actions = AuditEntry.objects.filter(row_id=user.pk).order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["signed_in", "sign_in_timed_out"]


def test_the_sign_in_page_says_once_why_it_is_there(make_user: MakeUser, signed_in: SignedIn) -> None:
    client = signed_in(make_user())
    age(client, seen_at=LONG)
    client.get("/account/")
    assert "your time was over" in client.get(LOGIN).content.decode()
    assert "your time was over" not in client.get(LOGIN).content.decode()


def test_what_was_sent_too_late_is_given_back_after_sign_in(
    client: Client, make_user: MakeUser, signed_in: SignedIn
) -> None:
    user = make_user(Role.ADMIN)
    client = signed_in(user)
    age(client, seen_at=LONG)
    response = client.post(FORM, TYPED)
    assert response["Location"] == f"{LOGIN}?next=%2Fpeople%2Finvite%2F"
    assert sign_in_again(client, user, FORM)["Location"] == FORM
    page = client.get(FORM).content.decode()
    assert "What you typed" in page
    assert "Hazel Thornbury" in page
    assert "\nDeputy\nteam manager</textarea>" in page
    assert "secret-words" not in page
    assert "123456" not in page
    # Still there after a reload, on this page only, and gone when something was sent from it.
    assert "Hazel Thornbury" in client.get(FORM).content.decode()
    assert "Hazel Thornbury" not in client.get("/people/").content.decode()
    assert "Hazel Thornbury" not in client.post(FORM, {"name": "Somebody"}).content.decode()
    assert "Hazel Thornbury" not in client.get(FORM).content.decode()
    assert not KeptWork.objects.exists()


def test_nothing_is_done_with_what_was_sent_too_late(make_user: MakeUser, signed_in: SignedIn) -> None:
    user, other = make_user(Role.ADMIN), make_user()
    client = signed_in(user)
    age(client, began_at=timedelta(hours=8))
    client.post(f"/people/{other.pk}/active/", {"active": "no"})
    assert User.objects.get(pk=other.pk).is_active


def test_it_comes_back_on_the_page_that_the_form_stood_on(make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user(Role.ADMIN)
    client = signed_in(user)
    age(client, seen_at=LONG)
    response = client.post("/account/stay/", TYPED, headers={"referer": f"http://testserver{FORM}"})
    assert response["Location"] == f"{LOGIN}?next=%2Fpeople%2Finvite%2F"
    sign_in_again(client, user, FORM)
    assert "Hazel Thornbury" in client.get(FORM).content.decode()


def test_a_page_whose_time_is_over_hands_in_its_form_by_script(make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user(Role.ADMIN)
    client = signed_in(user)
    came_from = {"referer": f"http://testserver{FORM}?x=1"}
    assert client.post("/account/keep/", TYPED, headers=came_from).status_code == 204
    assert KeptWork.objects.get().path == FORM
    assert "Hazel Thornbury" in client.get(FORM).content.decode()
    client.post("/account/stay/", headers=came_from)
    assert "Hazel Thornbury" in client.get(FORM).content.decode()
    age(client, seen_at=LONG)
    client.post("/account/keep/", TYPED | {"name": "Rosalind"}, headers=came_from)
    sign_in_again(client, user, FORM)
    assert "Rosalind" in client.get(FORM).content.decode()
    assert KeptWork.objects.count() == 1


def test_what_is_kept_is_kept_for_a_day(make_user: MakeUser, signed_in: SignedIn) -> None:
    user = make_user(Role.ADMIN)
    client = signed_in(user)
    age(client, seen_at=LONG)
    client.post(FORM, TYPED)
    row = KeptWork.objects.get()
    row.kept_at -= timedelta(hours=24)
    row.save()
    sign_in_again(client, user, FORM)
    assert "Hazel Thornbury" not in client.get(FORM).content.decode()
    assert forget() == 1
    assert not KeptWork.objects.exists()


def test_sign_ins_of_long_ago_are_forgotten(make_user: MakeUser, signed_in: SignedIn) -> None:
    client = signed_in(make_user())
    assert forget() == 0
    age(client, seen_at=timedelta(days=31))
    assert forget() == 1


# Who may not.


def test_nobody_else_gets_what_was_typed(make_user: MakeUser, signed_in: SignedIn) -> None:
    user, other = make_user(Role.ADMIN), make_user(Role.ADMIN)
    client = signed_in(user)
    age(client, seen_at=LONG)
    client.post(FORM, TYPED)
    # On the same browser, as on a shared computer.
    sign_in_again(client, other, FORM)
    assert "Hazel Thornbury" not in client.get(FORM).content.decode()
    assert "Hazel Thornbury" not in Client().get(FORM).content.decode()
    client.post("/accounts/logout/")
    sign_in_again(client, user, FORM)
    assert "Hazel Thornbury" in client.get(FORM).content.decode()


def test_it_is_sealed_in_the_database(make_user: MakeUser, signed_in: SignedIn) -> None:
    client = signed_in(make_user(Role.ADMIN))
    age(client, seen_at=LONG)
    client.post(FORM, TYPED)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM accounts_kept_work")
        stored = bytes(cursor.fetchone()[0])
    assert b"Hazel" not in stored


def test_a_form_of_another_site_leaves_nothing_behind(make_user: MakeUser) -> None:
    user = make_user(Role.ADMIN)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    age(strict, seen_at=LONG)
    assert strict.post(FORM, TYPED).status_code == 403
    assert strict.post("/account/keep/", TYPED).status_code == 403
    assert not KeptWork.objects.exists()


def test_a_stranger_leaves_nothing_behind(client: Client) -> None:
    assert client.post(FORM, TYPED)["Location"].startswith(LOGIN)
    assert client.post("/account/keep/", TYPED)["Location"].startswith(LOGIN)
    assert not KeptWork.objects.exists()


def test_a_page_of_another_site_is_not_led_back_to(make_user: MakeUser, signed_in: SignedIn) -> None:
    client = signed_in(make_user(Role.ADMIN))
    age(client, seen_at=LONG)
    response = client.post(FORM, TYPED, headers={"referer": "https://elsewhere.example/people/"})
    assert response["Location"] == f"{LOGIN}?next=%2Fpeople%2Finvite%2F"


def test_a_flood_of_text_is_not_kept(make_user: MakeUser, signed_in: SignedIn) -> None:
    client = signed_in(make_user(Role.ADMIN))
    age(client, seen_at=LONG)
    client.post(FORM, {"name": "x" * 200_000})
    assert not KeptWork.objects.exists()


def test_few_pages_a_person_are_kept(make_user: MakeUser, signed_in: SignedIn) -> None:
    client, other = signed_in(make_user(Role.ADMIN)), signed_in(make_user())
    other.post("/account/keep/", TYPED)
    for number in range(15):
        client.post("/account/keep/", TYPED, headers={"referer": f"http://testserver/people/{number}/"})
    kept = set(KeptWork.objects.values_list("path", flat=True))
    assert kept == {f"/people/{number}/" for number in range(5, 15)} | {"/account/keep/"}
    assert other.get("/account/").status_code == 200


@override_settings(SIGN_IN_IDLE={"staff": timedelta(0), "family": timedelta(0)})
def test_public_pages_stay_open_after_the_end(make_user: MakeUser, signed_in: SignedIn) -> None:
    client = signed_in(make_user())
    assert client.get("/").status_code == 200
    assert client.get("/health/live").status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["/account/stay/", "/account/keep/"])
def test_these_are_sent_and_never_opened(make_user: MakeUser, signed_in: SignedIn, address: str) -> None:
    assert signed_in(make_user()).get(address).status_code == 405
    assert signed_in(make_user()).post(LEFT).status_code == 405
