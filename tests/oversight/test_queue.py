"""The supervisor's queue: its sections, what stands in each, page by page, and for whom."""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.notifications.models import SafeContact
from portal.ui.refusals import NotYours
from portal.workflow import clock
from portal.workflow.models import Deadline, DeadlineChange
from reconciliation.oversight.bench.filling import Filling
from reconciliation.oversight.selectors import counting
from reconciliation.oversight.selectors import queue as lists
from reconciliation.oversight.selectors.queue import WORDS, Section, last_escalated, queue, section
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import ApologyText, Told
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.sweeps import remind_and_finish
from tests.tracks.road import Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
OTHER = (None, "other_family", "petra", "other_caseworker", "other_supervisor")


@pytest.fixture
def road(cast: Any) -> Road:
    return Road(cast)


def other(cast: Any) -> Road:
    return Road(cast, *OTHER)


def said(client: Client, path: str = "/queue/") -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", client.get(path).content.decode())).split())


def shown(cast: Any, local: str = "supervisor") -> dict[str, Section]:
    return {one.slug: one for one in queue(cast.actor(local))}


def questions(found: Section) -> list[Any]:
    return [line.track.pk for line in found.lines]


def later(days: int) -> dt.datetime:
    return dt.datetime.combine(clock.add_working_days(clock.today(), days), dt.time(9), clock.LONDON)


def move_date(road: Road, reason: str = "The school has not answered.") -> DeadlineChange:
    return actions.extend_answer(
        actor=road.actor(road.worker), pk=road.pk, new_due=clock.add_working_days(road.track.received_at.date(), 15),  # type: ignore[arg-type]
        reason=reason, family_told="We told you by phone that it takes longer.",
    )  # fmt: skip


def go_no_further(road: Road) -> None:
    told = Told("We do not go on.", support="You can call us.")
    actions.propose_no_further_action(actor=road.actor(road.worker), pk=road.pk, reason="Nothing left.", told=told)  # type: ignore[arg-type]


def say_sorry(road: Road) -> None:
    text = ApologyText("Nobody called.", "We are sorry.", "Team manager", "Lowri", "portal", clock.today())
    actions.apologise(actor=road.actor(road.worker), pk=road.pk, text=text)  # type: ignore[arg-type]


# --- What stands in each section -----------------------------------------------------------------


def test_every_section_is_there_in_its_order_and_says_so_where_it_is_empty(cast: Any, as_: As) -> None:
    assert [one.title for one in queue(cast.actor("supervisor"))] == [title for title, _ in WORDS.values()]
    text = said(as_("supervisor"))
    for _, empty in WORDS.values():
        assert empty in text


def test_new_questions_are_to_screen_screened_ones_to_give_and_proposed_ones_to_approve(cast: Any) -> None:
    roads = [Road(cast).until(state) for state in (states.RECEIVED, states.SCREENING, states.AWAITING_APPROVAL)]
    found = shown(cast)
    for slug, one in zip(("to-screen", "to-give", "to-approve"), roads, strict=True):
        assert (questions(found[slug]), found[slug].count, found[slug].more) == ([one.pk], "1", False)


def test_a_paused_question_without_a_worker_is_to_be_given_too(road: Road) -> None:
    road.until(states.ANSWERING)
    actions.pause(actor=road.actor("family_member"), pk=road.pk)  # type: ignore[arg-type]
    ShortTermTrack.objects.filter(pk=road.pk).update(worker=None)
    assert questions(shown(road.cast)["to-give"]) == [road.pk]


def test_a_proposal_to_go_no_further_and_an_apology_wait_for_approval(road: Road, as_: As) -> None:
    road.until(states.ANSWERING)
    go_no_further(road)
    say_sorry(road)
    assert questions(shown(road.cast)["to-approve"]) == [road.pk]
    text = said(as_("supervisor"))
    assert "An approver, to take it no further" in text
    assert f"Apologies to read and approve {road.track.engagement.reference} , question {road.track.reference}" in text


def test_an_apology_alone_is_not_called_nothing(road: Road, as_: As) -> None:
    say_sorry(road.until(states.ANSWERING))
    assert "Nothing waits for approval." not in said(as_("supervisor"))


