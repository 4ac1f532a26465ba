"""An open conversation: what is written arrives at once, exactly once and in order, and only where it may be read."""

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from websockets.exceptions import InvalidStatus

from portal.accounts.models import SignIn
from portal.messaging import actions, consumers, frames
from portal.messaging.models import Draft, HeldMessage, Message, Reading, Thread
from reconciliation.oversight.bench.asking import serving
from tests.messaging.conftest import Say
from tests.messaging.serving import Socket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]
As = Callable[[str], Client]
Open = Callable[..., Socket]
OTHERS = (
    "second_parent", "young_person", "other_family", "other_caseworker", "supervisor", "safeguarding_lead",
    "information_governance", "duty_worker", "auditor", "admin", "commissioner", "service_provider",
)  # fmt: skip


@pytest.fixture
def port() -> Iterator[int]:
    with serving() as number:
        yield number


@pytest.fixture
def open_(port: int, as_: As, thread: Thread) -> Iterator[Open]:
    """Open the mother's conversation, or another address, as somebody."""
    opened: list[Socket] = []

    def open_as(local: str, path: str = "", **options: Any) -> Socket:
        opened.append(Socket(port, as_(local) if local else None, path or f"/live/messages/{thread.pk}/", **options))
        return opened[-1]

    yield open_as
    for socket in opened:
        socket.close()


def test_a_message_is_stored_before_it_is_acknowledged_and_arrives_on_the_other_side(open_: Open) -> None:
    parent, worker = open_("family_member"), open_("caseworker")
    assert worker.since(0)["lines"] == []
    sent = parent.say("Can we move Thursday?\n<b>Please</b>")
    assert Message.objects.get().number == sent["number"] == 1
    assert worker.hear("news")["number"] == 1
    (line,) = worker.since(0)["lines"]
    assert line["number"] == 1
    assert "&lt;b&gt;Please&lt;/b&gt;" in line["html"]


def test_the_same_message_sent_twice_and_by_both_ways_is_one(open_: Open, as_: As, address: str) -> None:
    parent, once = open_("family_member"), uuid.uuid4()
    first = parent.say("Only once.", once)
    again = parent.say("Only once.", once)
    assert first == again
    as_("family_member").post(address, {"text": "Only once.", "client_id": str(once)})
    assert Message.objects.count() == 1
    # The same id with other words is no second message, and no overwritten one.
    assert parent.say("Something else.", once)["type"] == "refused"
    assert [message.text for message in Message.objects.all()] == ["Only once."]


def test_whoever_was_away_asks_for_what_came_meanwhile_and_gets_it_in_order(
    open_: Open, say: Say, settings: Any
) -> None:
    settings.MESSAGES_AT_MOST = (100, 10)
    for number in range(60):
        say("family_member" if number % 2 else "caseworker", f"Number {number}.")
    worker = open_("caseworker")
    first = worker.since(3)
    second = worker.since(first["last"])
    numbers = [line["number"] for line in (*first["lines"], *second["lines"])]
    assert numbers == list(range(4, 61))
    assert (first["more"], second["more"]) == (True, False)


def test_reading_is_told_to_who_wrote_and_looking_on_is_no_activity(open_: Open, as_: As) -> None:
    parent, worker = open_("family_member"), open_("caseworker")
    seen = dict(SignIn.objects.values_list("pk", "seen_at"))
    parent.say("Have you read this?")
    assert "Read" not in parent.since(0)["lines"][0]["html"]
    worker.send(type="read", number=1)
    while not Reading.objects.filter(number=1).exists():
        assert worker.since(0)["lines"]
    assert parent.hear("news")["number"] == 1
    assert ">Read<" in parent.since(0)["lines"][0]["html"]
    assert dict(SignIn.objects.values_list("pk", "seen_at")) == seen


def test_a_staff_message_that_names_the_other_side_waits_and_arrives_nowhere(open_: Open) -> None:
    parent, worker = open_("family_member"), open_("caseworker")
    assert worker.say("We met Petra Skerrowby.")["held"]
    assert (Message.objects.count(), HeldMessage.objects.count()) == (0, 1)
    assert parent.since(0)["lines"] == []


def test_a_recalled_message_is_gone_from_the_familys_lines(open_: Open, cast: Any, thread: Thread, say: Say) -> None:
    say("caseworker", "To the wrong person.")
    parent, worker = open_("family_member"), open_("caseworker")
    actions.take_back(actor=cast.actor("caseworker"), thread_id=thread.pk, number=1)
    assert parent.hear("news")["number"] == 1
    assert parent.since(0) == {"type": "lines", "after": 0, "last": 1, "more": False, "lines": []}
    assert "Recalled by" in worker.since(0)["lines"][0]["html"]


