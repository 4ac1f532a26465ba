"""Mail of other packages waits in the outbox, sealed."""

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from portal.accounts.models import User
from portal.encryption import keys
from portal.notifications import delivery
from portal.notifications.backend import OutboxBackend
from portal.notifications.models import WAITING, Outbox
from tests.notifications.conftest import MakeActor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "portal.notifications.backend.OutboxBackend"


def raw() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, subject, body FROM notifications_outbox")
        return " ".join(repr(bytes(value)) for row in cursor.fetchall() for value in row)


def test_a_mail_is_written_and_not_sent_until_the_worker_sends_it() -> None:
    assert send_mail("Your code", "Your code is 123456.", None, ["tansy@letters.example"]) == 1
    assert mail.outbox == []
    delivery.deliver()
    [sent] = mail.outbox
    assert (sent.subject, sent.body, sent.to) == ("Your code", "Your code is 123456.", ["tansy@letters.example"])


def test_address_subject_and_text_are_sealed_under_the_key_of_the_site() -> None:
    send_mail("Your code", "Your code is 123456.", None, ["tansy@letters.example"])
    assert not any(word in raw() for word in ("tansy", "letters", "code", "123456"))
    [row] = Outbox.objects.all()
    assert row.holder == keys.SITE
    assert row.body == "Your code is 123456."


def test_each_recipient_gets_a_mail_of_their_own_and_only_plain_text_goes() -> None:
    message = EmailMultiAlternatives("S", "plain", to=["a@letters.example"], bcc=["b@letters.example"])
    message.attach_alternative("<p>markup</p>", "text/html")
    message.send()
    delivery.deliver()
    assert sorted(sent.to for sent in mail.outbox) == [["a@letters.example"], ["b@letters.example"]]
    assert not any("markup" in str(sent.message()) for sent in mail.outbox)


def test_a_code_to_sign_in_goes_this_way(make_actor: MakeActor) -> None:
    user = User.objects.get(pk=make_actor().id)
    Client().post("/accounts/login/code/", {"email": user.email})
    [row] = Outbox.objects.filter(WAITING)
    assert (row.user_id, row.address) == (None, user.email)
    delivery.deliver()
    assert "Your code is" in str(mail.outbox[0].body)


def test_an_address_without_an_account_costs_the_same_writing_and_gets_nothing(make_actor: MakeActor) -> None:
    user = User.objects.get(pk=make_actor().id)
    counts = []
    for address in ("first@letters.example", user.email, "nobody@letters.example"):
        with CaptureQueriesContext(connection) as queries:
            Client().post("/accounts/login/code/", {"email": address})
        counts.append(len(queries))
    assert counts[1] == counts[2]  # the first entry of the record costs more
    assert Outbox.objects.count() == 3
    assert [row.address for row in Outbox.objects.filter(WAITING)] == [user.email]


def test_nobody_is_sent_what_is_written_for_nobody() -> None:
    OutboxBackend().for_nobody([EmailMultiAlternatives("S", "b", to=["nobody@letters.example"])])
    assert delivery.deliver() == 0
    assert mail.outbox == []
    assert Outbox.objects.get().address == ""
