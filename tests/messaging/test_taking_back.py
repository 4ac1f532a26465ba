"""Five minutes to take a message back, with a mark; a staff message without one while nobody has opened it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.audit.models import AuditEntry
from portal.messaging import actions, selectors
from portal.messaging.errors import TooLateToTakeBack
from portal.messaging.models import Ending, TakenBack, Thread
from portal.ui.refusals import NotYours
from portal.workflow import clock
from tests.messaging.conftest import Say

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


def test_a_parent_takes_a_message_back_within_five_minutes_and_a_mark_stays(
    as_: As, say: Say, address: str, thread: Thread
) -> None:
    say("family_member", "I did not mean that.")
    parent, worker = as_("family_member"), as_("caseworker")
    assert "I did not mean that." in worker.get(address).content.decode()
    assert "A line stays" in parent.get(f"{address}1/take-back/").content.decode()
    parent.post(f"{address}1/take-back/")
    for client in (parent, worker):
        page = client.get(address).content.decode()
        assert "I did not mean that." not in page
        assert "Taken back by" in page
    assert "I did not" not in worker.post(f"{address}find/", {"words": "mean"}).content.decode().split("<h2")[-1]
    thread.refresh_from_db()
    assert thread.waits_since is None
    assert parent.post(f"{address}1/take-back/").status_code == 404


def test_after_five_minutes_it_stands(cast: Any, as_: As, say: Say, address: str, thread: Thread) -> None:
    with clock.moved(clock.now() - dt.timedelta(minutes=6)):
        say("family_member", "I meant that.")
    assert "take-back" not in as_("family_member").get(address).content.decode()
    assert as_("family_member").post(f"{address}1/take-back/").status_code == 409
    with pytest.raises(TooLateToTakeBack):
        actions.take_back(actor=cast.actor("family_member"), thread_id=thread.pk, number=1)


@pytest.mark.parametrize("local", ["caseworker", "second_parent", "other_family", "supervisor", "other_caseworker"])
def test_nobody_takes_back_what_another_wrote(
    cast: Any, as_: As, say: Say, address: str, thread: Thread, local: str
) -> None:
    say("family_member", "Mine.")
    assert as_(local).post(f"{address}1/take-back/").status_code == 404
    with pytest.raises(NotYours):
        actions.take_back(actor=cast.actor(local), thread_id=thread.pk, number=1)
    assert TakenBack.objects.count() == 0


def test_a_staff_message_is_recalled_while_unopened_and_the_family_sees_no_line(
    cast: Any, as_: As, say: Say, address: str, thread: Thread
) -> None:
    say("family_member", "When is it?")
    with clock.moved(clock.now() - dt.timedelta(hours=3)):
        say("caseworker", "On Tuesday, room 4.")
    worker, parent = as_("caseworker"), as_("family_member")
    assert "They will see nothing of it" in worker.get(f"{address}2/take-back/").content.decode()
    worker.post(f"{address}2/take-back/")
    page = parent.get(address).content.decode()
    assert "On Tuesday" not in page
    assert "aken back" not in page
    assert "ecalled" not in page
    assert "You will have a reply by" in page
    assert "ecalled by Rowan Tallis before the family opened it" in worker.get(address).content.decode()
    assert AuditEntry.objects.filter(chain=thread.holder, action="message_recalled").count() == 1
    say("caseworker", "On Friday.")
    assert selectors.unread(cast.actor("family_member")).count() == 1


def test_once_the_family_opened_it_it_leaves_a_mark_and_later_it_stands(
    cast: Any, as_: As, say: Say, address: str, thread: Thread
) -> None:
    say("caseworker", "First.")
    as_("family_member").get(address)
    worker = cast.actor("caseworker")
    assert actions.take_back(actor=worker, thread_id=thread.pk, number=1) == Ending.RETRACTED
    assert "Taken back by Rowan Tallis" in as_("family_member").get(address).content.decode()
    with clock.moved(clock.now() - dt.timedelta(hours=1)):
        say("caseworker", "Second.")
    as_("family_member").get(address)
    with pytest.raises(TooLateToTakeBack):
        actions.take_back(actor=worker, thread_id=thread.pk, number=2)


def test_what_was_taken_back_stays_in_the_database_and_on_the_record(cast: Any, say: Say, thread: Thread) -> None:
    message = say("family_member", "Words.").message
    assert message is not None
    actions.take_back(actor=cast.actor("family_member"), thread_id=thread.pk, number=1)
    message.refresh_from_db()
    assert message.text == "Words."
    entries = AuditEntry.objects.filter(chain=thread.holder).values_list("action", flat=True)
    assert {"message_sent", "message_retracted"} <= set(entries)
