"""Every message is a sealed row with its digest on the chain, numbered without a gap; one notice tells of it."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from portal.audit.digest import digest_of
from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.messaging import actions, selectors
from portal.messaging.models import Message, Reading, Thread
from portal.notifications.actions import confirm as confirm_contact
from portal.notifications.actions import reach_by, save_safe_contact
from portal.notifications.models import Kind, Outbox
from portal.ui.refusals import OutOfDate
from portal.workflow import clock
from tests.messaging.conftest import Say

pytestmark = pytest.mark.django_db


def test_a_message_has_its_digest_on_the_chain_and_no_word_of_it(say: Say, thread: Thread) -> None:
    message = say("family_member", "A word of mine.").message
    assert message is not None
    entry = AuditEntry.objects.get(action="message_sent")
    message.refresh_from_db()
    assert (entry.row_id, entry.chain, entry.digest) == (message.pk, thread.holder, digest_of(message))
    assert "word" not in str(entry.details)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM messaging_message")
        assert b"word" not in bytes(cursor.fetchone()[0])
    assert verify() == []


def test_the_database_itself_refuses_to_change_or_remove_a_message(say: Say) -> None:
    say("family_member", "It stands.")
    for change in (lambda: Message.objects.update(number=9), lambda: Message.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_numbers_follow_each_other_and_one_client_id_is_one_message(say: Say, private: Thread) -> None:
    drawn = uuid.uuid4()
    first, again = (say("family_member", "One", client_id=drawn).message for _ in range(2))
    assert first == again
    say("caseworker", "Two")
    say("young_person", "Elsewhere", private)
    say("family_member", "Three")
    numbers = list(Message.objects.exclude(thread=private).order_by("number").values_list("number", flat=True))
    assert numbers == [1, 2, 3]
    with pytest.raises(OutOfDate):
        say("family_member", "Other words", client_id=drawn)


def test_the_reply_is_due_in_two_working_days_and_a_weekend_is_none(say: Say, thread: Thread) -> None:
    friday = dt.datetime(2026, 11, 27, 16, 0, tzinfo=clock.LONDON)
    with clock.moved(friday):
        say("family_member", "Hello?")
        say("family_member", "And another thing.")
    thread.refresh_from_db()
    assert selectors.reply_by(thread.waits_since) == dt.date(2026, 12, 1)
    with clock.moved(friday + dt.timedelta(minutes=61)):
        assert selectors.next_reply_by() == dt.date(2026, 12, 2)


def reachable(cast: Any, local: str) -> None:
    actor = cast.actor(local)
    save_safe_contact(actor=actor)
    reach_by(actor=actor, channel="email", address="imelda@people.example", verified=True)
    confirm_contact(actor=actor)


def notices() -> int:
    return Outbox.objects.filter(kind=Kind.NOTICE).count()


def sent() -> None:
    Outbox.objects.filter(sent_at=None).update(sent_at=clock.now())


def test_one_neutral_notice_tells_of_an_unread_thread_until_it_is_read(cast: Any, say: Say, thread: Thread) -> None:
    reachable(cast, "family_member")
    say("caseworker", "One.")
    assert notices() == 1
    sent()
    say("caseworker", "Two.")
    assert notices() == 1
    actions.mark_read(actor=cast.actor("family_member"), thread=thread, number=2)
    say("caseworker", "Three.")
    assert notices() == 2
    said = " ".join(f"{mail.subject} {mail.body}" for mail in Outbox.objects.all())
    assert not {"One", "Two", "Three", "Imelda", "Rowan", "Varnish"} & set(said.replace(".", " ").split())


def test_what_was_recalled_unread_makes_room_for_the_next_notice(cast: Any, say: Say, thread: Thread) -> None:
    reachable(cast, "family_member")
    say("caseworker", "One.")
    sent()
    actions.take_back(actor=cast.actor("caseworker"), thread_id=thread.pk, number=1)
    say("caseworker", "Two.")
    assert notices() == 2


def test_no_notice_goes_for_ones_own_words_to_staff_or_for_what_waits(cast: Any, say: Say, thread: Thread) -> None:
    reachable(cast, "family_member")
    say("family_member", "Mine.")
    say("caseworker", "Petra Skerrowby was there.")
    assert notices() == 0


def test_a_notice_is_rolled_back_with_its_message(cast: Any, say: Say, thread: Thread) -> None:
    reachable(cast, "family_member")
    with transaction.atomic():
        say("caseworker", "One.")
        transaction.set_rollback(True)
    assert notices() == 0
    assert Message.objects.count() == 0
    assert not Reading.objects.exclude(noticed_at=None).exists()
