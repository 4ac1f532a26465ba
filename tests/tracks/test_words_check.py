"""Staff's own words are checked as they write to a family; a family's words never are."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from types import ModuleType
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.notifications import forms as notification_forms
from portal.ui.words_check import ChecksWords
from portal.workflow import clock
from portal.workflow.models import DeadlineChange, DecisionRecord
from reconciliation.tracks import actions, states
from reconciliation.tracks.models import Answer, QuestionDraft, Waiting
from reconciliation.tracks.selectors.answers import open_proposal
from reconciliation.tracks.views import asking, family
from tests.tracks.road import ANSWER, Road

pytestmark = pytest.mark.django_db

As = Callable[[str], Client]
REASON = "It is the title of the court’s order."
FLAGGED = "That was regrettable."
ADVICE = "Use plainer words: instead of “regrettable”, say what happened, plainly"
KEEP = "Keep these words because…"


def said(response: HttpResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def day(name: str, days: int) -> dict[str, str]:
    when = clock.add_working_days(clock.today(), days)
    return {f"{name}_day": str(when.day), f"{name}_month": str(when.month), f"{name}_year": str(when.year)}


def answered(text: str, **other: str) -> dict[str, str]:
    return {"info_class": "incident_information", "status": "answered", "text": text, "after": "0", **other}


def place(road: Road, name: str, *more: int) -> str:
    return reverse(name, args=[road.pk, *more])


# --- the worker ---------------------------------------------------------------------------------


def test_a_worker_reads_which_words_to_avoid_and_loses_nothing_typed(road: Road, as_: As) -> None:
    road.until(states.ANSWERING)
    page = as_("caseworker").post(place(road, "answer", 1), answered(FLAGGED, elsewhere="The county archive"))
    assert ADVICE in said(page)
    assert KEEP in said(page)
    assert f"{KEEP} (optional)" not in said(page)
    assert FLAGGED in unescape(page.content.decode())
    assert "The county archive" in page.content.decode()
    assert not Answer.objects.filter(part__track_id=road.pk).exists()


def test_a_page_that_is_opened_asks_for_no_reason(road: Road, as_: As) -> None:
    road.until(states.ANSWERING)
    assert KEEP not in said(as_("caseworker").get(place(road, "answer", 1)))


def test_words_are_kept_with_a_reason_that_the_answer_carries(road: Road, as_: As) -> None:
    road.until(states.ANSWERING)
    page = as_("caseworker").post(place(road, "answer", 1), answered(FLAGGED, keep_words=REASON))
    assert page.status_code == 302
    answer = Answer.objects.get(part__track_id=road.pk)
    assert (answer.text, answer.kept_words) == (FLAGGED, REASON)
    again = as_("caseworker").get(place(road, "answer", 1))
    assert REASON in unescape(again.content.decode())


def test_plain_words_go_through_at_once_and_carry_no_reason(road: Road, as_: As) -> None:
    road.until(states.ANSWERING)
    data = answered("We did not share the report. We should have.", keep_words=REASON)
    assert as_("caseworker").post(place(road, "answer", 1), data).status_code == 302
    assert Answer.objects.get(part__track_id=road.pk).kept_words == ""


def test_where_else_a_family_can_ask_is_checked_too(road: Road, as_: As) -> None:
    road.until(states.ANSWERING)
    data = answered("We do not hold it.", status="cannot_answer", reason_code="not_held", elsewhere="Victim services")
    assert "instead of “Victim”, write “child who was harmed”" in said(
        as_("caseworker").post(place(road, "answer", 1), data)
    )


def test_the_words_of_a_restatement_are_checked_but_those_that_the_family_wrote(road: Road, as_: As) -> None:
    road.ask("Why was the case closed? Who is the victim here?").screen().assign()
    worker, where = as_("caseworker"), place(road, "restate")
    page = worker.post(where, {"part_1": "Why was the case closed?", "part_2": "Who is the alleged victim?"})
    assert "instead of “alleged victim”" in said(page)
    assert "instead of “case”" not in said(page)
    page = worker.post(where, {"part_1": "Why was the case closed?", "part_2": "Who is the victim here?"})
    assert page.status_code == 302


def test_a_wording_that_the_family_sent_back_may_be_taken_up_in_their_words(road: Road, as_: As) -> None:
    road.until(states.CLARIFYING)
    actions.restate(actor=road.actor("caseworker"), pk=road.pk, parts=["Who decided?"])
    actions.reject_restatement(actor=road.actor("family_member"), pk=road.pk, because="Who closed the case?")
    assert as_("caseworker").post(place(road, "restate"), {"part_1": "Who closed the case?"}).status_code == 302


def test_whom_we_wait_for_is_checked(road: Road, as_: As) -> None:
    road.until(states.ANSWERING)
    worker, where = as_("caseworker"), place(road, "waiting", 1)
    data = {"whom": "The offender manager", **day("asked_on", 0)}
    assert "instead of “offender”" in said(worker.post(where, data))
    assert not Waiting.objects.exists()
    assert worker.post(where, {**data, "keep_words": "It is her post."}).status_code == 302
    assert Waiting.objects.get().whom == "The offender manager"


def test_why_a_date_moves_and_what_was_told_are_checked(road: Road, as_: As) -> None:
    road.until(states.ANSWERING)
    worker, where = as_("caseworker"), place(road, "extend")
    data = {
        "version": str(road.track.version), **day("new_due", 15), "reason": "The school is closed.",
        "family_told": "We said that you must wait.",
    }  # fmt: skip
    page = said(worker.post(where, data))
    assert "instead of “closed”" in page
    assert "instead of “you must”" in page
    assert not DeadlineChange.objects.exists()
    assert worker.post(where, {**data, "keep_words": "The school’s gates were shut."}).status_code == 302
    assert DeadlineChange.objects.get().reason == "The school is closed."


# --- the approver -------------------------------------------------------------------------------


def proposed(road: Road, kept: str) -> dict[str, str]:
    """A question whose first answer holds a word to avoid; what the approver's page sends."""
    road.until(states.ANSWERING).no_proceedings()
    road.write(1, replace(ANSWER, text=FLAGGED, kept_words=kept)).write(2).propose()
    proposal = open_proposal(road.track)
    assert proposal is not None
    return {"version": str(road.track.version), "shown": proposal.digest}


