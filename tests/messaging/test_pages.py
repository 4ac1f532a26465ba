"""A conversation by page: said before writing who reads it, written once, read by exactly those who take part."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.messaging.models import Draft, Message, Party, Thread
from reconciliation.families import actions as families
from tests.messaging.conftest import Say, form

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
OTHERS = (
    "second_parent", "young_person", "other_family", "other_caseworker", "supervisor", "second_supervisor",
    "safeguarding_lead", "information_governance", "auditor", "admin", "commissioner", "service_provider",
)  # fmt: skip


def test_a_parent_reads_who_will_read_before_they_write_and_begins_a_conversation(cast: Any, as_: As) -> None:
    client = as_("family_member")
    assert 'href="/messages/"' in client.get("/home/").content.decode()
    page = client.get("/messages/").content.decode()
    for said in ("Rowan Tallis", "Nobody else of your family", "council records", "police or a court", "not read in"):
        assert said in page
    answer = client.post("/messages/")
    thread = Thread.objects.get(about=cast.people["imelda"].pk)
    assert answer["Location"] == f"/messages/{thread.pk}/"
    assert client.get("/messages/")["Location"] == f"/messages/{thread.pk}/"
    assert as_("caseworker").get(f"/messages/{thread.pk}/").status_code == 200


def test_what_a_parent_writes_their_worker_reads_and_answers(as_: As, thread: Thread, address: str) -> None:
    parent, worker = as_("family_member"), as_("caseworker")
    text = "Can we move Thursday?\nMika has <b>swimming</b>."
    assert parent.post(address, form(parent, address, text))["Location"] == address
    assert "You will have a reply by" in parent.get(address).content.decode()
    assert "1 unread" in worker.get(f"/engagements/{thread.holder}/").content.decode()
    page = worker.get(address).content.decode()
    assert "Mika has &lt;b&gt;swimming&lt;/b&gt;." in page
    assert "The family waits for a reply" in page
    worker.post(address, form(worker, address, "Yes. Friday at 4."))
    assert "1 new message" in parent.get("/home/").content.decode()
    read = parent.get(address).content.decode()
    assert "Yes. Friday at 4." in read
    assert "Family reconciliation caseworker" in read
    assert "You will have a reply by" not in read


@pytest.mark.parametrize("local", OTHERS)
def test_nobody_else_finds_a_conversation_or_writes_into_it(
    as_: As, say: Say, private: Thread, address: str, local: str
) -> None:
    say("family_member", "Only for Rowan.")
    client = as_(local)
    nothing = client.get("/no/such/page/").content
    for path in (address, f"{address}find/", f"{address}people/", f"{address}1/take-back/", f"{address}close/"):
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (404, nothing), path
    assert client.post(address, {"text": "Hello"}).status_code == 404
    assert Message.objects.count() == 1


def test_the_same_form_sent_twice_is_one_message_and_with_other_words_out_of_date(as_: As, address: str) -> None:
    client = as_("family_member")
    data = form(client, address, "Once.")
    assert [client.post(address, data).status_code for _ in range(3)] == [302, 302, 302]
    assert [message.text for message in Message.objects.all()] == ["Once."]
    page = client.post(address, {**data, "text": "Something else."})
    assert page.status_code == 409
    assert "Something else." in page.content.decode()


def test_an_empty_or_over_long_message_comes_back_with_what_was_typed(as_: As, address: str) -> None:
    client = as_("family_member")
    assert "Enter your message" in client.post(address, form(client, address, " ")).content.decode()
    page = client.post(address, form(client, address, "a" * 10_001))
    assert page.status_code == 200
    assert "a" * 10_001 in page.content.decode()
    assert Message.objects.count() == 0


def test_the_twenty_first_message_in_ten_minutes_waits_and_is_kept(as_: As, say: Say, address: str) -> None:
    client = as_("family_member")
    for number in range(20):
        say("family_member", f"Message {number}")
    page = client.post(address, form(client, address, "One more."))
    assert page.status_code == 429
    assert "One more." in page.content.decode()
    assert Message.objects.count() == 20
    assert "One more." in client.get(address).content.decode()
    say("caseworker", "I can still write.")


def test_what_is_kept_for_later_is_in_the_box_again_and_nobody_elses(as_: As, address: str) -> None:
    client = as_("family_member")
    data = form(client, address, "Half a sent")
    client.post(address, {**data, "later": "yes"})
    assert Message.objects.count() == 0
    assert "Half a sent" in client.get(address).content.decode()
    assert "Half a sent" not in as_("caseworker").get(address).content.decode()
    assert client.post(f"{address}draft/", {**data, "text": "Half a sentence"}).status_code == 204
    client.post(address, data)
    assert Draft.objects.count() == 0
    # A script's late copy of what was sent is no draft.
    client.post(f"{address}draft/", data)
    assert Draft.objects.count() == 0


def test_a_draft_is_kept_for_nobody_outside(as_: As, address: str) -> None:
    for local in OTHERS[:4]:
        assert as_(local).post(f"{address}draft/", {"text": "x"}).status_code == 404
    assert Draft.objects.count() == 0


def test_words_are_found_in_this_conversation_only_and_stand_in_no_address(
    as_: As, say: Say, private: Thread, address: str
) -> None:
    say("family_member", "The head teacher called on Monday.")
    say("caseworker", "I will ask the school.")
    say("young_person", "The head teacher is fine.", private)
    client = as_("family_member")
    page = client.post(f"{address}find/", {"words": "HEAD  teacher"})
    body = page.content.decode()
    assert "1 message" in body
    assert "called on Monday" in body
    assert "is fine" not in body
    assert as_("young_person").post(f"{address}find/", {"words": "head"}).status_code == 404


def test_the_worker_sees_to_whom_it_goes_and_who_is_like_named(
    cast: Any, as_: As, thread: Thread, address: str
) -> None:
    families.add_person(
        actor=cast.actor("supervisor"), engagement=cast.engagements["al_naqib"], name="Imelda Varnisch", is_child=False
    )
    page = as_("caseworker").get(address).content.decode()
    assert "This goes to:" in page
    assert "Imelda Varnisch (" in page
    assert cast.engagements["varnish"].get_side_display() in page
    assert "Varnisch" not in as_("family_member").get(address).content.decode()


def test_a_workers_list_begins_with_whoever_waits_longest(
    cast: Any, as_: As, say: Say, thread: Thread, private: Thread
) -> None:
    say("young_person", "Are you there?", private)
    say("family_member", "Good morning.")
    client = as_("caseworker")
    page = client.get("/messages/waiting/").content.decode()
    assert page.index(f"/messages/{private.pk}/") < page.index(f"/messages/{thread.pk}/")
    client.post(f"/messages/{private.pk}/settle/")
    page = client.get("/messages/waiting/").content.decode()
    assert page.index(f"/messages/{thread.pk}/") < page.index(f"/messages/{private.pk}/")
    assert f"/messages/{thread.pk}/" not in as_("other_caseworker").get("/messages/waiting/").content.decode()
    assert as_("other_caseworker").post(f"/messages/{thread.pk}/settle/").status_code == 404


def test_a_worker_begins_a_conversation_and_nobody_of_the_other_side_can(cast: Any, as_: As) -> None:
    path = f"/engagements/{cast.engagements['varnish'].pk}/messages/"
    client = as_("caseworker")
    assert "Begin a conversation" in client.get(path).content.decode()
    answer = client.post(path, {"person": str(cast.people["corin"].pk)})
    thread = Thread.objects.get(about=cast.people["corin"].pk)
    assert answer["Location"] == f"/messages/{thread.pk}/"
    assert "Corin" in as_("young_person").get("/messages/", follow=True).content.decode()
    for person in ("petra", "imelda"):
        assert as_("other_caseworker").post(path, {"person": str(cast.people[person].pk)}).status_code == 404
    assert client.post(path, {"person": str(cast.people["petra"].pk)}).status_code == 404
    assert client.post(path, {"person": "x"}).status_code == 404


def test_a_closed_conversation_is_read_and_not_added_to(as_: As, say: Say, address: str) -> None:
    say("family_member", "Thank you for everything.")
    worker, parent = as_("caseworker"), as_("family_member")
    data = form(parent, address, "One more thing.")
    worker.post(f"{address}close/")
    page = parent.get(address).content.decode()
    assert "This conversation is closed" in page
    assert "Thank you for everything." in page
    assert 'name="text"' not in page
    refused = parent.post(address, data)
    assert refused.status_code == 409
    assert "One more thing." in refused.content.decode()
    worker.post(f"{address}close/")
    assert parent.post(address, data).status_code == 302
    assert parent.post(f"{address}close/").status_code == 404


def test_older_messages_are_one_link_away(as_: As, thread: Thread, address: str) -> None:
    author = thread.members.get(owner=True).user_id
    for number in range(1, 61):
        Message(
            holder=thread.holder, thread=thread, author_id=author, author_role="family_member", client_id=uuid.uuid4(),
            text=f"Line {number}.", number=number, party=Party.FAMILY,
        ).save(force_insert=True)  # fmt: skip
    client = as_("family_member")
    page = client.get(address).content.decode()
    assert "Line 11." in page
    assert "Line 10." not in page
    assert "Line 10." in client.get(f"{address}?before=11").content.decode()
    for odd in ("x", "-1", "9" * 30, "0"):
        assert client.get(address, {"before": odd}).status_code == 200
