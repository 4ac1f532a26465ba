"""The sweep that sends: what it does when the mail server is away, and when it must not send at all."""

import datetime as dt
import smtplib
from collections.abc import Sequence

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from pytest_django import Settings

from portal.audit.models import AuditEntry
from portal.notifications import actions, delivery
from portal.notifications.models import WAITING, Outbox
from portal.workflow import clock
from tests.notifications.conftest import ALLOWED, Reachable, deliver_at, notify

pytestmark = pytest.mark.django_db
CODE = {"address": "tansy@letters.example", "subject": "Your code", "body": "Your code is 123456."}


class Away:
    """A mail server that fails in one way."""

    error: BaseException | None = None
    takes = 0

    def __init__(self, **_: object) -> None:
        pass

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if Away.error is not None:
            raise Away.error
        return Away.takes


@pytest.fixture
def away(settings: Settings) -> type[Away]:
    settings.EMAIL_DELIVERY_BACKEND = f"{__name__}.Away"
    Away.error, Away.takes = ConnectionRefusedError(), 0
    return Away


@pytest.fixture
def code(db: None) -> Outbox:
    actions.put_account_mail(**CODE)
    return Outbox.objects.get()


def test_codes_go_before_notices(reachable: Reachable) -> None:
    notify(reachable())
    actions.put_account_mail(**CODE)
    delivery.deliver()
    assert [sent.subject for sent in mail.outbox] == ["Your code", "A message for you"]


def test_a_mail_that_went_is_never_sent_again(code: Outbox) -> None:
    assert [delivery.deliver(), delivery.deliver()] == [1, 0]
    assert len(mail.outbox) == 1


def test_the_sender_and_the_message_id_are_of_one_neutral_domain(code: Outbox, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "messages@arrowmere.example"
    delivery.deliver()
    headers = dict(mail.outbox[0].message().items())
    assert headers["From"] == "messages@arrowmere.example"
    assert headers["Message-ID"] == f"<{code.pk}@arrowmere.example>"


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        smtplib.SMTPServerDisconnected("tansy@letters.example"),
        smtplib.SMTPRecipientsRefused({"tansy@letters.example": (550, b"no")}),
        None,
    ],
)
def test_what_fails_comes_again_later_and_says_only_what_kind_of_failure(
    away: type[Away], code: Outbox, error: BaseException | None
) -> None:
    away.error = error
    now = clock.now()
    deliver_at(now)
    code.refresh_from_db()
    assert code.not_before == now + dt.timedelta(minutes=1)
    assert code.last_error == (type(error).__name__ if error else "Vanished")
    assert deliver_at(now + dt.timedelta(seconds=59)) == 0


def test_the_waits_grow_and_an_outage_of_hours_loses_nothing(
    away: type[Away], code: Outbox, settings: Settings
) -> None:
    moment, waits = clock.now(), []
    for _ in range(delivery.MOST_ATTEMPTS - 1):
        deliver_at(moment)
        code.refresh_from_db()
        waits.append((code.not_before - moment) // dt.timedelta(minutes=1))
        moment = code.not_before
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 240]
    settings.EMAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver_at(moment)
    assert len(mail.outbox) == 1


def test_after_the_last_attempt_it_is_given_up_with_an_alarm(
    away: type[Away], code: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    moment = clock.now()
    caplog.set_level("ERROR", delivery.__name__)
    for _ in range(delivery.MOST_ATTEMPTS + 2):
        deliver_at(moment)
        moment += delivery.LONGEST_WAIT
    code.refresh_from_db()
    assert code.given_up_at is not None
    assert code.attempts == delivery.MOST_ATTEMPTS
    assert AuditEntry.objects.filter(action="mail_given_up", row_id=code.pk).count() == 1
    [alarm] = caplog.records
    assert (alarm.levelname, alarm.id) == ("ERROR", str(code.pk))  # type: ignore[attr-defined]
    assert "letters.example" not in caplog.text


def test_one_mail_that_cannot_be_sent_does_not_stop_the_others(code: Outbox) -> None:
    actions.put_account_mail(address="tansy@letters.example\nBcc: all@letters.example", subject="Two", body="x")
    actions.put_account_mail(address="other@letters.example", subject="Three", body="x")
    delivery.deliver()
    assert {sent.subject for sent in mail.outbox} == {"Your code", "Three"}
    assert Outbox.objects.get(WAITING).last_error == "BadHeaderError"


def test_a_row_whose_seal_is_broken_is_given_up_and_not_a_stop(code: Outbox) -> None:
    Outbox.objects.filter(pk=code.pk).update(body=b"")
    actions.put_account_mail(address="other@letters.example", subject="Three", body="x")
    delivery.deliver()
    assert [sent.subject for sent in mail.outbox] == ["Three"]
    assert Outbox.objects.get(WAITING).last_error == "SealBroken"


def test_a_mail_that_every_worker_dies_of_is_given_up(code: Outbox) -> None:
    Outbox.objects.update(attempts=delivery.MOST_ATTEMPTS)
    delivery.deliver()
    code.refresh_from_db()
    assert code.given_up_at is not None
    assert mail.outbox == []


def test_what_was_settled_is_forgotten_after_thirty_days_and_what_waits_is_not(code: Outbox) -> None:
    delivery.deliver()
    actions.put_account_mail(**CODE)
    assert delivery.forget() == 0
    with clock.moved(clock.now() + dt.timedelta(days=31)):
        assert delivery.forget() == 1
    assert list(Outbox.objects.all()) == list(Outbox.objects.filter(WAITING))


def test_the_worker_command_does_what_is_due_once(code: Outbox, settings: Settings) -> None:
    settings.WORKER_SWEEPS = {"portal.notifications.delivery.deliver": 2}
    call_command("worker", "--once")
    assert len(mail.outbox) == 1


# What must not go.


def test_the_rooms_above_are_asked_before_each_notice(reachable: Reachable, settings: Settings) -> None:
    settings.DELIVERY_CHECKS = ["tests.notifications.conftest.allowed"]
    stopped, free = reachable("one@letters.example"), reachable("two@letters.example")
    assert stopped.id is not None
    notify(stopped)
    notify(free)
    ALLOWED[stopped.id] = False
    delivery.deliver()
    assert [sent.to for sent in mail.outbox] == [["two@letters.example"]]
    assert not Outbox.objects.filter(WAITING).exists()


def test_a_row_withdrawn_after_it_was_claimed_does_not_go(reachable: Reachable) -> None:
    somebody = reachable()
    notify(somebody)
    row = delivery.claim()
    assert row is not None
    actions.never_use(actor=somebody, channels=["email"])
    delivery.send(row)
    assert mail.outbox == []


def test_a_claim_that_another_worker_took_over_sends_nothing(code: Outbox) -> None:
    slow = delivery.claim()
    with clock.moved(clock.now() + delivery.LEASE + dt.timedelta(seconds=1)):
        quick = delivery.claim()
        assert slow is not None
        assert quick is not None
        delivery.send(slow)
        assert mail.outbox == []
        delivery.send(quick)
    assert len(mail.outbox) == 1


def test_nothing_that_is_held_is_claimed_again_before_its_lease_ends(code: Outbox) -> None:
    assert delivery.claim() is not None
    assert delivery.claim() is None
