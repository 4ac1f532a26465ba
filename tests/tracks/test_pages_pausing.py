"""Pausing and going on, from the pages: the family at once, the worker with a reason and a day to look again."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.workflow import clock
from portal.workflow.models import DecisionRecord
from reconciliation.safeguards.actions import record_need, record_need_met
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import PauseText
from reconciliation.tracks.models import UNSPOKEN, Pause, PauseReason, ToldText
from reconciliation.tracks.selectors.told import day as day_told
from tests.tracks.pages import day, family_page, links, place, said, send
from tests.tracks.road import Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]

RIGHTS = "Asking here does not stop the clock on other rights."
TOLD = "Fenlight has no place before December. We ask them each week."


def filled(reason: str, **other: str) -> dict[str, Any]:
    return {
        "reason": reason, "why": "They wrote to us today.", "told": TOLD, "how": "phone", **day("review_on", 5), **other
    }  # fmt: skip


@pytest.fixture
def answering(road: Road) -> Road:
    return road.until(states.ANSWERING)


def pause_as_worker(road: Road, reason: str, days: int = 5) -> None:
    text = PauseText(
        reason=reason, review_on=clock.add_working_days(clock.today(), days), why="Because.", told="We have to wait."
    )
    actions.pause(actor=road.actor("caseworker"), pk=road.pk, text=text)


# --- the family ---------------------------------------------------------------------------------


def test_the_family_pauses_at_once_without_a_reason_and_goes_on_when_it_wants(answering: Road, as_: As) -> None:
    family = as_("family_member")
    assert place(answering, "pause") in links(family.get(place(answering, "question")))
    page = family.get(place(answering, "pause"))
    for line in ("You do not have to say why.", "What stops", "What goes on", "Your support carries on.", RIGHTS):
        assert line in said(page)
    assert "<textarea" not in page.content.decode()
    assert send(family, answering, "pause").status_code == 302
    assert answering.track.current == states.PAUSED
    paused = family.get(place(answering, "question"))
    assert "You asked us to pause this. It goes on when you say so." in said(paused)
    assert RIGHTS in said(paused)
    assert {place(answering, "resume"), place(answering, "withdraw"), place(answering, "more_help")} <= links(paused)
    assert place(answering, "pause") not in links(paused)
    assert send(family, answering, "resume").status_code == 302
    assert answering.track.current == states.ANSWERING
    after = said(family.get(place(answering, "question")))
    assert "You asked us to pause this." in after
    assert "You asked us to go on." in after


def test_the_worker_reads_why_the_familys_pause_is_not_theirs_to_end(answering: Road, as_: As) -> None:
    actions.pause(actor=answering.actor("family_member"), pk=answering.pk)
    page = said(as_("caseworker").get(family_page(answering)))
    assert "Paused: The family asked." in page
    assert "Go on Not open: The family asked for this pause." in page
    assert "The family asked for this pause." in said(send(as_("caseworker"), answering, "resume_for"))
    assert answering.track.current == states.PAUSED


def test_the_family_ends_the_pause_that_it_asked_for_by_phone(answering: Road, as_: As) -> None:
    sent = filled(PauseReason.FAMILY_REQUEST, **day("asked_on", 0))
    asked = clock.today() - dt.timedelta(days=1)
    sent |= {"asked_on_day": str(asked.day), "asked_on_month": str(asked.month), "asked_on_year": str(asked.year)}
    assert send(as_("caseworker"), answering, "pause_for", **sent).status_code == 302
    assert Pause.objects.get().why == f"The family asked on {asked:%-d %B %Y}. They wrote to us today."
    assert place(answering, "resume") in links(as_("family_member").get(place(answering, "question")))
    assert send(as_("family_member"), answering, "resume").status_code == 302
    assert answering.track.current == states.ANSWERING


def test_the_family_does_not_end_a_workers_pause(answering: Road, as_: As) -> None:
    pause_as_worker(answering, PauseReason.SAFETY)
    family = as_("family_member")
    assert place(answering, "resume") not in links(family.get(place(answering, "question")))
    assert send(family, answering, "resume").status_code == 409
    with pytest.raises(actions.moving.mover.MoveRefused):
        actions.resume(actor=answering.actor("family_member"), pk=answering.pk)
    assert answering.track.current == states.PAUSED


def needs_arabic(road: Road) -> None:
    """From now on whoever asked needs another language: the answer that they have does not meet it."""
    record_need(
        actor=road.actor("caseworker"), engagement=road.track.engagement, person=road.track.asker, language="ar",
        format="audio",
    )  # fmt: skip


def test_what_stands_in_the_way_of_going_on_is_not_told_to_the_family(road: Road, as_: As) -> None:
    road.until(states.ANSWER_SHARED)
    actions.pause(actor=road.actor("family_member"), pk=road.pk)
    needs_arabic(road)
    page = send(as_("family_member"), road, "resume")
    assert "We cannot go on right now. Your worker will look at it and tell you." in said(page)
    assert "language" not in said(page)
    assert road.track.current == states.PAUSED


# --- the worker ---------------------------------------------------------------------------------


def test_a_worker_pauses_with_a_reason_a_day_and_what_was_told_which_the_family_reads(answering: Road, as_: As) -> None:
    assert place(answering, "pause_for") in links(as_("caseworker").get(family_page(answering)))
    sent = filled(PauseReason.PROVIDER_CAPACITY)
    assert send(as_("caseworker"), answering, "pause_for", **sent).status_code == 302
    page = said(as_("family_member").get(place(answering, "question")))
    by = day_told(clock.add_working_days(clock.today(), 5))
    assert f"We have paused this until a service has a place. We will check again by {by}." in page
    assert "The service. When it has a place, we go on." in page
    assert f"What we told you {TOLD}" in page
    assert RIGHTS in page
    assert "They wrote to us today." not in page
    staff = said(as_("supervisor").get(family_page(answering)))
    assert "Paused: We wait for a service to have a place." in staff
    assert "They wrote to us today." in staff
    assert f"Family told by phone: {TOLD}" in staff


@pytest.mark.parametrize("reason", sorted(UNSPOKEN))
def test_for_a_reason_that_is_not_spoken_of_the_family_reads_nothing_that_was_typed(
    answering: Road, as_: As, reason: str
) -> None:
    send(as_("caseworker"), answering, "pause_for", **filled(reason))
    page = said(as_("family_member").get(place(answering, "question")))
    assert "We have paused this part. Your support carries on." in page
    assert TOLD not in page
    assert not ToldText.objects.exists()
    assert DecisionRecord.objects.get(event="pause").family_told == TOLD
    assert f"{PauseReason(reason).label}." in said(as_("caseworker").get(family_page(answering)))


def test_a_pause_needs_a_reason_a_day_within_ten_working_days_and_what_was_told(answering: Road, as_: As) -> None:
    page = said(send(as_("caseworker"), answering, "pause_for"))
    for error in (
        "Select why it has to wait", "Enter the reason in full", "Enter what you told the family",
        "Select how they were told",
    ):  # fmt: skip
        assert error in page
    for days in (0, 11):
        late = filled(PauseReason.SAFETY, **day("review_on", days))
        assert "The date must be after today and on or before" in said(
            send(as_("caseworker"), answering, "pause_for", **late)
        )
    unasked = filled(PauseReason.FAMILY_REQUEST)
    assert "Enter the day on which the family asked" in said(send(as_("caseworker"), answering, "pause_for", **unasked))
    assert answering.track.current == states.ANSWERING


def test_what_is_told_is_checked_for_words_and_for_the_other_side(answering: Road, as_: As) -> None:
    flagged = filled(PauseReason.AWAITING_FAMILY, told="That was regrettable.")
    assert "Use plainer words" in said(send(as_("caseworker"), answering, "pause_for", **flagged))
    naming = filled(PauseReason.AWAITING_FAMILY, told="Petra Skerrowby is away until Friday.")
    assert send(as_("caseworker"), answering, "pause_for", **naming).status_code == 409
    assert answering.track.current == states.ANSWERING


def test_while_a_decision_is_looked_at_again_only_the_family_can_pause(road: Road, as_: As) -> None:
    road.until(states.ANSWER_SHARED)
    actions.ask_for_review(actor=road.actor("family_member"), pk=road.pk, number=1, missing="The name.")
    page = said(as_("caseworker").get(family_page(road)))
    assert "Pause Not open: A decision is being looked at again. Only the family can pause it now." in page
    assert send(as_("caseworker"), road, "pause_for", **filled(PauseReason.SAFETY)).status_code == 409
    assert send(as_("family_member"), road, "pause").status_code == 302
    assert send(as_("family_member"), road, "resume").status_code == 302
    assert road.track.current == states.INFORMATION_ESCALATION


def test_the_worker_goes_on_and_reads_what_closes_it_where_something_does(road: Road, as_: As) -> None:
    road.until(states.ANSWER_SHARED)
    pause_as_worker(road, PauseReason.PROCEEDINGS)
    needs_arabic(road)
    assert "Go on Not open: Somebody who will read this" in said(as_("caseworker").get(family_page(road)))
    assert "Somebody who will read this" in said(send(as_("caseworker"), road, "resume_for"))
    record_need_met(
        actor=road.actor("caseworker"), engagement=road.track.engagement, subject=road.track.pk,
        person=road.track.asker, how="worker",
    )  # fmt: skip
    assert place(road, "resume_for") in links(as_("caseworker").get(family_page(road)))
    assert send(as_("caseworker"), road, "resume_for").status_code == 302
    assert road.track.current == states.ANSWER_SHARED
    assert "We went on." in said(as_("family_member").get(place(road, "question")))


def test_a_pause_before_a_worker_was_chosen_names_nobody_and_shows_no_step_as_done(road: Road, as_: As) -> None:
    """The family's worker may be known from a question that this person does not read."""
    road.until(states.ANSWERING)
    early = Road(road.cast, None, "second_parent", "anselm").ask("And what about me?")
    assert early.track.worker_id is not None
    actions.pause(actor=early.actor("second_parent"), pk=early.pk)
    reader = as_("second_parent")
    page = said(reader.get(place(early, "question")))
    name = road.cast.users["caseworker"].name
    assert name not in page
    assert name not in said(reader.get(reverse("family_home")))
    assert "Now: We have it" in page


