"""A staff message that names the other side waits for a second person; what a family sends always arrives."""

from collections.abc import Callable

import pytest
from django.test import Client

from portal.audit.models import AuditEntry
from portal.messaging.models import HeldMessage, Message, Thread
from portal.recipients.models import FamilyMatch, Hold
from tests.messaging.conftest import Say, form

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
NAMES_THEM = "We have spoken with Petra Skerrowby."


def decide(as_: As, decision: str) -> None:
    hold = Hold.objects.get()
    as_("safeguarding_lead").post(f"/held-texts/{hold.pk}/", {"decision": decision, "reason": "I have read it."})


def test_it_waits_is_released_and_arrives_in_the_place_of_that_moment(
    as_: As, say: Say, thread: Thread, address: str
) -> None:
    say("caseworker", NAMES_THEM)
    say("caseworker", "See you on Friday.")
    parent, worker = as_("family_member"), as_("caseworker")
    page = worker.get(address).content.decode()
    assert "Waiting for a second person" in page
    assert NAMES_THEM not in parent.get(address).content.decode()
    assert NAMES_THEM in as_("safeguarding_lead").get(f"/held-texts/{Hold.objects.get().pk}/").content.decode()
    decide(as_, "release")
    assert [message.text for message in Message.objects.order_by("number")] == ["See you on Friday.", NAMES_THEM]
    assert NAMES_THEM in parent.get(address).content.decode()
    assert "Waiting for a second person" not in worker.get(address).content.decode()
    assert Message.objects.get(number=2).author_id == HeldMessage.objects.get().author_id


def test_kept_back_it_never_arrives_and_its_writer_reads_why_not(as_: As, say: Say, address: str) -> None:
    say("caseworker", NAMES_THEM)
    decide(as_, "keep_back")
    assert "Kept back" in as_("caseworker").get(address).content.decode()
    assert NAMES_THEM not in as_("family_member").get(address).content.decode()
    assert Message.objects.count() == 0


def test_its_writer_takes_it_back_and_a_late_release_sends_nothing(as_: As, say: Say, thread: Thread) -> None:
    held = say("caseworker", NAMES_THEM).held
    assert held is not None
    path = f"/messages/{thread.pk}/held/{held.pk}/take-back/"
    for local in ("family_member", "other_caseworker", "supervisor"):
        assert as_(local).post(path).status_code == 404
    assert NAMES_THEM in as_("caseworker").get(path).content.decode()
    assert as_("caseworker").post(path).status_code == 302
    hold = Hold.objects.get()
    lead = as_("safeguarding_lead")
    assert lead.post(f"/held-texts/{hold.pk}/", {"decision": "release", "reason": "Fine."}).status_code == 404
    assert Message.objects.count() == 0
    assert as_("caseworker").post(path).status_code == 404


def test_a_held_message_sent_twice_is_one(as_: As, say: Say, address: str) -> None:
    client = as_("caseworker")
    data = form(client, address, NAMES_THEM)
    assert [client.post(address, data).status_code for _ in range(2)] == [302, 302]
    assert HeldMessage.objects.count() == 1
    decide(as_, "release")
    client.post(address, data)
    assert Message.objects.count() == 1


def test_what_a_family_sends_arrives_at_once_and_a_match_tells_the_lead_alone(
    as_: As, say: Say, thread: Thread, address: str
) -> None:
    text = "I met Petra Skerrowby at the shop."
    say("family_member", text)
    assert text in as_("caseworker").get(address).content.decode()
    match = FamilyMatch.objects.get()
    lead = as_("safeguarding_lead")
    assert "A message of a family" in lead.get("/held-texts/").content.decode()
    page = lead.get(f"/held-texts/sent/{match.pk}/").content.decode()
    assert text in page
    assert "skerrowby" in page
    lead.post(f"/held-texts/sent/{match.pk}/")
    assert "A message of a family" not in lead.get("/held-texts/").content.decode()
    assert lead.get(f"/held-texts/sent/{match.pk}/").status_code == 409
    told = AuditEntry.objects.filter(chain=thread.holder).values_list("action", flat=True)
    assert not {"text_held", "opened.matched_text", "matched_text_read"} & set(told)


@pytest.mark.parametrize("local", ["caseworker", "supervisor", "family_member", "information_governance", "auditor"])
def test_nobody_else_learns_of_a_match(as_: As, say: Say, address: str, local: str) -> None:
    say("family_member", "I met Petra Skerrowby at the shop.")
    say("family_member", "It rained.")
    client = as_(local)
    assert client.get(f"/held-texts/sent/{FamilyMatch.objects.get().pk}/").status_code == 404
    assert client.post(f"/held-texts/sent/{FamilyMatch.objects.get().pk}/").status_code == 404
    assert FamilyMatch.objects.get().read_at is None


def test_a_message_that_names_nobody_is_no_match(say: Say) -> None:
    say("family_member", "Imelda Varnish here. Thank you.")
    assert FamilyMatch.objects.count() == 0
