"""Who takes part, from when until when; who has to say why before they read; and what stays of whoever leaves."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from portal.audit.models import AuditEntry
from portal.messaging import actions, policy, selectors
from portal.messaging.models import Look, Member, Thread
from portal.ui.refusals import NotYours
from portal.workflow import clock
from reconciliation.families import actions as families
from reconciliation.families.models import Membership
from tests.messaging.conftest import Say

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
NEXT = "wrenfield"


def given_to(cast: Any, local: str) -> None:
    families.change_worker(
        actor=cast.actor("supervisor"),
        engagement=cast.engagements["varnish"],
        worker=cast.users[local],
        summary="Kind.",
    )


def test_the_next_worker_reads_what_was_said_and_the_one_before_nothing_more(
    cast: Any, as_: As, say: Say, address: str
) -> None:
    say("caseworker", "I will be on leave.")
    before = as_("caseworker")
    assert before.get(address).status_code == 200
    given_to(cast, NEXT)
    assert before.get(address).status_code == 404
    assert before.post(address, {"text": "One more"}).status_code == 404
    parent = as_("family_member").get(address).content.decode()
    for said in ("I will be on leave.", "Rowan Tallis", "Your worker has changed.", "Jocasta Wrenfield"):
        assert said in parent
    after = as_(NEXT).get(address).content.decode()
    assert "I will be on leave." in after
    say(NEXT, "I am Jocasta.")
    assert "I am Jocasta." in as_("family_member").get(address).content.decode()
    with pytest.raises(NotYours):
        say("caseworker", "I am still here.")


@pytest.mark.parametrize("left", ["conflict", "team", "account"])
def test_a_worker_who_left_in_any_way_has_no_thread_with_the_next_click(
    cast: Any, as_: As, say: Say, address: str, left: str
) -> None:
    say("family_member", "For Rowan.")
    client = as_("caseworker")
    assert client.get(address).status_code == 200
    user = cast.users["caseworker"]
    if left == "conflict":
        families.declare_conflict(
            actor=cast.actor("caseworker"), engagement=cast.engagements["varnish"], kind="neighbour"
        )
    elif left == "team":
        Membership.objects.filter(user=user).update(until=clock.now())
    else:
        user.is_active = False
        user.save()
    answer = client.get(address)
    assert answer.status_code == (302 if left == "account" else 404)
    assert b"For Rowan." not in answer.content
    if left == "conflict":
        assert "We are finding you one" in as_("family_member").get(address).content.decode()


def test_what_waited_of_a_worker_who_left_is_never_sent(cast: Any, say: Say, thread: Thread) -> None:
    held = say("caseworker", "Petra Skerrowby was told.").held
    assert held is not None
    given_to(cast, NEXT)
    actions.release(holder=thread.holder, held_id=held.pk)
    assert thread.messages.count() == 0


def test_a_parent_lets_somebody_read_from_now_on_and_takes_it_back(
    cast: Any, as_: As, say: Say, address: str, thread: Thread
) -> None:
    say("family_member", "Before.")
    parent, other = as_("family_member"), as_("second_parent")
    assert other.get(address).status_code == 404
    parent.post(f"{address}people/", {"people": [str(cast.people["anselm"].pk)]})
    say("family_member", "After.")
    page = other.get(address).content.decode()
    assert "After." in page
    assert "Before." not in page
    assert "Before." not in other.post(f"{address}find/", {"words": "Before"}).content.decode().split("<h2")[-1]
    assert other.get(f"{address}people/").status_code == 404
    say("second_parent", "I am here too.")
    assert "Messages of" in other.get("/messages/").content.decode()
    parent.post(f"{address}people/", {})
    assert other.get(address).status_code == 404
    mine = parent.get(address).content.decode()
    assert "I am here too." in mine
    assert "can read from here on" in mine
    assert "cannot read any more" in mine
    assert as_("young_person").get(address).status_code == 404


def test_nobody_is_let_in_who_is_not_of_the_family(cast: Any, as_: As, address: str, thread: Thread) -> None:
    stranger = str(cast.people["petra"].pk)
    page = as_("family_member").post(f"{address}people/", {"people": [stranger]})
    assert page.status_code == 200
    assert "Petra" not in page.content.decode()
    assert thread.members.filter(until=None).count() == 2
    with pytest.raises(NotYours):
        families.choose_readers(actor=cast.actor("caseworker"), thread_id=thread.pk, person_ids=[])


def test_a_young_persons_conversation_is_theirs(cast: Any, as_: As, say: Say, private: Thread) -> None:
    say("young_person", "Please do not tell my mum.", private)
    path = f"/messages/{private.pk}/"
    assert "Please do not tell my mum." in as_("caseworker").get(path).content.decode()
    for local in ("family_member", "second_parent"):
        assert as_(local).get(path).status_code == 404
        for page in ("/home/", "/messages/", "/home/opened/"):
            assert str(private.pk) not in as_(local).get(page, follow=True).content.decode()


LOOKERS = {
    "supervisor": "A supervisor opened", "safeguarding_lead": "A safeguarding lead opened",
    "information_governance": "Somebody of information governance opened",
}  # fmt: skip


@pytest.mark.parametrize(("local", "told"), LOOKERS.items())
def test_whoever_takes_no_part_reads_for_a_reason_until_the_end_of_tomorrow_and_the_family_is_told(
    cast: Any, as_: As, say: Say, thread: Thread, address: str, local: str, told: str
) -> None:
    say("family_member", "For Rowan.")
    client = as_(local)
    assert client.get(address).status_code == 404
    assert "Enter why" in client.post(f"{address}look/", {"reason": ""}).content.decode()
    assert client.post(f"{address}look/", {"reason": "A complaint came in."})["Location"] == address
    page = client.get(address).content.decode()
    assert "For Rowan." in page
    assert 'name="text"' not in page
    assert client.post(address, {"text": "I say so"}).status_code == 404
    family = as_("family_member").get(address).content.decode()
    assert told in family
    assert cast.users[local].name not in family
    assert "complaint" not in family
    assert AuditEntry.objects.filter(action="messages_opened_with_reason", actor_id=cast.users[local].pk).count() == 1
    assert AuditEntry.objects.filter(action="opened.messages", row_id=thread.pk).exists()
    with clock.moved(clock.now() + dt.timedelta(days=2)):
        assert not policy.visible_to(cast.actor(local)).exists()
    # Looking is no reading of the conversation: the worker has still to open it.
    assert selectors.unread(cast.actor("caseworker")).count() == 1


@pytest.mark.parametrize(
    "local", ["other_supervisor", "auditor", "admin", "caseworker", "family_member", "duty_worker"]
)
def test_nobody_else_may_say_why_and_read(cast: Any, as_: As, address: str, thread: Thread, local: str) -> None:
    assert as_(local).post(f"{address}look/", {"reason": "I am curious."}).status_code == 404
    with pytest.raises(NotYours):
        actions.look(actor=cast.actor(local), thread_id=thread.pk, reason="I am curious.")
    assert Look.objects.count() == 0


def test_a_conflict_bars_whoever_would_look(cast: Any, as_: As, address: str, thread: Thread) -> None:
    governance = as_("information_governance")
    governance.post(f"{address}look/", {"reason": "A complaint came in."})
    assert governance.get(address).status_code == 200
    families.bar_reviewer(actor=cast.actor("information_governance"), engagement_id=thread.holder, kind="relationship")
    assert governance.get(address).status_code == 404
    assert governance.get(f"/engagements/{thread.holder}/messages/").status_code == 404


def test_the_lists_of_those_who_look_name_nobody_of_the_family(cast: Any, as_: As, private: Thread) -> None:
    client = as_("information_governance")
    reference = cast.engagements["varnish"].reference
    answer = client.post("/messages/find/", {"reference": reference})
    page = client.get(answer["Location"]).content.decode()
    assert "A child or young person" in page
    assert "Corin" not in page
    assert f"/messages/{private.pk}/look/" in page
    assert "There is no family" in client.post("/messages/find/", {"reference": "AAAA-AAAA"}).content.decode()
    assert as_("supervisor").get("/messages/find/").status_code == 404
    assert as_("other_supervisor").get(f"/engagements/{private.holder}/messages/").status_code == 404


def test_there_is_one_worker_a_thread_and_one_thread_a_person(cast: Any, thread: Thread) -> None:
    again = families.open_conversation(actor=cast.actor("caseworker"), person_id=cast.people["imelda"].pk)
    assert again == thread
    assert Member.objects.filter(thread=thread, until=None).count() == 2
    for local, person in (("second_parent", "imelda"), ("other_caseworker", "imelda"), ("family_member", "petra")):
        with pytest.raises(NotYours):
            families.open_conversation(actor=cast.actor(local), person_id=cast.people[person].pk)
