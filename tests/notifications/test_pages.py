"""A person's own page, the worker's panel, and the demo's page of mails."""

import datetime as dt
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from portal.accounts.models import SignIn, User
from portal.accounts.roles import FAMILY_ROLES, Role
from portal.audit.actor import Actor
from portal.notifications import actions, delivery
from portal.notifications.models import Outbox, SafeContact
from portal.notifications.views import ITEMS
from portal.workflow import clock
from tests.notifications.conftest import (
    NEW,
    PASSWORD,
    WORKED_WITH,
    MakeActor,
    Reachable,
    contact_of,
    london,
    notify,
)

pytestmark = pytest.mark.django_db
PAGES = ["/contact/", "/contact/reach/", "/contact/never-use/", "/contact/reach/email/", "/contact/reach/post/"]
PAGES += [f"/contact/{name.replace('_', '-')}/" for name in ITEMS]


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.id), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("role", sorted(FAMILY_ROLES))
def test_a_person_says_it_step_by_step_and_confirms_it(make_actor: MakeActor, role: str) -> None:
    somebody = make_actor(role)
    client = client_of(somebody)
    assert "We send you nothing until you say that this is right." in text(client.get("/contact/"))
    assert client.post("/contact/reach/", {"channel": "email"})["Location"] == "/contact/reach/email/"
    for path, sent in {
        "reach/email": {"address": NEW},
        "private": {"is_private": "no", "who_else_sees_it": "My sister"},
        "days": {"safe_days": ["1", "3"]},
        "times": {"safe_from": "10:00:00", "safe_to": "12:00:00"},
        "words": {"wording": "note", "subject_style": "none"},
        "code-word": {"code_word": "purple kettle"},
        "format": {"format": "audio"},
        "never-use": {"channels": ["post"]},
    }.items():
        assert client.post(f"/contact/{path}/", sent)["Location"] == "/contact/"
    page = text(client.get("/contact/"))
    for shown in (NEW, "My sister", "Tuesday, Thursday", "10am to midday", "Sound recording", "Letter"):
        assert shown in page
    client.post("/contact/")
    contact = contact_of(somebody)
    assert contact.takes_notices
    assert (contact.safe_from, contact.never_use, contact.is_private) == (dt.time(10), ["post"], False)
    assert "You said on" in text(client.get("/contact/"))


@pytest.mark.parametrize("path", PAGES)
def test_each_page_shows_what_was_said_and_a_neutral_title(reachable: Reachable, path: str) -> None:
    page = text(client_of(reachable()).get(path))
    assert "<title>My details</title>" in page.replace("\n", "")


def test_a_page_gives_back_what_was_said(reachable: Reachable) -> None:
    client = client_of(reachable(safe_from=dt.time(10), safe_to=dt.time(12), safe_days=["1"], is_private=True))
    assert '<option value="10:00:00" selected>' in text(client.get("/contact/times/"))
    assert 'value="1"' in text(client.get("/contact/days/")).split("checked")[0][-200:]
    assert NEW in text(client.get("/contact/reach/email/"))