def decision(road: Road) -> Any:
    return DecisionRecord.objects.get(track_id=road.pk, event="share_answer")


def test_an_approver_reads_the_words_to_avoid_beside_the_answer_with_the_workers_reason(road: Road, as_: As) -> None:
    data = proposed(road, REASON)
    approver, where = as_("supervisor"), place(road, "share_answer")
    page = said(approver.get(where))
    assert page.count(ADVICE) == 1
    assert f"The writer keeps these words because: {REASON}" in page
    assert KEEP not in page
    assert approver.post(where, data).status_code == 302
    assert decision(road).reason_text == "Approved by a second person in this exact version."


def test_without_the_workers_reason_the_approver_gives_one_and_it_is_on_record(road: Road, as_: As) -> None:
    data = proposed(road, "")
    approver, where = as_("supervisor"), place(road, "share_answer")
    page = said(approver.get(where))
    assert "No reason is given to keep these words." in page
    assert KEEP in page
    for blank in ({}, {"keep_words": " \n "}):
        refused = approver.post(where, {**data, **blank})
        assert refused.status_code == 200
        assert "Enter why these words have to stay" in said(refused)
        assert road.track.current == states.AWAITING_APPROVAL
    assert approver.post(where, {**data, "keep_words": REASON}).status_code == 302
    assert decision(road).reason_text.endswith(f"Words kept because: {REASON}")


def test_an_answer_in_plain_words_asks_the_approver_for_nothing(road: Road, as_: As) -> None:
    road.until(states.AWAITING_APPROVAL)
    page = said(as_("supervisor").get(place(road, "share_answer")))
    assert "plainer words" not in page
    assert KEEP not in page


def test_the_family_reads_the_answer_and_never_why_its_words_were_kept(road: Road, as_: As) -> None:
    data = proposed(road, REASON)
    as_("supervisor").post(place(road, "share_answer"), data)
    page = said(as_("family_member").get(place(road, "question")))
    assert FLAGGED in page
    assert REASON not in page
    assert "plainer words" not in page


# --- never the family's own words; and who may not ----------------------------------------------


@pytest.mark.parametrize("module", [family, asking, notification_forms], ids=lambda module: module.__name__)
def test_no_form_of_a_family_checks_words(module: ModuleType) -> None:
    forms = [form for form in vars(module).values() if isinstance(form, type) and form.__name__.endswith("Form")]
    assert forms
    assert [form for form in forms if issubclass(form, ChecksWords)] == []


def test_a_family_asks_and_replies_in_whatever_words_are_theirs(road: Road, as_: As) -> None:
    theirs = "You closed our case. The perpetrator is in school and the victim is not. Regrettable!"
    parent = as_("family_member")
    page = parent.post(reverse("ask"), {"question": theirs}, follow=True)
    assert "plainer words" not in said(page)
    assert [draft.text for draft in QuestionDraft.objects.all()] == [theirs]
    road.until(states.ANSWER_SHARED)
    data = {
        "version": str(road.track.version), "part_1": "no", "missing_1": theirs, "part_2": "yes", "missing_2": "",
    }  # fmt: skip
    assert parent.post(place(road, "reply"), data).status_code == 302


def test_what_a_family_asks_by_phone_is_written_down_in_their_words(road: Road, as_: As) -> None:
    where = reverse("ask_for", args=[road.cast.engagements["varnish"].pk])
    data = {"asker": str(road.cast.people["imelda"].pk), "question": "Why was the case closed?"}
    page = as_("caseworker").post(where, data, follow=True)
    assert "plainer words" not in said(page)


@pytest.mark.parametrize("local", ["caseworker", "second_parent", "other_supervisor", "duty_worker", "auditor"])
def test_who_is_no_approver_finds_no_page_with_the_check_and_no_reason(road: Road, as_: As, local: str) -> None:
    data = proposed(road, REASON)
    for answer in (as_(local).get(place(road, "share_answer")), as_(local).post(place(road, "share_answer"), data)):
        assert answer.status_code == 404
        assert REASON not in said(answer)
    assert road.track.current == states.AWAITING_APPROVAL


@pytest.mark.parametrize("local", ["family_member", "supervisor", "other_caseworker", "duty_worker"])
def test_a_reason_lets_nobody_write_who_may_not(road: Road, as_: As, local: str) -> None:
    road.until(states.ANSWERING)
    page = as_(local).post(place(road, "answer", 1), answered(FLAGGED, keep_words=REASON))
    assert page.status_code == 404
    assert not Answer.objects.exists()
