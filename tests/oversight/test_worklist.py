"""The caseworker's day: what is late, due, and waits for whom, and what else the day holds."""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from portal.audit.actor import Actor
from portal.notifications.models import Kind, Outbox, SafeContact
from portal.workflow import clock
from portal.workflow.models import Deadline
from reconciliation.families.models import Assignment, Membership
from reconciliation.oversight.selectors.day import Day
from reconciliation.oversight.selectors.lines import AFTER, LATE, OTHERS, SOON, TODAY, Line
from reconciliation.oversight.selectors.worklist import Filters, worklist
from reconciliation.safeguards.actions import record_check, record_proceedings
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import PauseText, Told
from reconciliation.tracks.models import ShortTermTrack
from tests.tracks.road import Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
OTHER = ("other_family", "petra", "other_caseworker", "other_supervisor")
ELSEWHERE = ["family_member", "safeguarding_lead", "information_governance", "auditor", "service_provider"]


@pytest.fixture
def road(cast: Any) -> Road:
    return Road(cast)


def said(client: Client, path: str = "/worklist/") -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", client.get(path).content.decode())).split())


def due_in(road: Road, days: int) -> None:
    """Everything that this question owes falls due so many calendar days from today."""
    day = clock.today() + dt.timedelta(days=days)
    Deadline.objects.filter(track_id=road.pk, stopped_at=None).update(due_on=day)
    ShortTermTrack.objects.filter(pk=road.pk).update(next_due=day)


def groups(cast: Any, local: str = "caseworker", **narrowed: str) -> dict[str, list[Any]]:
    found = worklist(cast.actor(local), Filters(**narrowed)).groups
    return {group.title: [line.track.pk for line in group.lines] for group in found}


def line(cast: Any, local: str = "caseworker") -> Line:
    (only,) = worklist(cast.actor(local), Filters()).lines
    return only


def day_of(actor: Actor) -> Day:
    """What else is on the first page of this worker's list."""
    day = worklist(actor, Filters()).day
    assert day is not None
    return day


def ask(road: Road, asked: int, chased: int | None = None, number: int = 1, whom: str = "The school") -> None:
    """Somebody was asked so many working days ago, and chased so many."""
    on = {days: back(days) for days in (asked, chased) if days is not None}
    actions.wait_for(
        actor=road.actor("caseworker"), pk=road.pk, number=number, whom=whom, asked_on=on[asked],  # type: ignore[arg-type]
        chased_on=on.get(chased), next_date=None,
    )  # fmt: skip


def back(days: int) -> dt.date:
    """A day so many working days before today."""
    day = clock.today()
    while clock.working_days_between(day, clock.today()) < days:
        day -= dt.timedelta(days=1)
    return day


# --- Which question, what is owed, whom it waits for ---------------------------------------------


def test_a_line_names_the_question_its_family_its_side_what_is_owed_and_whom_it_waits_for(road: Road, as_: As) -> None:
    road.until(states.ANSWERING)
    page = as_("caseworker").get("/worklist/").content.decode()
    text = said(as_("caseworker"))
    track = road.track
    for words in ("Who decided to move the classes?", track.reference, track.engagement.reference, "Varnish",
                  "Child who was harmed", "Working on answers", "Propose the answer", "The worker"):  # fmt: skip
        assert words in text
    for reference in (track.reference, track.engagement.reference):
        assert re.search(rf'class="portal-nowrap[^"]*">{reference}<', page)


@pytest.mark.parametrize(
    ("state", "owed", "whom"),
    [
        (states.RECEIVED, "Start the safeguarding screen", "The screen"),
        (states.CLARIFYING, "Check that we understood", "The worker: write what is asked"),
        (states.ANSWERING, "Propose the answer", "The worker"),
        (states.AWAITING_APPROVAL, "Approve or return", "An approver"),
        (states.ANSWER_SHARED, "Finish, if the family does not reply", "The family"),
    ],
)
def test_each_stage_says_what_is_owed_next_and_who_is_waited_for(road: Road, state: str, owed: str, whom: str) -> None:
    found = lines_of(road.until(state))
    assert (found.owed, found.wait.whom) == (owed, whom)


def lines_of(road: Road) -> Line:
    return line(road.cast, "supervisor")


def test_whoever_was_asked_is_named_with_the_days_and_when_to_chase_again(road: Road, as_: As) -> None:
    ask(road.until(states.ANSWERING), 7, 2)
    wait = line(road.cast).wait
    again = clock.add_working_days(back(2), settings.CHASE_AFTER_WORKING_DAYS)
    assert (wait.whom, wait.since, wait.chased, wait.again) == ("The school", back(7), back(2), again)
    assert "The school Since" in said(as_("caseworker"))
    ask(road, 9, number=2, whom="The club")
    assert line(road.cast).wait.whom == "The club and 1 more"