def test_the_check_before_asking_says_the_same_of_other_rights(road: Road, as_: As) -> None:
    draft = actions.save_draft(
        actor=road.actor("family_member"), person=road.cast.people["imelda"], text="Who decided?"
    )
    assert RIGHTS in said(as_("family_member").get(reverse("ask_check", args=[draft.pk])))


# --- who may not --------------------------------------------------------------------------------

ALLOWED = {"pause": "family_member", "resume": "family_member", "pause_for": "caseworker", "resume_for": "caseworker"}
EVERYBODY = (
    "caseworker", "supervisor", "family_member", "second_parent", "other_family", "other_caseworker",
    "safeguarding_lead", "information_governance", "auditor", "service_provider", "commissioner", "wrenfield",
)  # fmt: skip


@pytest.mark.parametrize("name", ALLOWED)
def test_nobody_else_pauses_it_or_goes_on(answering: Road, as_: As, name: str) -> None:
    people = {answering.cast.people["anselm"].pk}
    actions.share_question(actor=answering.actor("family_member"), pk=answering.pk, person_ids=people)
    if name.startswith("resume"):
        actions.pause(actor=answering.actor("family_member"), pk=answering.pk)
    before = answering.track.current
    for local in EVERYBODY:
        if local != ALLOWED[name]:
            assert as_(local).get(place(answering, name)).status_code == 404, local
            assert send(as_(local), answering, name, **filled(PauseReason.SAFETY)).status_code == 404, local
    assert answering.track.current == before