@pytest.mark.parametrize(
    ("path", "sent", "words"),
    [
        ("reach", {}, "Select how we should tell you"),
        ("reach/email", {"address": "nobody"}, "Enter an email address in the correct format"),
        ("reach/email", {}, "Enter your email address"),
        ("reach/sms", {"address": "12"}, "Enter a phone number, like 07700 900 123"),
        ("reach/post", {}, "Enter your postal address"),
        ("private", {}, "Select yes if only you can see or hear it"),
        ("days", {}, "Select at least one day"),
        ("times", {"safe_from": "10:00:00"}, "Select both times, or any time for both"),
        ("times", {"safe_from": "12:00:00", "safe_to": "10:00:00"}, "The second time must be later than the first"),
        ("calls", {}, "Select yes if we may leave a voicemail"),
        ("words", {}, "Select what the email should say"),
        ("format", {"format": "smoke"}, "Select a format"),
        ("never-use", {"channels": ["smoke"]}, "There is a problem"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_it_and_nothing_is_saved(
    make_actor: MakeActor, path: str, sent: dict[str, str], words: str
) -> None:
    somebody = make_actor()
    answer = client_of(somebody).post(f"/contact/{path}/", sent)
    assert answer.status_code == 200
    assert words in text(answer)
    assert not SafeContact.objects.exists()


def test_a_new_address_asks_again_who_one_is_and_loses_nothing_that_was_typed(make_actor: MakeActor) -> None:
    somebody = make_actor()
    client = client_of(somebody)
    SignIn.objects.update(proved_at=clock.now() - dt.timedelta(minutes=16))
    asked = client.post("/contact/reach/email/", {"address": NEW})
    assert asked["Location"].startswith("/account/confirm/")
    assert not SafeContact.objects.exists()
    wrong = client.post(asked["Location"], {"password": "not-it-not-it"})
    assert "It is not right" in text(wrong)
    back = client.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert NEW in text(back)


def test_the_old_address_is_asked_about_only_where_there_is_one(make_actor: MakeActor, reachable: Reachable) -> None:
    assert "old address" not in text(client_of(make_actor()).get("/contact/reach/email/"))
    client = client_of(somebody := reachable())
    assert "Is it safe to send one more message to your old address?" in text(client.get("/contact/reach/email/"))
    client.post("/contact/reach/email/", {"address": f"new-{NEW}", "tell_old": "no"})
    assert contact_of(somebody).address == f"new-{NEW}"
    assert not Outbox.objects.exists()


def test_what_was_ruled_out_cannot_be_chosen(reachable: Reachable) -> None:
    somebody = reachable()
    actions.never_use(actor=somebody, channels=["email", "phone"])
    client = client_of(somebody)
    assert 'value="email"' not in text(client.get("/contact/reach/"))
    assert "Select another way" in text(client.post("/contact/reach/", {"channel": "phone"}))
    assert client.get("/contact/reach/email/").status_code == 404


def test_what_somebody_typed_is_shown_and_never_run(reachable: Reachable) -> None:
    somebody = reachable(is_private=False, who_else_sees_it="<script>\u202eevil</script>")
    page = text(client_of(somebody).get("/contact/"))
    assert "<script>\u202e" not in page
    assert "&lt;script&gt;[U+202E]evil" in page


# The panel for workers, and the prompt for families.


def drawn(tag: str, actor: Actor, **context: Any) -> str:
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=actor.id)
    template = Template("{% load notifications_panels %}{% " + tag + " %}")
    return template.render(Context({"request": request, **context}))


def test_a_worker_reads_how_to_reach_somebody(reachable: Reachable, make_actor: MakeActor) -> None:
    with clock.moved(london("2026-04-17")):
        somebody = reachable(is_private=False, who_else_sees_it="A friend", safe_days=["1"])
    worker = make_actor(Role.CASEWORKER)
    assert somebody.id is not None
    WORKED_WITH.add(somebody.id)
    with clock.moved(london("2026-05-01")):
        panel = drawn("safe_contact_panel user_id", worker, user_id=somebody.id)
    for words in (NEW, "A friend", "Tuesday", "17 April 2026"):
        assert words in panel
    assert "Ask again" not in panel
    with clock.moved(london("2026-06-01")):
        assert "Ask again" in drawn("safe_contact_panel user_id", worker, user_id=somebody.id)


def test_the_panel_speaks_of_them_and_not_to_them(reachable: Reachable, make_actor: MakeActor) -> None:
    somebody, worker = reachable(is_private=True, code_word="purple kettle"), make_actor(Role.CASEWORKER)
    assert somebody.id is not None
    WORKED_WITH.add(somebody.id)
    panel = drawn("safe_contact_panel user_id", worker, user_id=somebody.id)
    for words in ("How to tell them", "Only they", "They have chosen one", f"/contact/{somebody.id}/word/"):
        assert words in panel
    assert "purple" not in panel


def test_where_nothing_was_said_the_panel_says_what_to_do(make_actor: MakeActor) -> None:
    somebody, worker = make_actor(), make_actor(Role.CASEWORKER)
    assert somebody.id is not None
    WORKED_WITH.add(somebody.id)
    assert "leave a vague message only" in drawn("safe_contact_panel user_id", worker, user_id=somebody.id)


def test_a_person_is_reminded_until_they_have_said_it_and_when_it_is_old(
    reachable: Reachable, make_actor: MakeActor
) -> None:
    assert "Tell us how we can reach you safely" in drawn("safe_contact_prompt", make_actor())
    somebody = reachable()
    assert "/contact/" not in drawn("safe_contact_prompt", somebody)
    with clock.moved(clock.now() + dt.timedelta(days=31)):
        assert "Is it still safe" in drawn("safe_contact_prompt", somebody)


def test_the_demo_page_shows_what_went_and_what_waits(reachable: Reachable) -> None:
    somebody = reachable(safe_days=["1"], safe_from=dt.time(10), safe_to=dt.time(12))
    with clock.moved(london("2026-04-17", "16:00")):
        actions.put_account_mail(address="other@letters.example", subject="Your code", body="Your code is 123456.")
        notify(somebody)
        delivery.deliver()
    page = text(Client().get("/demo/mail/"))
    for words in ("other@letters.example", "123456", NEW, "You have a message. Sign in to read it.", "Went"):
        assert words in page
    assert "Waits until 21 Apr" in page


# Who may not.


@pytest.mark.parametrize("path", PAGES)
def test_staff_have_no_such_page(make_actor: MakeActor, path: str) -> None:
    for role in sorted(set(Role) - FAMILY_ROLES):
        client = client_of(make_actor(role))
        missing = client.get("/no/such/page/")
        for answer in (client.get(path), client.post(path, {"address": NEW})):
            assert (answer.status_code, answer.content) == (404, missing.content)
    assert not SafeContact.objects.exists()


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_sent_to_sign_in(db: None, path: str) -> None:
    assert Client().get(path)["Location"].startswith("/accounts/login/")


def test_nobody_changes_the_preference_of_somebody_else(reachable: Reachable) -> None:
    somebody, another = reachable(), reachable("another@letters.example")
    before = SafeContact.objects.filter(user_id=somebody.id).values().get()
    client = client_of(another)
    client.post("/contact/format/", {"format": "bsl", "user_id": str(somebody.id)})
    client.post("/contact/never-use/", {"channels": ["email"], "user_id": str(somebody.id)})
    assert repr(SafeContact.objects.filter(user_id=somebody.id).values().get()) == repr(before)
    assert NEW not in text(client.get("/contact/"))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CASEWORKER}))
def test_the_panel_is_empty_for_who_does_not_work_with_them(
    reachable: Reachable, make_actor: MakeActor, role: str
) -> None:
    somebody = reachable()
    assert somebody.id is not None
    WORKED_WITH.add(somebody.id)
    assert drawn("safe_contact_panel user_id", make_actor(role), user_id=somebody.id).strip() == ""


def test_outside_the_demo_the_mails_are_shown_to_nobody(reachable: Reachable, settings: Any) -> None:
    settings.PORTAL_DEMO = False
    assert client_of(reachable()).get("/demo/mail/").status_code == 404
