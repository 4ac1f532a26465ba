"""Several workers at once, one killed in the middle: nothing is lost, and nothing is sent twice that could be known."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from pytest_django import Settings

from portal.accounts.models import Role, User
from portal.notifications import actions, delivery, worker
from portal.notifications.models import WAITING, Outbox, SafeContact
from portal.workflow import clock
from tests.notifications.worker_settings import PLACE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]
ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60


class Noted:
    """A mail server that writes each Message-ID to a file, slowly enough to be killed in the middle."""

    def __init__(self, **_: object) -> None:
        pass

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        with Path(os.environ[PLACE]).open("a", encoding="ascii") as file:
            file.writelines(f"{message.extra_headers['Message-ID']}\n" for message in messages)
        time.sleep(0.03)
        return len(messages)


class Killed(BaseException):
    """The end of a process, as far as a thread can play it."""


class Deadly(Noted):
    """It takes the mail, and its worker dies before it can say so."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        super().send_messages(messages)
        raise Killed


@pytest.fixture
def sent(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.EMAIL_DELIVERY_BACKEND = f"{__name__}.Noted"
    place = tmp_path / "sent"
    place.touch()
    monkeypatch.setenv(PLACE, str(place))
    return place


def put(count: int) -> set[str]:
    for number in range(count):
        actions.put_account_mail(address=f"n{number}@letters.example", subject="Your code", body="123456")
    return {f"<{pk}@arrowmere.example>" for pk in Outbox.objects.values_list("pk", flat=True)}


def in_threads(act, count: int) -> None:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def until_nothing_is_due() -> None:
    while delivery.deliver():
        pass


def test_three_workers_send_each_mail_once(sent: Path) -> None:
    wanted = put(30)
    in_threads(until_nothing_is_due, 3)
    assert Counter(sent.read_text().split()) == Counter(wanted)


def test_a_worker_killed_by_the_system_loses_nothing_and_doubles_at_most_what_it_had_in_hand(sent: Path) -> None:
    wanted = put(40)
    environment = {
        "PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
        "WORKER_DATABASE": str(connection.settings_dict["NAME"]), PLACE: str(sent),
        "DATABASE_URL": os.environ.get("DATABASE_URL", "sqlite:///unused.sqlite3"),
    }  # fmt: skip
    with subprocess.Popen([sys.executable, "manage.py", "worker"], env=environment, cwd=ROOT) as process:
        until = time.monotonic() + PATIENCE
        while len(sent.read_text().split()) < 5 and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    assert 5 <= len(sent.read_text().split()) < 40
    with clock.moved(clock.now() + delivery.LEASE + dt.timedelta(seconds=1)):
        until_nothing_is_due()
    found = Counter(sent.read_text().split())
    assert set(found) == wanted
    assert sum(found.values()) <= len(wanted) + 1
    assert not Outbox.objects.filter(WAITING).exists()


def test_a_worker_that_dies_between_sending_and_saying_so_sends_again_under_the_same_message_id(
    sent: Path, settings: Settings
) -> None:
    wanted = put(1)
    settings.EMAIL_DELIVERY_BACKEND = f"{__name__}.Deadly"
    with pytest.raises(Killed):
        delivery.deliver()
    settings.EMAIL_DELIVERY_BACKEND = f"{__name__}.Noted"
    assert delivery.deliver() == 0
    with clock.moved(clock.now() + delivery.LEASE + dt.timedelta(seconds=1)):
        assert delivery.deliver() == 1
    assert Counter(sent.read_text().split()) == Counter({wanted.pop(): 2})


def test_two_events_at_once_write_one_notice(transactional_db: None) -> None:
    key = uuid4()
    User(id=key, email=f"{key}@people.example", name="Wren", role=Role.FAMILY_MEMBER).save(force_insert=True)
    SafeContact(user_id=key, channel="email", address="a@letters.example", confirmed_at=clock.now()).save()
    gate = threading.Barrier(4)

    def tell() -> None:
        gate.wait()
        actions.notify(user_id=key, because="share_answer")

    in_threads(tell, 4)
    assert Outbox.objects.filter(WAITING).count() == 1


def test_the_loop_goes_on_after_a_sweep_that_failed_and_stops_when_told_to(settings: Settings) -> None:
    settings.WORKER_SWEEPS = {f"{__name__}.broken": 0.01, "portal.notifications.delivery.deliver": 0.01}
    put(2)
    BROKEN.clear()
    with worker.running():
        until = time.monotonic() + PATIENCE
        while (len(mail.outbox) < 2 or len(BROKEN) < 2) and time.monotonic() < until:
            time.sleep(0.02)
    assert len(mail.outbox) == 2
    assert len(BROKEN) > 1
    assert not any(thread.name == "worker" for thread in threading.enumerate())


BROKEN: list[int] = []


def broken() -> int:
    BROKEN.append(1)
    raise ZeroDivisionError


def test_the_worker_process_ends_when_it_is_told_to(sent: Path) -> None:
    put(1)
    environment = {
        "PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
        "WORKER_DATABASE": str(connection.settings_dict["NAME"]), PLACE: str(sent),
        "DATABASE_URL": os.environ.get("DATABASE_URL", "sqlite:///unused.sqlite3"),
    }  # fmt: skip
    with subprocess.Popen([sys.executable, "manage.py", "worker"], env=environment, cwd=ROOT) as process:
        until = time.monotonic() + PATIENCE
        while not sent.read_text() and time.monotonic() < until:
            time.sleep(0.02)
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert Outbox.objects.get().sent_at is not None