def test_who_asked_for_more_help_stands_there_with_both_dates_and_the_question(road: Road, as_: As) -> None:
    road.until(states.ANSWERING)
    actions.step_up(actor=road.actor("family_member"), pk=road.pk)  # type: ignore[arg-type]
    (line,) = shown(road.cast)["more-help"].lines
    today = clock.day_received(clock.now())
    assert line.dates == [
        ("Acknowledge the request for more help", clock.add_working_days(today, 2)),
        ("Tell them what help we can offer", clock.add_working_days(today, 5)),
    ]
    assert [(one.name, one.row.question_id) for one in line.asked] == [("Imelda Varnish", road.pk)]
    text = said(as_("supervisor"))
    assert "Tell them what help we can offer" in text
    assert road.track.reference in text


def test_a_date_that_was_moved_stands_there_for_ten_working_days(road: Road, as_: As) -> None:
    road.until(states.ANSWERING)
    change = move_date(road)
    (line,) = shown(road.cast)["moved"].lines
    assert (line.change, line.track, line.what) == (change, road.track, "Answer the family")
    text = said(as_("supervisor"))
    days = (f"{change.old_due:%-d %b}", f"{change.new_due:%-d %b}")
    reasons = ("The school has not answered.", "We told you by phone that it takes longer.")
    for words in (*days, *reasons, road.cast.actor("caseworker").post):
        assert words in text
    for days, there in ((10, 1), (12, 0)):
        with clock.moved(later(days)):
            assert len(shown(road.cast)["moved"].lines) == there


def unanswered(road: Road, days: int = 40, *, owed: bool = False) -> Road:
    """An answer that was shared so many days ago and that nobody replied to."""
    with clock.moved(clock.now() - dt.timedelta(days=days)):
        road.until(states.ANSWERING).no_proceedings().write(1)
        (road if owed else road.write(2)).propose().share()
    return road


def test_what_the_clock_finishes_by_itself_never_stands_under_no_reply(road: Road) -> None:
    unanswered(road)
    for ago in (2, 1, 0):
        with clock.moved(clock.now() - dt.timedelta(days=ago)):
            remind_and_finish()
    assert road.track.current == states.CLOSED_NO_REPLY
    assert shown(road.cast)["no-reply"].lines == []


def test_what_the_clock_could_not_finish_stands_there_with_the_reason(road: Road, as_: As) -> None:
    unanswered(road, owed=True)
    remind_and_finish()
    (line,) = shown(road.cast)["no-reply"].lines
    assert (line.track.pk, line.why) == (road.pk, "Part 2 is not answered yet. Answer it first.")
    assert "Still open: Part 2 is not answered yet." in said(as_("supervisor"))


def test_a_reminder_that_is_missing_is_a_reason(road: Road) -> None:
    unanswered(road)
    contact = {"channel": "email", "address": "imelda@example.org", "confirmed_at": clock.now()}
    SafeContact.objects.update_or_create(user_id=road.cast.users["family_member"].pk, defaults=contact)
    remind_and_finish()
    (line,) = shown(road.cast)["no-reply"].lines
    assert line.why == "The family has not been reminded twice. Send the reminders."


def test_a_question_that_the_clock_has_not_come_to_says_just_that(road: Road) -> None:
    unanswered(road)
    (line,) = shown(road.cast)["no-reply"].lines
    assert line.why == "The service finishes it at its next run."


@pytest.mark.parametrize("days", range(1, 15))
def test_a_date_is_escalated_from_the_third_working_day_after_it_and_late_before(road: Road, days: int) -> None:
    road.until(states.ANSWERING)
    due = clock.today() - dt.timedelta(days=days)
    Deadline.objects.filter(track_id=road.pk, stopped_at=None).update(due_on=due)
    ShortTermTrack.objects.filter(pk=road.pk).update(next_due=due)
    passed = clock.today() >= clock.add_working_days(due, settings.ESCALATE_AFTER_WORKING_DAYS)
    found = shown(road.cast)
    assert (questions(found["escalated"]), questions(found["late"])) == (([road.pk], []) if passed else ([], [road.pk]))
    assert (due <= last_escalated(clock.today())) is passed


# --- Ten of each, all of each, and the cost ------------------------------------------------------


