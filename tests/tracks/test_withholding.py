"""Withholding: weighed in order before a second person judges it, and told to the family with a way to have it looked
at again."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.audit.models import AuditEntry
from portal.workflow import clock
from portal.workflow.errors import MoveRefused
from reconciliation.tracks import actions, states
from reconciliation.tracks.models import Answer, ReviewRequest, WithheldItem
from reconciliation.tracks.parts import ReasonCode
from tests.tracks.road import ANSWER, PARTS, WITHHELD, Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
CANARY = "canary-of-the-whole-item"
ITEM = f"On 4 March two classes were moved.\n\nAnother pupil said this: {CANARY}.\n\nNobody told the parents."


def said(response: HttpResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def day(name: str, days: int) -> dict[str, str]:
    when = clock.add_working_days(clock.today(), days)
    return {f"{name}_day": str(when.day), f"{name}_month": str(when.month), f"{name}_year": str(when.year)}


def place(name: str, road: Road, *more: int) -> str:
    return reverse(name, args=[road.pk, *more])


CANNOT = {
    "info_class": "incident_information", "status": "cannot_answer", "reason_code": "third_party_data",
    "text": "We cannot show you the letter.", "after": "0",
}  # fmt: skip
WEIGHED = {
    "why_full": "It names a pupil.", "why_redacted": "Nothing would be left.", "why_summary": "It would say who.",
    "best_interests": "It keeps another child safe.", "what": "A letter of 4 March", "item_text": ITEM, "after": "1",
    **day("next_date", 20),
}  # fmt: skip


@pytest.fixture
def answering(road: Road) -> Road:
    return road.until(states.ANSWERING)


@pytest.fixture
def withheld(answering: Road, as_: As) -> Road:
    """Part 1 is written as withheld, page by page."""
    client = as_("caseworker")
    assert client.post(place("answer", answering, 1), CANNOT).headers["Location"] == place("withhold", answering, 1)
    assert client.post(place("withhold", answering, 1), WEIGHED).status_code == 302
    return answering


def shared(road: Road) -> Road:
    return road.no_proceedings().write(2).propose().share()


# --- the worker ---------------------------------------------------------------------------------


def test_that_we_do_not_own_it_cannot_be_chosen_and_is_refused(answering: Road, as_: As) -> None:
    assert "own" not in {word for label in ReasonCode.labels for word in label.lower().split()}
    page = as_("caseworker").post(place("answer", answering, 1), CANNOT | {"reason_code": "we_do_not_own_it"})
    assert page.status_code == 200
    assert not Answer.objects.filter(part__track_id=answering.pk).exists()
    answering.no_proceedings().write(1, replace(WITHHELD, reason_code="we_do_not_own_it"))
    with pytest.raises(MoveRefused) as refused:
        answering.propose()
    assert "That we do not own something is no reason." in " ".join(refused.value.reasons("caseworker"))


def test_what_is_withheld_is_weighed_on_a_second_page_in_order(answering: Road, as_: As) -> None:
    client = as_("caseworker")
    assert client.post(place("answer", answering, 1), CANNOT).headers["Location"] == place("withhold", answering, 1)
    page = said(client.get(place("withhold", answering, 1)))
    asked = [
        "Before you withhold this", "Why not in full?", "Why not with parts covered?", "Why not as a summary?",
        "Why is this best for the child?", "When will you look at it again?", "What is it that is withheld?",
        "Its whole text", "Where is it kept?",
    ]  # fmt: skip
    assert [page.index(words) for words in asked] == sorted(page.index(words) for words in asked)
    assert "We cannot show you the letter." in page


def test_both_pages_together_are_an_answer_that_can_be_proposed(withheld: Road) -> None:
    answer = Answer.objects.filter(part__track_id=withheld.pk).latest("version")
    assert list(answer.considered) == ["full", "redacted", "summary"]
    assert (answer.text, answer.best_interests) == (CANNOT["text"], WEIGHED["best_interests"])
    assert answer.next_date == clock.add_working_days(clock.today(), 20)
    item = WithheldItem.objects.get(part=answer.part)
    assert len(item.paragraphs) == 3
    assert withheld.no_proceedings().propose().track.current == states.AWAITING_APPROVAL


def test_until_it_is_weighed_it_cannot_be_proposed(answering: Road, as_: As) -> None:
    as_("caseworker").post(place("answer", answering, 1), CANNOT)
    with pytest.raises(MoveRefused) as refused:
        answering.no_proceedings().propose()
    assert "not considered yet: in full, with parts covered, a summary" in refused.value.reasons("caseworker")[0]


@pytest.mark.parametrize("left_out", ["why_full", "why_redacted", "why_summary", "best_interests", "what", "item_text"])
def test_each_of_it_is_asked_for_and_nothing_typed_is_lost(answering: Road, as_: As, left_out: str) -> None:
    client = as_("caseworker")
    client.post(place("answer", answering, 1), CANNOT)
    page = client.post(place("withhold", answering, 1), WEIGHED | {left_out: ""})
    assert page.status_code == 200
    assert f'id="id_{left_out}_error"' in page.content.decode()
    kept = [text for name, text in WEIGHED.items() if name.startswith("why_") and name != left_out]
    assert [text for text in kept if text not in unescape(page.content.decode())] == []
    assert not WithheldItem.objects.exists()


def test_where_the_text_cannot_be_copied_the_place_is_enough(answering: Road, as_: As) -> None:
    client = as_("caseworker")
    client.post(place("answer", answering, 1), CANNOT)
    client.post(place("withhold", answering, 1), WEIGHED | {"item_text": "", "kept_where": "The archive, box 4"})
    assert WithheldItem.objects.get().kept_where == "The archive, box 4"


def test_a_word_changed_later_keeps_what_was_weighed(withheld: Road, as_: As) -> None:
    client = as_("caseworker")
    client.post(
        place("answer", withheld, 1), CANNOT | {"text": "We may not show it.", "after": "2", **day("next_date", 20)}
    )
    page = unescape(client.get(place("withhold", withheld, 1)).content.decode())
    assert [text for name, text in WEIGHED.items() if name.startswith("why_") and text not in page] == []
    assert CANARY in page
    client.post(place("withhold", withheld, 1), WEIGHED | {"after": "3"})
    assert WithheldItem.objects.count() == 1


def test_what_somebody_else_holds_is_named_and_not_weighed(answering: Road, as_: As) -> None:
    client, place_of = as_("caseworker"), place("answer", answering, 1)
    assert "Enter who holds it" in said(client.post(place_of, CANNOT | {"reason_code": "not_held"}))
    answer = client.post(place_of, CANNOT | {"reason_code": "not_held", "elsewhere": "The school"})
    assert answer.headers["Location"] == reverse("engagement", args=[answering.track.engagement_id])
    assert client.get(place("withhold", answering, 1)).headers["Location"] == place_of


def test_a_second_page_of_an_older_answer_is_out_of_date(withheld: Road, as_: As) -> None:
    assert as_("caseworker").post(place("withhold", withheld, 1), WEIGHED).status_code == 409
    assert Answer.objects.filter(part__track_id=withheld.pk).count() == 2


@pytest.mark.parametrize(
    "who",
    ["wrenfield", "supervisor", "second_supervisor", "other_caseworker", "family_member", "information_governance"],
)
def test_nobody_but_the_worker_has_the_second_page(withheld: Road, as_: As, who: str) -> None:
    client = as_(who)
    assert client.get(place("withhold", withheld, 1)).status_code == 404
    assert client.post(place("withhold", withheld, 1), WEIGHED).status_code == 404


# --- the approver -------------------------------------------------------------------------------


def test_the_approver_reads_what_was_weighed_and_the_item(withheld: Road, as_: As) -> None:
    withheld.no_proceedings().propose()
    page = said(as_("supervisor").get(place("share_answer", withheld)))
    for words in (WEIGHED["why_full"], WEIGHED["why_redacted"], WEIGHED["why_summary"], WEIGHED["best_interests"],
                  WEIGHED["what"], CANARY, "Looked at again"):  # fmt: skip
        assert words in page


# --- the family ---------------------------------------------------------------------------------


def test_the_family_reads_why_who_decided_by_when_and_how_to_ask_again(withheld: Road, as_: As) -> None:
    shared(withheld)
    page = said(as_("family_member").get(place("question", withheld)))
    assert "It is about other people, and we must keep what is theirs private." in page
    assert f"Decided by: {withheld.cast.users['supervisor'].post_title}" in page
    assert "We will look at this decision again by" in page
    assert "Ask for this decision to be looked at again : part 1" in page
    for words in (CANARY, "It names a pupil.", "It keeps another child safe.", "A letter of 4 March"):
        assert words not in page


def test_asking_again_says_what_happens_next_and_which_other_ways_there_are(withheld: Road, as_: As) -> None:
    shared(withheld)
    page = said(as_("family_member").get(place("review", withheld, 1)))
    for words in ("What happens next", "Within 2 working days", "within 10 working days", "Other ways",
                  "complaints procedure", "Information Commissioner", "Ombudsman"):  # fmt: skip
        assert words in page


def test_it_can_be_asked_while_other_parts_are_still_being_answered(withheld: Road, as_: As) -> None:
    withheld.no_proceedings().propose().share()
    actions.continue_part(actor=withheld.actor("caseworker"), pk=withheld.pk)
    client = as_("family_member")
    assert "Ask for this decision to be looked at again" in said(client.get(place("question", withheld)))
    sent = {"missing": "Please cover what is not ours.", "version": withheld.track.version}
    assert client.post(place("review", withheld, 1), sent).status_code == 302
    assert withheld.track.current == states.INFORMATION_ESCALATION
    assert ReviewRequest.objects.get().words == "Please cover what is not ours."
    page = said(client.get(place("question", withheld)))
    assert "Someone new is looking at this decision." in page
    assert "Ask for this decision to be looked at again" not in page
    assert client.get(place("review", withheld, 1)).status_code == 409


def test_where_it_cannot_be_asked_now_the_family_reads_when(withheld: Road, as_: As) -> None:
    shared(withheld)
    actions.disagree_and_finish(actor=withheld.actor("family_member"), pk=withheld.pk, words="No.")
    page = said(as_("family_member").get(place("question", withheld)))
    assert "To have this decision looked at again, open this question again first." in page
    assert "looked at again : part" not in page


def test_an_answered_part_says_nothing_of_it(road: Road, as_: As) -> None:
    road.until(states.ANSWERING).no_proceedings().write(1, ANSWER).write(2).propose().share()
    page = said(as_("family_member").get(place("question", road)))
    assert "Decided by" not in page
    assert "looked at again" not in page


@pytest.mark.parametrize("who", ["second_parent", "young_person", "other_family", "caseworker"])
def test_nobody_else_asks_for_it(withheld: Road, as_: As, who: str) -> None:
    shared(withheld)
    client = as_(who)
    assert client.get(place("review", withheld, 1)).status_code == 404
    assert client.post(place("review", withheld, 1), {"missing": "x", "version": 1}).status_code == 404


def test_the_record_holds_no_word_of_the_item(withheld: Road) -> None:
    shared(withheld)
    entries = AuditEntry.objects.filter(chain=withheld.track.engagement_id)
    assert entries.filter(action="withheld_item_kept").count() == 1
    assert [entry for entry in entries if CANARY in str(entry.details)] == []
    assert len(PARTS) == 2
