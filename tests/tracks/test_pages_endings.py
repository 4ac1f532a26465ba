"""The ends that are not an answer, and coming back, from the pages."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.recipients.actions import decide_hold
from portal.recipients.models import Hold
from portal.workflow import clock
from portal.workflow.models import DecisionRecord
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import Reply
from reconciliation.tracks.models import ClosingProposal, ComeBack, Elsewhere, HelpRequest, LongTermTrack, ReviewRequest
from reconciliation.tracks.selectors.told import day as day_told
from reconciliation.tracks.sweeps import remind_and_finish
from tests.tracks.pages import family_page, links, people_page, place, record_page, said, send
from tests.tracks.road import PARTS, PROCESS, WITHHELD, Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]

ELSEWHERE = {
    "where": Elsewhere.COMPLAINT, "reason": "It is about how a letter was handled.",
    "told": "The complaints team answers this. Call us and we put you through.", "how": "phone",
}  # fmt: skip
NO_FURTHER = {
    "reason": "The school has closed and holds no record.", "told": "We cannot find out more. We are sorry.",
    "support": "Copperleaf Advocacy can help you write to the archive.", "how": "phone",
}  # fmt: skip


@pytest.fixture
def screened(road: Road) -> Road:
    return road.ask().screen()


@pytest.fixture
def shared(road: Road) -> Road:
    return road.until(states.ANSWER_SHARED)


@pytest.fixture
def answering(road: Road) -> Road:
    return road.until(states.ANSWERING)


def later(working_days: int) -> dt.datetime:
    when = clock.add_working_days(clock.today(), working_days)
    return dt.datetime.combine(when, dt.time(12), tzinfo=clock.LONDON)


# --- sent elsewhere -----------------------------------------------------------------------------


def test_a_supervisor_sends_a_question_elsewhere_and_the_family_reads_where_and_that_they_can_come_back(
    screened: Road, as_: As
) -> None:
    assert place(screened, "redirect_question") in links(as_("supervisor").get(family_page(screened)))
    assert send(as_("supervisor"), screened, "redirect_question", **ELSEWHERE).status_code == 302
    assert screened.track.current == states.CLOSED_REDIRECTED
    page = as_("family_member").get(place(screened, "question"))
    assert ELSEWHERE["told"] in said(page)
    assert "You can come back at any time." in said(page)
    assert "We told you where this can be answered." in said(page)
    assert place(screened, "come_back") in links(page)
    assert ELSEWHERE["reason"] not in said(page)
    assert "Family told by phone: The complaints team" in said(as_("supervisor").get(family_page(screened)))


def test_sending_elsewhere_asks_for_the_place_the_reason_and_what_was_told(screened: Road, as_: As) -> None:
    page = send(as_("supervisor"), screened, "redirect_question")
    for error in (
        "Select where it belongs", "Enter why it belongs there", "Enter what they were told and how they get there",
        "Select how they were told",
    ):  # fmt: skip
        assert error in said(page)
    assert screened.track.current == states.SCREENING


def test_what_is_told_is_checked_for_words_and_for_the_other_side(screened: Road, as_: As) -> None:
    flagged = {**ELSEWHERE, "told": "That was regrettable."}
    assert "Use plainer words" in said(send(as_("supervisor"), screened, "redirect_question", **flagged))
    naming = {**ELSEWHERE, "told": "Petra Skerrowby has asked the same. Call the complaints team."}
    page = send(as_("supervisor"), screened, "redirect_question", **naming)
    assert (page.status_code, screened.track.current) == (200, states.SCREENING)
    assert "Skerrowby has asked" in page.content.decode()
    assert "other side" not in said(page)
    lead = screened.actor("safeguarding_lead")
    decide_hold(actor=lead, hold_id=Hold.objects.get().pk, release=True, reason="They know each other.")
    assert send(as_("supervisor"), screened, "redirect_question", **naming).status_code == 302
    assert naming["told"] in said(as_("family_member").get(place(screened, "question")))


def test_of_two_texts_the_family_reads_the_one_that_was_decided_with(screened: Road, as_: As) -> None:
    """The first was written while the screen was missing, then changed, then sent as it was at first."""
    first, second = (actions.Told(text) for text in ("Call the complaints team.", "Write to the complaints team."))
    supervisor = screened.actor("supervisor")
    for told in (first, second):
        with pytest.raises(actions.moving.mover.MoveRefused):
            actions.redirect(actor=supervisor, pk=screened.pk, where="complaint", reason=" ", told=told)
    actions.redirect(actor=supervisor, pk=screened.pk, where="complaint", reason="It is one.", told=first)
    page = said(as_("family_member").get(place(screened, "question")))
    assert first.text in page
    assert second.text not in page


def test_without_a_screen_the_move_is_shown_closed_with_what_opens_it(road: Road, as_: As) -> None:
    road.ask()
    actions.start_screen(actor=road.actor("supervisor"), pk=road.pk)
    page = as_("supervisor").get(family_page(road))
    assert "Send it elsewhere Not open:" in said(page)
    assert send(as_("supervisor"), road, "redirect_question", **ELSEWHERE).status_code == 200
    assert road.track.current == states.SCREENING


# --- disagree and finish ------------------------------------------------------------------------


def test_whoever_disagrees_reads_the_other_ways_first_and_finishes_without_a_word(shared: Road, as_: As) -> None:
    family = as_("family_member")
    assert place(shared, "disagree") in links(family.get(place(shared, "question")))
    page = family.get(place(shared, "disagree"))
    for way in ("Local Government and Social Care Ombudsman", "12 months", "Information Commissioner", "complaints"):
        assert way in said(page)
    text = said(page)
    assert text.index("Ombudsman") < text.index("Finish here")
    assert shared.track.reference in text
    assert send(family, shared, "disagree", why="").status_code == 302
    assert shared.track.current == states.CLOSED_NOT_AGREED
    after = said(family.get(place(shared, "question")))
    assert "You told us that you do not agree, and finished here." in after
    assert "Ombudsman" in after


def test_what_they_write_as_they_disagree_is_their_view_on_record(shared: Road, as_: As) -> None:
    send(as_("family_member"), shared, "disagree", why="You never said who decided.")
    record = DecisionRecord.objects.get(track_id=shared.pk, event="disagree_and_finish")
    assert record.family_view == "You never said who decided."


def test_disagreeing_is_a_page_out_of_date_where_no_answer_is_shared(answering: Road, as_: As) -> None:
    assert as_("family_member").get(place(answering, "disagree")).status_code == 409
    assert place(answering, "disagree") not in links(as_("family_member").get(place(answering, "question")))


# --- no further action --------------------------------------------------------------------------


def test_no_further_action_is_proposed_read_as_it_is_and_approved_and_the_family_reads_it_with_the_support(
    answering: Road, as_: As
) -> None:
    worker, approver = as_("caseworker"), as_("supervisor")
    assert place(answering, "propose_no_further_action") in links(worker.get(family_page(answering)))
    assert place(answering, "no_further_action") not in links(approver.get(family_page(answering)))
    assert "Take it no further" not in said(approver.get(family_page(answering)))
    send(worker, answering, "propose_no_further_action", **NO_FURTHER)
    assert answering.track.current == states.ANSWERING
    shown = approver.get(family_page(answering))
    assert "Proposed: take it no further" in said(shown)
    assert place(answering, "no_further_action") in links(shown)
    page = approver.get(place(answering, "no_further_action"))
    for text in (NO_FURTHER["reason"], NO_FURTHER["told"], NO_FURTHER["support"]):
        assert text in said(page)
    digest = ClosingProposal.objects.get().digest
    assert send(approver, answering, "no_further_action", shown=digest).status_code == 302
    assert answering.track.current == states.CLOSED_NO_FURTHER_ACTION
    read = said(as_("family_member").get(place(answering, "question")))
    assert NO_FURTHER["told"] in read
    assert f"The help that we offer {NO_FURTHER['support']}" in read
    assert NO_FURTHER["reason"] not in read


def test_an_approver_returns_it_with_a_reason_that_the_worker_reads_and_starts_from(answering: Road, as_: As) -> None:
    send(as_("caseworker"), answering, "propose_no_further_action", **NO_FURTHER)
    digest = ClosingProposal.objects.get().digest
    back = {"shown": digest, "reason": "Ask the archive first."}
    assert send(as_("supervisor"), answering, "return_no_further_action", **back).status_code == 302
    assert answering.track.current == states.ANSWERING
    assert "returned by the approver: Ask the archive first." in said(as_("caseworker").get(family_page(answering)))
    again = as_("caseworker").get(place(answering, "propose_no_further_action"))
    assert NO_FURTHER["support"] in again.content.decode()
    assert as_("supervisor").get(place(answering, "no_further_action")).status_code == 409


def test_a_version_that_was_not_read_is_not_approved(answering: Road, as_: As) -> None:
    worker = as_("caseworker")
    send(worker, answering, "propose_no_further_action", **NO_FURTHER)
    read = ClosingProposal.objects.get().digest
    send(worker, answering, "propose_no_further_action", **{**NO_FURTHER, "told": "We stop here. We are sorry."})
    page = send(as_("supervisor"), answering, "no_further_action", shown=read)
    assert "The text has changed since you read it." in said(page)
    back = {"shown": read, "reason": "Not yet."}
    assert send(as_("supervisor"), answering, "return_no_further_action", **back).status_code == 409
    assert answering.track.current == states.ANSWERING


def test_without_an_offer_of_support_nothing_is_proposed(answering: Road, as_: As) -> None:
    page = send(as_("caseworker"), answering, "propose_no_further_action", **{**NO_FURTHER, "support": " "})
    assert "Enter what support you offer" in said(page)
    assert not ClosingProposal.objects.exists()


# --- no reply -----------------------------------------------------------------------------------


def test_the_worker_sees_why_it_cannot_be_finished_without_a_reply_yet(shared: Road, as_: As) -> None:
    page = said(as_("caseworker").get(family_page(shared)))
    assert "Finish without a reply Not open: Twenty working days have not passed." in page
    answer = send(as_("caseworker"), shared, "no_reply")
    assert "Twenty working days have not passed." in said(answer)
    assert shared.track.current == states.ANSWER_SHARED


def test_after_twenty_days_the_worker_finishes_it_and_the_reminders_stand_in_the_record(shared: Road, as_: As) -> None:
    for days in settings.REMIND_AFTER_WORKING_DAYS:
        with clock.moved(later(days)):
            remind_and_finish()
    with clock.moved(later(20)):
        page = as_("caseworker").get(family_page(shared))
        assert place(shared, "no_reply") in links(page)
        assert send(as_("caseworker"), shared, "no_reply").status_code == 302
        record = said(as_("caseworker").get(record_page(shared)))
        family = said(as_("family_member").get(place(shared, "question")))
    assert shared.track.current == states.CLOSED_NO_REPLY
    assert "Reminder 1 not sent: no safe channel." in record or "Reminder 1 sent." in record
    assert "Reminder 2" in record
    assert "We finished this for now because we did not hear from you." in family


# --- more help ----------------------------------------------------------------------------------


def test_asking_for_more_help_says_what_it_opens_and_by_when_and_the_question_goes_on(answering: Road, as_: As) -> None:
    family = as_("family_member")
    by = day_told(clock.due_on(clock.now(), 5))
    page = said(family.get(place(answering, "more_help")))
    assert f"you hear by {by} what we can offer" in page
    assert "Your question goes on." in page
    assert send(family, answering, "more_help").status_code == 302
    assert answering.track.current == states.ANSWERING
    assert LongTermTrack.objects.get().current == "requested"
    line = f"You asked for more help. We will tell you by {by} what we can offer."
    shown = family.get(place(answering, "question"))
    assert line in said(shown)
    assert line in said(family.get(reverse("family_home")))
    assert place(answering, "more_help") not in links(shown)
    assert "You have asked for more help already." in said(send(family, answering, "more_help"))


def test_only_the_person_who_asked_for_more_help_learns_of_it(answering: Road, as_: As) -> None:
    shared_with = {answering.cast.people["anselm"].pk}
    actions.share_question(actor=answering.actor("family_member"), pk=answering.pk, person_ids=shared_with)
    reader = as_("second_parent")
    before = said(reader.get(place(answering, "question")))
    send(as_("family_member"), answering, "more_help")
    assert said(reader.get(place(answering, "question"))) == before
    assert "more help" not in said(reader.get(reverse("family_home")))


def test_staff_see_who_asked_for_more_help_when_out_of_which_question_and_what_is_owed(
    answering: Road, as_: As
) -> None:
    send(as_("family_member"), answering, "more_help")
    for local in ("caseworker", "supervisor"):
        first = as_(local).get(family_page(answering))
        assert "More help was asked for" in said(first)
        assert people_page(answering) in {link.partition("?")[0] for link in links(first)}
        page = said(as_(local).get(people_page(answering)))
        assert "More help was asked for Imelda Varnish" in page
        assert f"out of question {answering.track.reference}" in page
        assert "Still open as they asked: part 1, 2." in page
        assert "Tell them what help we can offer" in page
        assert "More help was asked for." in said(first)


def test_the_second_of_a_family_hears_by_the_days_of_their_own_request(answering: Road, as_: As) -> None:
    """An earlier date would tell that somebody else asked before."""
    send(as_("family_member"), answering, "more_help")
    other = Road(answering.cast, None, "second_parent", "anselm").ask("And what about me?")
    with clock.moved(later(3)):
        send(as_("second_parent"), other, "more_help")
        page = said(as_("second_parent").get(reverse("family_home")))
    assert HelpRequest.objects.count() == 2
    assert day_told(clock.due_on(later(3), 5)) in page


# --- coming back --------------------------------------------------------------------------------


def finished(road: Road) -> Road:
    """Part 1 answered, part 2 never wholly: the person who asked stopped there."""
    road.until(states.ANSWER_SHARED)
    actions.disagree_and_finish(actor=road.actor("family_member"), pk=road.pk)
    return road


def test_whoever_asked_comes_back_names_the_parts_and_the_worker_starts_from_their_agreed_wording(
    road: Road, as_: As
) -> None:
    finished(road)
    page = as_("family_member").get(place(road, "come_back"))
    assert all(part in said(page) for part in PARTS)
    back = {"parts": ["2"], "why": "You did not say when we should have been told."}
    assert send(as_("family_member"), road, "come_back", **back).status_code == 302
    assert road.track.current == states.SCREENING
    assert "You came back to it." in said(as_("family_member").get(place(road, "question")))
    assert back["why"] in said(as_("caseworker").get(family_page(road)))
    actions_of_road(road)
    restate = as_("caseworker").get(place(road, "restate"))
    body = restate.content.decode()
    assert back["why"] in said(restate)
    assert body.index(PARTS[1]) < body.index("Part 2")
    assert f">\n{PARTS[0]}</textarea>" not in body


def actions_of_road(road: Road) -> None:
    """Screened and given to the worker again."""
    from reconciliation.safeguards.actions import record_screen

    record_screen(
        actor=road.actor("supervisor"), engagement=road.track.engagement, subject=road.pk,
        outcome="no_immediate_risk", reason="Nobody is at risk.",
    )  # fmt: skip
    road.assign()


def test_what_was_agreed_before_asks_the_family_for_nothing_and_starts_no_work(road: Road, as_: As) -> None:
    finished(road)
    actions.reopen(actor=road.actor("family_member"), pk=road.pk, words="When?", numbers=[2])
    actions_of_road(road)
    assert place(road, "confirm") not in links(as_("family_member").get(place(road, "question")))
    assert as_("family_member").get(place(road, "confirm")).status_code == 409
    page = send(as_("caseworker"), road, "confirm_for")
    assert "The parts of the question are not written down yet." in said(page)


def test_confirming_keeps_the_parts_that_were_answered(road: Road, as_: As) -> None:
    finished(road)
    actions.reopen(actor=road.actor("family_member"), pk=road.pk, words="When?", numbers=[2])
    actions_of_road(road)
    wording = {"part_1": PARTS[1], "part_2": "When should we have been told?", "after": _place(road)}
    assert as_("caseworker").post(place(road, "restate"), wording).status_code == 302
    page = as_("family_member").get(place(road, "confirm"))
    assert "The parts that we answered before stay as they are." in said(page)
    version = road.track.restatements.get(version=road.track.restatements.count()).version
    send(as_("family_member"), road, "confirm", wording=version, right="yes")
    assert road.track.current == states.ANSWERING
    kept = list(road.track.parts.values_list("number", "status"))
    assert kept == [(1, "answered"), (2, "not_yet"), (3, "not_yet")]


def _place(road: Road) -> int:
    return actions.place(road.track.restatements.last())


def test_with_no_part_named_the_worker_starts_from_what_the_family_wrote(road: Road, as_: As) -> None:
    finished(road)
    actions.reopen(actor=road.actor("family_member"), pk=road.pk, words="Who told the other school?")
    actions_of_road(road)
    assert ">\nWho told the other school?</textarea>" in as_("caseworker").get(place(road, "restate")).content.decode()


def test_after_twelve_months_only_a_supervisor_opens_it_again(road: Road, as_: As) -> None:
    finished(road)
    year_later = clock.now() + dt.timedelta(days=366)
    with clock.moved(year_later):
        page = as_("family_member").get(place(road, "question"))
        assert place(road, "come_back") not in links(page)
        assert reverse("ask") in links(page)
        refused = send(as_("family_member"), road, "come_back", why="Once more.")
        assert "More than twelve months have passed." in said(refused)
        assert place(road, "open_again") in links(as_("supervisor").get(family_page(road)))
        assert send(as_("supervisor"), road, "open_again", parts=["1"], why="A record was found.").status_code == 302
    assert road.track.current == states.SCREENING
    assert ComeBack.objects.get().words == "A record was found."


def test_coming_back_asks_what_to_look_at(road: Road, as_: As) -> None:
    finished(road)
    assert "Enter what you want us to look at" in said(send(as_("family_member"), road, "come_back"))
    assert "Enter why it is opened again" in said(send(as_("supervisor"), road, "open_again"))


# --- looked at again, by the worker; going on with a part ---------------------------------------


def withheld(road: Road) -> Road:
    road.until(states.ANSWERING).no_proceedings()
    return road.write(1, PROCESS).write(2, WITHHELD).propose().share()


def test_a_worker_asks_information_governance_to_look_again_at_a_part_that_falls_short(road: Road, as_: As) -> None:
    withheld(road)
    offered = links(as_("caseworker").get(family_page(road)))
    assert place(road, "refer_for_review", 2) in offered
    assert place(road, "refer_for_review", 1) not in offered
    assert "Enter what they should look at again, and why" in said(send(as_("caseworker"), road, "refer_for_review", 2))
    sent = send(as_("caseworker"), road, "refer_for_review", 2, why="A summary may do.")
    assert (sent.status_code, road.track.current) == (302, states.INFORMATION_ESCALATION)
    assert ReviewRequest.objects.get().words == "A summary may do."
    page = said(as_("family_member").get(place(road, "question")))
    assert "Your worker asked for a decision to be looked at again." in page
    assert "You asked for a decision" not in page


def test_a_part_that_was_not_shared_cannot_be_referred(answering: Road, as_: As) -> None:
    assert as_("caseworker").get(place(answering, "refer_for_review", 1)).status_code == 404


def test_going_on_with_a_part_tells_the_family_that_what_they_were_told_stays(road: Road, as_: As) -> None:
    withheld(road)
    assert send(as_("caseworker"), road, "continue_part").status_code == 302
    page = said(as_("family_member").get(place(road, "question")))
    assert "We are going on with a part that was not fully answered. What we told you stays here." in page
    assert "Tell us if this answers you" not in page


# --- the page of the question -------------------------------------------------------------------


def test_what_they_can_do_stands_before_the_parts_and_the_history(shared: Road, as_: As) -> None:
    text = said(as_("family_member").get(place(shared, "question")))
    order = ["What happens next", "What you can do", "What you asked, part by part", "What has happened"]
    assert [text.index(heading) for heading in order] == sorted(text.index(heading) for heading in order)


def test_in_the_familys_turn_the_page_says_so_and_names_the_worker(shared: Road, as_: As) -> None:
    text = said(as_("family_member").get(place(shared, "question")))
    by = day_told(clock.due_on(shared.track.state_since, 10))
    assert f"By You can tell us until {by}." in text
    assert "Who You. Your worker is " in text
    actions.share_question(
        actor=shared.actor("family_member"), pk=shared.pk, person_ids={shared.cast.people["anselm"].pk}
    )
    reader = as_("second_parent")
    assert f"The person who asked can tell us until {by}." in said(reader.get(place(shared, "question")))
    assert "You will hear by" not in said(reader.get(reverse("family_home")))


def test_other_rights_stand_on_every_answer(shared: Road, as_: As) -> None:
    line = "Asking here does not stop the clock on other rights."
    assert line in said(as_("family_member").get(place(shared, "question")))
    replies = {1: Reply(answers_me=True), 2: Reply(answers_me=True)}
    actions.reply(actor=shared.actor("family_member"), pk=shared.pk, replies=replies)
    assert line in said(as_("family_member").get(place(shared, "question")))


def test_taking_back_says_which_question(shared: Road, as_: As) -> None:
    page = said(as_("family_member").get(place(shared, "withdraw")))
    assert f"{shared.track.reference}: Who decided to move the classes?" in page


def test_sharing_offers_only_those_who_can_sign_in_and_says_who_cannot(shared: Road, as_: As) -> None:
    page = as_("family_member").get(place(shared, "share"))
    without = shared.track.engagement.people.filter(user=None).exclude(pk=shared.track.asker_id)
    assert without
    for person in without:
        assert str(person.pk) not in page.content.decode()
        assert person.name in said(page)
    assert re.search(r'<legend class="[^"]*govuk-visually-hidden[^"]*"', page.content.decode())


# --- who may not --------------------------------------------------------------------------------

FAMILY_PAGES = ("disagree", "more_help", "come_back")
STAFF_PAGES: dict[str, tuple[str, tuple[object, ...], set[str]]] = {
    "redirect_question": (states.SCREENING, (), {"supervisor"}),
    "propose_no_further_action": (states.ANSWERING, (), {"caseworker"}),
    "no_further_action": (states.ANSWERING, (), {"supervisor"}),
    "return_no_further_action": (states.ANSWERING, (), {"supervisor"}),
    "no_reply": (states.ANSWER_SHARED, (), {"caseworker"}),
    "open_again": (states.ANSWER_SHARED, (), {"supervisor"}),
    "refer_for_review": (states.ANSWER_SHARED, (1,), {"caseworker"}),
}
OTHERS = (
    "caseworker", "supervisor", "family_member", "second_parent", "other_family", "other_caseworker",
    "other_supervisor", "safeguarding_lead", "information_governance", "auditor", "service_provider", "commissioner",
)  # fmt: skip


@pytest.mark.parametrize("name", FAMILY_PAGES)
def test_nobody_but_the_person_who_asked_ends_or_reopens_it_for_them(shared: Road, as_: As, name: str) -> None:
    people = {shared.cast.people["anselm"].pk}
    actions.share_question(actor=shared.actor("family_member"), pk=shared.pk, person_ids=people)
    for local in OTHERS:
        if local != "family_member":
            assert as_(local).get(place(shared, name)).status_code == 404, local
            assert send(as_(local), shared, name, why="Forged.").status_code == 404, local
    assert shared.track.current == states.ANSWER_SHARED
    assert not HelpRequest.objects.exists()


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_nobody_else_makes_the_staffs_moves(road: Road, as_: As, name: str) -> None:
    state, more, allowed = STAFF_PAGES[name]
    road.until(state)
    filled: dict[str, Any] = {**ELSEWHERE, **NO_FURTHER, "why": "Forged.", "shown": "forged"}
    for local in OTHERS:
        if local not in allowed:
            assert as_(local).get(place(road, name, *more)).status_code == 404, local
            assert send(as_(local), road, name, *more, **filled).status_code == 404, local
    assert road.track.current == state
    assert not ClosingProposal.objects.exists()