def test_who_should_have_been_chased_stands_first_and_late(road: Road, as_: As) -> None:
    ask(road.until(states.ANSWERING), 1)
    second = Road(road.cast).until(states.ANSWERING)
    ask(second, 8)
    for one in (road, second):
        due_in(one, 5)
    assert groups(road.cast)[OTHERS] == [second.pk, road.pk]
    assert "Chase again: Late, 3 working days" in said(as_("caseworker"))


def test_a_pause_says_why_and_a_proposal_to_go_no_further_waits_for_an_approver(road: Road) -> None:
    road.until(states.ANSWERING)
    told = Told("We do not go on.", support="You can call us.")
    actions.propose_no_further_action(actor=road.actor("caseworker"), pk=road.pk, reason="Nothing left.", told=told)  # type: ignore[arg-type]
    assert line(road.cast).wait.whom == "An approver, to take it no further"
    paused(road, "provider_capacity")
    assert (line(road.cast).wait.whom, line(road.cast).stage) == ("A service to have a place", "Paused")


def paused(road: Road, reason: str = "proceedings", days: int = 3) -> None:
    day = clock.add_working_days(clock.today(), days)
    text = PauseText(reason=reason, review_on=day, why="They asked.", told="We wait, and look again soon.")
    actions.pause(actor=road.actor("caseworker"), pk=road.pk, text=text)  # type: ignore[arg-type]


def test_a_family_that_was_reminded_shows_since_when(road: Road) -> None:
    with clock.moved(clock.now() - dt.timedelta(days=21)):
        road.until(states.ANSWER_SHARED)
    actions.remind(track=road.track)
    wait = line(road.cast).wait
    assert (wait.whom, wait.chased, wait.again) == ("The family", clock.today(), None)


# --- The day, band by band -----------------------------------------------------------------------


def test_the_page_is_a_days_work(cast: Any, as_: As) -> None:
    late, today, waits, soon, after = (Road(cast).until(states.ANSWERING) for _ in range(5))
    ask(waits, 1)
    for one, days in ((late, -2), (today, 0), (waits, 3), (soon, 3), (after, 30)):
        due_in(one, days)
    assert groups(cast) == {
        LATE: [late.pk], TODAY: [today.pk], OTHERS: [waits.pk], SOON: [soon.pk], AFTER: [after.pk],
    }  # fmt: skip
    found = worklist(cast.actor("caseworker"), Filters())
    assert (found.late, found.today, found.waiting, found.week) == ("1", "1", "1", "2")
    text = said(as_("caseworker"))
    assert text.index("1 late") < text.index("1 due today") < text.index("1 waiting for others")


def test_what_is_late_stays_late_whoever_is_waited_for(road: Road) -> None:
    ask(road.until(states.ANSWERING), 1)
    due_in(road, -1)
    assert groups(road.cast) == {LATE: [road.pk]}
    assert groups(road.cast, due="waiting") == {OTHERS: [road.pk]}


def test_what_waits_for_others_can_be_shown_alone_state_by_state(cast: Any) -> None:
    roads = {state: Road(cast).until(state) for state in
             (states.CLARIFYING, states.ANSWERING, states.AWAITING_APPROVAL, states.ANSWER_SHARED)}  # fmt: skip
    worded, pausing = Road(cast).until(states.CLARIFYING), Road(cast).until(states.ANSWERING)
    actions.restate(actor=cast.actor("caseworker"), pk=worded.pk, parts=["One thing", "Another"])  # type: ignore[arg-type]
    paused(pausing)
    waiting = {roads[states.AWAITING_APPROVAL].pk, roads[states.ANSWER_SHARED].pk, worded.pk, pausing.pk}
    assert set(groups(cast, due="waiting")[OTHERS]) == waiting
    ask(roads[states.ANSWERING], 1)
    actions.reject_restatement(actor=cast.actor("family_member"), pk=worded.pk, because="No.")  # type: ignore[arg-type]
    waiting = waiting - {worded.pk} | {roads[states.ANSWERING].pk}
    assert set(groups(cast, due="waiting")[OTHERS]) == waiting
    assert worklist(cast.actor("caseworker"), Filters()).waiting == str(len(waiting))


def test_what_waits_for_an_approver_waits_for_nobody_else_on_the_approvers_own_list(cast: Any) -> None:
    road = Road(cast).until(states.AWAITING_APPROVAL)
    due_in(road, 3)
    assert groups(cast) == {OTHERS: [road.pk]}
    assert groups(cast, "supervisor") == {SOON: [road.pk]}
    assert groups(cast, "supervisor", due="waiting") == {}
    Membership.objects.filter(user=cast.users["wrenfield"]).update(approver=True)
    assert groups(cast, "wrenfield") == {SOON: [road.pk]}


def test_a_stage_that_is_not_there_for_a_choice_says_so_and_leads_back(road: Road, as_: As) -> None:
    road.until(states.ANSWERING)
    text = said(as_("caseworker"), "/worklist/?due=waiting&stage=paused")
    assert "There is nothing here for this choice. Show everything" in text


# --- What else the day holds ---------------------------------------------------------------------


