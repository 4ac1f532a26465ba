"""What a notice is: one a person, in their words, at a time that they said is safe, and never about anything."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import translation

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.encryption import keys
from portal.notifications import actions, delivery
from portal.notifications.models import WAITING, Outbox
from portal.notifications.words import Wording, notice
from portal.workflow import clock
from tests.notifications.conftest import MakeActor, Reachable, contact_of, deliver_at, london, notify

pytestmark = pytest.mark.django_db
TEN_TO_TWELVE = {"safe_days": ["1", "3"], "safe_from": dt.time(10), "safe_to": dt.time(12)}
FRIDAY = london("2026-04-17", "16:00")


def waiting() -> list[Outbox]:
    return list(Outbox.objects.filter(WAITING))


def test_the_default_words_are_those_of_the_service(reachable: Reachable) -> None:
    assert notify(reachable())
    assert delivery.deliver() == 1
    [sent] = mail.outbox
    assert (sent.subject, sent.body) == ("A message for you", "You have a message. Sign in to read it.")
    assert sent.to == ["tansy@letters.example"]


def test_whatever_happened_the_text_is_the_same(reachable: Reachable) -> None:
    somebody = reachable()
    for because in ("share_answer", "restated", "refused", "anything_else"):
        assert notify(somebody, because)
        delivery.deliver()
    assert len({(sent.subject, sent.body, sent.from_email, *sent.to) for sent in mail.outbox}) == 1
    assert len(mail.outbox) == 4


@pytest.mark.parametrize("wording", Wording.values)
def test_the_person_chooses_among_wordings_that_tell_nothing(reachable: Reachable, wording: str) -> None:
    notify(reachable(wording=wording, subject_style="none"))
    delivery.deliver()
    [sent] = mail.outbox
    assert sent.subject == ""
    assert sent.body == str(Wording(wording).label)


def test_at_most_one_notice_waits_for_a_person(reachable: Reachable) -> None:
    somebody, another = reachable(), reachable("another@letters.example")
    assert [notify(somebody), notify(somebody), notify(another)] == [True, False, True]
    assert len(waiting()) == 2


def test_after_it_was_sent_the_next_event_writes_the_next(reachable: Reachable) -> None:
    somebody = reachable()
    notify(somebody)
    delivery.deliver()
    assert notify(somebody)


def test_who_signs_in_before_it_went_needs_it_no_more(reachable: Reachable, client: Client) -> None:
    somebody = reachable(**TEN_TO_TWELVE)
    with clock.moved(FRIDAY):
        notify(somebody)
    client.force_login(User.objects.get(pk=somebody.id))
    assert waiting() == []
    assert deliver_at(london("2026-04-21", "10:01")) == 0


def test_outside_the_safe_hours_it_waits_for_them(reachable: Reachable) -> None:
    somebody = reachable(**TEN_TO_TWELVE)
    with clock.moved(FRIDAY):
        notify(somebody)
    assert waiting()[0].not_before == london("2026-04-21", "10:00")
    assert deliver_at(london("2026-04-20", "20:00")) == 0
    assert mail.outbox == []
    assert deliver_at(london("2026-04-21", "10:00")) == 1
    assert len(mail.outbox) == 1


def test_a_worker_that_comes_late_waits_for_the_next_safe_hours(reachable: Reachable) -> None:
    somebody = reachable(**TEN_TO_TWELVE)
    with clock.moved(FRIDAY):
        notify(somebody)
    deliver_at(london("2026-04-21", "20:00"))
    assert mail.outbox == []
    [row] = waiting()
    assert (row.not_before, row.attempts) == (london("2026-04-23", "10:00"), 0)
    deliver_at(london("2026-04-23", "10:00"))
    assert len(mail.outbox) == 1


def test_a_notice_that_waits_follows_changed_hours_and_words(reachable: Reachable) -> None:
    somebody = reachable(**TEN_TO_TWELVE)
    with clock.moved(FRIDAY):
        notify(somebody)
        actions.save_safe_contact(actor=somebody, safe_days=["4"], safe_from=None, safe_to=None, wording="note")
    [row] = waiting()
    assert (row.not_before, row.body) == (FRIDAY, str(Wording.NOTE.label))


def test_a_notice_that_waits_goes_to_the_new_address_and_never_to_the_old_one(reachable: Reachable) -> None:
    somebody = reachable(**TEN_TO_TWELVE)
    with clock.moved(FRIDAY):
        notify(somebody)
        actions.reach_by(actor=somebody, channel="email", address="new@letters.example", verified=True)
    deliver_at(london("2026-04-21", "10:00"))
    assert [sent.to for sent in mail.outbox] == [["new@letters.example"]]


def test_it_is_written_in_the_transaction_of_what_happened(reachable: Reachable) -> None:
    somebody = reachable()
    with transaction.atomic():
        assert notify(somebody)
        transaction.set_rollback(True)
    assert waiting() == []


def test_one_language_a_person(monkeypatch: pytest.MonkeyPatch, reachable: Reachable) -> None:
    """The language of the person counts, not that of whoever shares the answer."""
    used: list[str] = []
    monkeypatch.setattr("portal.notifications.words.translation.override", _noting(used))
    with translation.override("cy"):
        notify(reachable(language="en-gb"))
    assert used == ["cy", "en-gb"]


def _noting(used: list[str]) -> Any:
    real = translation.override

    def override(language: str) -> Any:
        used.append(language)
        return real(language)

    return override


def test_every_wording_stands_in_one_fixed_list() -> None:
    assert {notice(wording, "neutral", "en-gb")[0] for wording in Wording.values} == {"A message for you"}


def test_the_record_says_which_event_and_no_word_of_the_mail(reachable: Reachable) -> None:
    notify(reachable(), "share_answer")
    delivery.deliver()
    entries = AuditEntry.objects.filter(chain=keys.SITE, table_name="notifications_outbox").order_by("sequence")
    assert [entry.action for entry in entries] == ["notice_queued", "mail_sent"]
    assert entries[0].details == {"because": "share_answer"}
    assert not any("letters.example" in str(entry.details) for entry in AuditEntry.objects.all())
    assert verify() == []


# Who is not told.


def test_who_has_said_nothing_is_sent_nothing(make_actor: MakeActor) -> None:
    assert not notify(make_actor())


def test_what_was_not_confirmed_once_is_not_used(make_actor: MakeActor) -> None:
    somebody = make_actor()
    actions.reach_by(actor=somebody, channel="email", address="tansy@letters.example", verified=True)
    assert not notify(somebody)


@pytest.mark.parametrize("channel", ["portal_only", "sms", "phone", "post"])
def test_another_channel_than_email_is_for_people_to_use(reachable: Reachable, channel: str) -> None:
    somebody = reachable()
    address = "" if channel == "portal_only" else "07700 900123"
    actions.reach_by(actor=somebody, channel=channel, address=address, verified=True)
    assert not notify(somebody)
    assert contact_of(somebody).address == address


def test_never_use_acts_at_once_and_silently(reachable: Reachable) -> None:
    somebody = reachable()
    notify(somebody)
    actions.never_use(actor=somebody, channels=["email"])
    assert waiting() == []
    assert not notify(somebody)
    assert delivery.deliver() == 0
    assert mail.outbox == []


def test_an_account_that_is_switched_off_is_sent_nothing(reachable: Reachable) -> None:
    somebody = reachable()
    notify(somebody)
    User.objects.filter(pk=somebody.id).update(is_active=False)
    delivery.deliver()
    assert mail.outbox == []
    assert waiting() == []


def test_a_preference_not_confirmed_for_30_days_is_a_task_and_no_bar(reachable: Reachable) -> None:
    somebody = reachable()
    later = clock.now() + dt.timedelta(days=60)
    with clock.moved(later):
        assert notify(somebody)
    deliver_at(later)
    assert len(mail.outbox) == 1