def test_too_long_too_often_and_closed_are_said_and_nothing_typed_is_lost(
    open_: Open, cast: Any, thread: Thread, settings: Any
) -> None:
    parent = open_("family_member")
    settings.MESSAGES_AT_MOST = (1, 10)
    assert "10,000" in parent.say("x" * 10_001)["words"]
    assert parent.say("  ")["words"] == "Enter your message"
    assert parent.say("One.")["type"] == "sent"
    assert parent.say("Two.")["type"] == "refused"
    assert Draft.objects.get().text == "Two."
    actions.close(actor=cast.actor("caseworker"), thread_id=thread.pk)
    settings.MESSAGES_AT_MOST = (100, 10)
    assert parent.say("Three.")["type"] == "refused"
    assert Message.objects.count() == 1


# --- who may not --------------------------------------------------------------------------------


@pytest.mark.parametrize("local", OTHERS)
def test_nobody_else_opens_it_and_another_thread_is_like_none(open_: Open, say: Say, local: str) -> None:
    say("family_member", "Only for Rowan.")
    assert open_(local).closed_with() == frames.NOT_THERE
    assert open_(local, f"/live/messages/{uuid.uuid4()}/").closed_with() == frames.NOT_THERE
    assert open_(local, "/live/elsewhere/").closed_with() == frames.NOT_THERE


def test_a_stranger_a_foreign_page_and_nonsense_are_let_go(open_: Open) -> None:
    assert open_("").closed_with() == frames.SIGNED_OUT
    with pytest.raises(InvalidStatus, match="403"):
        open_("family_member", origin="https://elsewhere.example")
    half = '{"type": "send", "text": "\\ud800", "client_id": "0"}'
    for nonsense in (
        "{",
        "[]",
        '"since"',
        b"{}",
        "[" * 60_000,
        half,
        json.dumps({"type": "subscribe", "thread": str(uuid.uuid4())}),
    ):
        socket = open_("family_member")
        socket.connection.send(nonsense)
        assert socket.closed_with() == frames.NOT_UNDERSTOOD


def test_a_flood_of_frames_ends_the_socket(open_: Open) -> None:
    parent = open_("family_member")
    for _ in range(consumers.MOST_FRAMES + 1):
        parent.send(type="stay")
    assert parent.closed_with() == consumers.TOO_MANY


def ended_session(cast: Any) -> None:
    Session.objects.all().delete()


def ended_sign_in(cast: Any) -> None:
    SignIn.objects.update(ended_at=SignIn.objects.first().began_at)  # type: ignore[union-attr]


def switched_off(cast: Any) -> None:
    account = cast.users["family_member"]
    account.is_active = False
    account.save()


@pytest.mark.parametrize("end", [ended_session, ended_sign_in, switched_off])
def test_a_socket_does_not_outlive_the_sign_in(
    open_: Open, cast: Any, say: Say, end: Callable[[Any], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "LOOK_EVERY", 0.1)
    idle, writes, hears = (open_("family_member") for _ in range(3))
    assert hears.since(0)["lines"] == []
    end(cast)
    writes.send(type="send", text="Still here?", client_id=str(uuid.uuid4()))
    assert writes.closed_with() == frames.SIGNED_OUT
    say("caseworker", "Not for whoever is gone.")
    assert hears.closed_with() == frames.SIGNED_OUT
    assert idle.closed_with() == frames.SIGNED_OUT
    assert [message.text for message in Message.objects.all()] == ["Not for whoever is gone."]


def test_staff_without_a_second_factor_have_no_socket(open_: Open, settings: Any) -> None:
    worker = open_("caseworker")
    assert worker.since(0)["lines"] == []
    settings.PORTAL_DEMO = False
    worker.send(type="since", number=0)
    assert worker.closed_with() == frames.SIGNED_OUT


def test_whoever_takes_part_no_more_is_let_go_with_the_next_frame(open_: Open, thread: Thread) -> None:
    worker = open_("caseworker")
    assert worker.since(0)["lines"] == []
    actions.hand_over(holder=thread.holder, worker_id=None)
    worker.send(type="send", text="One more thing.", client_id=str(uuid.uuid4()))
    assert worker.closed_with() == frames.NOT_THERE
    assert not Message.objects.exists()


def test_what_goes_to_all_open_browsers_holds_no_word(
    open_: Open, monkeypatch: pytest.MonkeyPatch, thread: Thread, say: Say
) -> None:
    told: list[Any] = []
    monkeypatch.setattr("portal.messaging.live._tell", lambda group, number: told.append((group, number)))
    say("family_member", "canary-message of Imelda")
    assert told == [(f"thread.{thread.pk}", 1)]