def test_a_day_with_nothing_else_shows_nothing_else(road: Road, as_: As) -> None:
    road.until(states.ANSWERING)
    day = day_of(road.actor("caseworker"))
    assert (day.promises, day.pauses, day.later, day.lists) == ("0", "0", "0", False)
    text = said(as_("caseworker"))
    for words in ("Also today", "promises late", "to look at again", "could be answered now"):
        assert words not in text


def test_checks_of_police_or_court_that_are_due_are_listed_with_their_family(cast: Any, as_: As) -> None:
    engagement = cast.engagements["varnish"]
    with clock.moved(clock.now() - dt.timedelta(days=30)):
        record_proceedings(actor=cast.actor("caseworker"), engagement=engagement, status="charged")
        record_check(actor=cast.actor("caseworker"), engagement=engagement, officer_role="Officer", answered=False)
    text = said(as_("caseworker"))
    assert "Police or court checks Late" in text
    assert f'href="/engagements/{engagement.pk}/proceedings/"' in as_("caseworker").get("/worklist/").content.decode()


def test_promises_that_are_late_are_counted(road: Road, as_: As) -> None:
    with clock.moved(clock.now() - dt.timedelta(days=14)):
        road.until(states.ANSWERING)
        actions.promise(
            actor=road.actor("caseworker"), pk=road.pk, what="We will call you.", owner_post="Team manager",  # type: ignore[arg-type]
            owner_name="Lowri Penhallow", due=clock.add_working_days(clock.today(), 2),
        )  # fmt: skip
    assert day_of(road.actor("caseworker")).promises == "1"
    assert "1 promise late" in said(as_("caseworker"))


def test_a_pause_comes_back_on_the_day_it_is_looked_at_again(road: Road) -> None:
    paused(road.until(states.ANSWERING), days=3)
    assert day_of(road.actor("caseworker")).pauses == "0"
    with clock.moved(dt.datetime.combine(clock.add_working_days(clock.today(), 3), dt.time(9), clock.LONDON)):
        assert day_of(road.actor("caseworker")).pauses == "1"
        assert line(road.cast).owed == "Check whether to go on"
        assert groups(road.cast) == {TODAY: [road.pk]}
        assert groups(road.cast, stage="paused") == {TODAY: [road.pk]}


def contact(cast: Any, local: str, **said_of: Any) -> None:
    SafeContact.objects.update_or_create(user_id=cast.users[local].pk, defaults=said_of)


def lost(cast: Any, local: str, **times: dt.datetime) -> None:
    Outbox.objects.create(user_id=cast.users[local].pk, kind=Kind.NOTICE, address="a@b.example", body="x", **times)


def test_people_who_have_to_be_asked_again_or_were_not_reached_are_named(cast: Any, as_: As) -> None:
    contact(cast, "family_member", reconfirm_due=clock.today() - dt.timedelta(days=1))
    contact(cast, "second_parent", reconfirm_due=clock.today())
    lost(cast, "second_parent", given_up_at=clock.now())
    day = day_of(cast.actor("caseworker"))
    assert [reach.person for reach in day.to_confirm.shown] == [cast.people["imelda"]]
    assert [reach.person for reach in day.not_delivered.shown] == [cast.people["anselm"]]
    text = said(as_("caseworker"))
    assert "Ask again how to reach them Imelda Varnish" in text
    assert "Notice not delivered Anselm Varnish" in text


def test_a_notice_that_went_later_counts_as_reached(cast: Any) -> None:
    lost(cast, "family_member", given_up_at=clock.now(), created_at=clock.now() - dt.timedelta(days=2))
    assert day_of(cast.actor("caseworker")).not_delivered.shown
    lost(cast, "family_member", sent_at=clock.now())
    assert day_of(cast.actor("caseworker")).not_delivered.shown == []


# --- Who may not ---------------------------------------------------------------------------------


def test_nobody_else_finds_the_day_of_another_worker(cast: Any) -> None:
    ask(Road(cast).until(states.ANSWERING), 1)
    contact(cast, "family_member", reconfirm_due=clock.today() - dt.timedelta(days=1))
    lost(cast, "family_member", given_up_at=clock.now())
    for local in ("other_caseworker", "wrenfield", "duty_worker"):
        day = day_of(cast.actor(local))
        assert not day.lists, local
        assert groups(cast, local) == groups(cast, local, due="waiting") == {}, local
        assert worklist(cast.actor(local), Filters()).waiting == "0", local


def test_whoever_handed_the_family_over_finds_its_people_no_longer(cast: Any) -> None:
    contact(cast, "family_member", reconfirm_due=clock.today() - dt.timedelta(days=1))
    Assignment.objects.filter(engagement=cast.engagements["varnish"]).update(until=clock.now())
    assert not day_of(cast.actor("caseworker")).lists


@pytest.mark.parametrize("local", ELSEWHERE)
def test_other_roles_have_no_worklist(as_: As, local: str) -> None:
    assert as_(local).get("/worklist/").status_code == 404