def test_a_section_shows_ten_and_leads_to_all_of_them_page_by_page(cast: Any, as_: As) -> None:
    Filling(cast).up_to(200, lambda _: None)
    first = shown(cast)["to-screen"]
    assert (len(first.lines), first.more) == (10, True)
    page, found = section(cast.actor("supervisor"), "to-screen", ""), []
    found += questions(page)
    while page.following:
        page = section(cast.actor("supervisor"), "to-screen", page.following)
        found += questions(page)
    rows = ShortTermTrack.objects.filter(team=cast.teams["east"], state=states.RECEIVED)
    assert found == list(rows.order_by("next_due", "id").values_list("pk", flat=True))
    assert first.count == str(len(found))
    assert 'href="?show=to-screen"' in as_("supervisor").get("/queue/").content.decode()
    assert "Next page" in said(as_("supervisor"), "/queue/?show=to-screen")


def test_moved_dates_and_requests_for_help_have_pages_too(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE_SIZE", 1)
    monkeypatch.setattr(lists, "SHOWN", 1)
    changes = []
    for ago in (2, 1):
        with clock.moved(clock.now() - dt.timedelta(days=ago)):
            changes.append(move_date(Road(cast).until(states.ANSWERING)).pk)
    boss = cast.actor("supervisor")
    assert shown(cast)["moved"].more
    first = section(boss, "moved", "")
    second = section(boss, "moved", first.following)
    assert [line.change.pk for line in (*first.lines, *second.lines)] == changes[::-1]
    assert (bool(first.following), second.following) == (True, "")
    assert section(boss, "more-help", "").lines == []


def test_a_count_stops_at_a_hundred(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    Road(cast).until(states.RECEIVED)
    Road(cast).until(states.RECEIVED)
    monkeypatch.setattr(counting, "MOST_COUNTED", 2)
    assert shown(cast)["to-screen"].count == "2 or more"


@pytest.mark.parametrize("path", ["/queue/", "/queue/?show=late", "/queue/?show=moved"])
def test_it_costs_the_same_with_ten_and_with_a_thousand_families(cast: Any, as_: As, path: str) -> None:
    client, filling = as_("supervisor"), Filling(cast)
    help_asked, moved = Road(cast).until(states.ANSWERING), Road(cast).until(states.ANSWERING)
    actions.step_up(actor=cast.actor("family_member"), pk=help_asked.pk)  # type: ignore[arg-type]
    move_date(moved)
    unanswered(Road(cast), owed=True)
    filling.up_to(60, lambda _: None)
    few = cost(client, path)
    filling.up_to(1000, lambda _: None)
    assert cost(client, path) == few
    assert few <= 45


def cost(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


# --- Who may not ---------------------------------------------------------------------------------


def test_each_side_finds_its_own_in_every_section_and_nobody_elses(cast: Any) -> None:
    for make in (Road, other):
        for state in (states.RECEIVED, states.SCREENING, states.AWAITING_APPROVAL):
            make(cast).until(state)
        go_no_further(make(cast).until(states.ANSWERING))
        moved = make(cast).until(states.ANSWERING)
        move_date(moved)
        actions.step_up(actor=cast.actor(moved.asker), pk=moved.pk)
        unanswered(make(cast), owed=True)
    for local, team in (("supervisor", "east"), ("other_supervisor", "west")):
        found = shown(cast, local)
        for slug, one in found.items():
            if slug not in ("late", "escalated"):
                assert one.lines, (local, slug)
            assert {line.track.team_id for line in one.lines} <= {cast.teams[team].pk}, (local, slug)
            assert {line.track.team_id for line in section(cast.actor(local), slug, "").lines} <= {cast.teams[team].pk}


def test_the_key_of_another_teams_page_opens_nothing_of_it(cast: Any) -> None:
    change = move_date(other(cast).until(states.ANSWERING))
    assert section(cast.actor("supervisor"), "moved", f"{clock.today()}_{change.pk}").lines == []


def test_a_section_that_there_is_not_is_no_page(cast: Any, as_: As) -> None:
    with pytest.raises(NotYours):
        section(cast.actor("supervisor"), "everything", "")
    assert as_("supervisor").get("/queue/?show=everything").status_code == 404


@pytest.mark.parametrize("local", ["caseworker", "family_member", "safeguarding_lead", "information_governance",
                                   "auditor", "commissioner", "service_provider", "admin"])  # fmt: skip
def test_only_a_supervisor_has_a_queue(as_: As, local: str) -> None:
    for path in ("/queue/", "/queue/?show=late"):
        assert as_(local).get(path).status_code == 404
