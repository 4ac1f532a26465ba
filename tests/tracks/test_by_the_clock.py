"""What the clock does: reminders and finishing by itself, dates that stand still, and days counted right."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from portal.audit.actor import CLOCK
from portal.notifications.actions import confirm, reach_by
from portal.notifications.models import Outbox
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from portal.workflow.errors import MoveRefused
from portal.workflow.models import Deadline, DecisionRecord, MoveRecord
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import PauseText
from reconciliation.tracks.models import LongTermTrack, Reminder
from reconciliation.tracks.selectors.staff import durations
from reconciliation.tracks.sweeps import remind_and_finish
from tests.tracks.road import Road

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@contextmanager
def on(day: dt.date, hour: int = 10) -> Iterator[None]:
    with clock.moved(dt.datetime.combine(day, dt.time(hour), tzinfo=clock.LONDON)):
        yield


def after(day: dt.date, n: int) -> dt.date:
    return clock.add_working_days(day, n)


# Long after the cast was loaded, whenever that is; with a leap day, both clock changes and a substitute holiday.
MONDAY = dt.date(2044, 3, 7)


@pytest.fixture
def shared(road: Road) -> Road:
    with on(MONDAY):
        return road.until(states.ANSWER_SHARED)


def reachable(road: Road) -> None:
    actor = road.actor("family_member")
    reach_by(actor=actor, channel="email", address="imelda@people.example", verified=True)
    confirm(actor=actor)


# --- reminders and the end without a reply ------------------------------------------------------


def test_the_service_reminds_twice_and_then_finishes(shared: Road) -> None:
    with on(MONDAY):
        reachable(shared)
    for days, done in ((9, 0), (10, 1), (11, 0), (15, 1), (19, 0), (20, 1), (21, 0)):
        with on(after(MONDAY, days)):
            assert remind_and_finish() == done, days
    assert shared.track.current == states.CLOSED_NO_REPLY
    assert [(row.number, row.sent) for row in Reminder.objects.all()] == [(1, True), (2, True)]
    last = MoveRecord.objects.get(track_id=shared.pk, event="no_reply")
    assert (last.actor_kind, last.actor_id) == ("clock", None)
    assert DecisionRecord.objects.get(move=last).family_told
    assert not Deadline.objects.filter(track_id=shared.pk, stopped_at=None).exists()


def test_a_notice_of_a_reminder_reads_like_any_other(shared: Road) -> None:
    with on(MONDAY):
        reachable(shared)
    Outbox.objects.all().delete()
    with on(after(MONDAY, 10)):
        remind_and_finish()
    assert "answer" not in Outbox.objects.get().body.lower()


def test_where_no_channel_is_safe_it_is_noted_and_nothing_is_sent(shared: Road) -> None:
    with on(after(MONDAY, 10)):
        remind_and_finish()
    assert [row.sent for row in Reminder.objects.all()] == [False]
    assert not Outbox.objects.exists()


def test_a_service_that_stood_still_sends_one_reminder_a_day(shared: Road) -> None:
    with on(MONDAY):
        reachable(shared)
    with on(after(MONDAY, 22)):
        assert [remind_and_finish(), remind_and_finish()] == [1, 0]
    with on(after(MONDAY, 23)):
        assert remind_and_finish() == 1
    with on(after(MONDAY, 24)):
        assert remind_and_finish() == 1
    assert shared.track.current == states.CLOSED_NO_REPLY


def test_a_part_that_is_owed_keeps_it_open_whatever_the_day(road: Road) -> None:
    with on(MONDAY):
        road.until(states.ANSWERING).no_proceedings().write(1).propose().share()
    for days in (10, 15, 20, 40):
        with on(after(MONDAY, days)):
            remind_and_finish()
    assert road.track.current == states.ANSWER_SHARED


def test_the_worker_may_finish_it_too_but_not_before_its_day(shared: Road) -> None:
    worker = shared.actor("caseworker")
    with on(after(MONDAY, 19)), pytest.raises(MoveRefused):
        actions.no_reply(actor=worker, pk=shared.pk)
    with on(after(MONDAY, 20)):
        actions.no_reply(actor=worker, pk=shared.pk)
    assert shared.track.current == states.CLOSED_NO_REPLY


@pytest.mark.parametrize("local", ["family_member", "other_family", "supervisor", "other_caseworker", "auditor"])
def test_nobody_else_finishes_it(shared: Road, local: str) -> None:
    with on(after(MONDAY, 25)), pytest.raises(NotYours):
        actions.no_reply(actor=shared.actor(local), pk=shared.pk)


@pytest.mark.parametrize("event", ["pause", "withdraw", "share_answer", "step_up"])
def test_the_clock_makes_no_other_move(shared: Road, event: str) -> None:
    with pytest.raises(NotYours):
        actions.moving.make(actor=CLOCK, pk=shared.pk, event=event, version=None)


# --- pauses -------------------------------------------------------------------------------------


def pause(road: Road, reason: str, days: int = 5) -> None:
    again = after(clock.today(), days)
    text = PauseText(reason=reason, review_on=again, why="It has to.", told="We have paused this.")
    actions.pause(actor=road.actor("caseworker"), pk=road.pk, text=text)


def due(road: Road, kind: str) -> dt.date:
    return Deadline.objects.get(track_id=road.pk, kind=kind, stopped_at=None).due_on


@pytest.mark.parametrize(
    ("started", "days", "counted"),
    [
        (dt.date(2044, 4, 13), 5, 5),  # over Good Friday and Easter Monday
        (dt.date(2044, 2, 25), 5, 5),  # over 29 February
        (dt.date(2044, 3, 24), 4, 4),  # over the night in which the clocks go forward
        (dt.date(2044, 10, 27), 4, 4),  # over the night in which they go back
        (dt.date(2044, 12, 22), 3, 3),  # over Christmas and its substitute day
    ],
)
@pytest.mark.parametrize(("reason", "stops"), [("awaiting_family", True), ("proceedings", True), ("safety", False)])
def test_dates_stand_still_only_where_we_wait_for_the_family_or_for_proceedings(
    road: Road, started: dt.date, days: int, counted: int, reason: str, stops: bool
) -> None:
    with on(started):
        road.until(states.ANSWERING)
        owed = due(road, "answer")
        pause(road, reason)
    with on(after(started, days)):
        actions.resume(actor=road.actor("caseworker"), pk=road.pk)
        assert due(road, "answer") == (after(owed, counted) if stops else owed)
        elapsed, active = durations(road.track)
    assert elapsed == days
    assert active == (0 if stops else days)


def test_while_it_stands_still_the_only_date_that_is_owed_is_the_day_to_look_again(road: Road) -> None:
    with on(MONDAY):
        road.until(states.ANSWERING)
        pause(road, "proceedings", days=7)
    assert [row.kind for row in Deadline.objects.filter(track_id=road.pk, stopped_at=None)] == ["resume"]
    assert road.track.next_due == after(MONDAY, 7)


def test_a_pause_for_more_than_ten_working_days_is_refused(road: Road) -> None:
    with on(MONDAY):
        road.until(states.ANSWERING)
        with pytest.raises(MoveRefused) as refused:
            pause(road, "safety", days=11)
    assert "ten working days" in " ".join(refused.value.reasons("caseworker"))


def test_the_one_extension_still_reaches_day_twenty_after_a_pause(road: Road) -> None:
    worker = road.actor("caseworker")
    with on(MONDAY):
        road.until(states.ANSWERING)
        pause(road, "awaiting_family")
    with on(after(MONDAY, 4)):
        actions.resume(actor=worker, pk=road.pk)
        new = after(MONDAY, 24)
        actions.extend_answer(actor=worker, pk=road.pk, new_due=new, reason="It takes longer.", family_told="By phone.")
        assert due(road, "answer") == new


# --- opened again -------------------------------------------------------------------------------


def test_a_question_that_is_opened_again_counts_from_that_day(shared: Road) -> None:
    with on(after(MONDAY, 1)):
        said = {n: actions.Reply(answers_me=True) for n in (1, 2)}
        actions.reply(actor=shared.actor("family_member"), pk=shared.pk, replies=said)
    later = after(MONDAY, 60)
    with on(later):
        actions.reopen(actor=shared.actor("family_member"), pk=shared.pk, words="Something new.", numbers=(1,))
        assert due(shared, "answer") == after(later, 10)
        assert due(shared, "assign") == after(later, 2)
        assert durations(shared.track) == (0, 0)


def test_after_twelve_months_only_a_supervisor_opens_it_again(shared: Road) -> None:
    with on(after(MONDAY, 1)):
        actions.withdraw(actor=shared.actor("family_member"), pk=shared.pk)
    with on(MONDAY + dt.timedelta(days=400)):
        with pytest.raises(MoveRefused):
            actions.reopen(actor=shared.actor("family_member"), pk=shared.pk, words="Again.")
        actions.reopen(actor=shared.actor("supervisor"), pk=shared.pk, words="They called us.")
    assert shared.track.current == states.SCREENING


@pytest.mark.parametrize("local", ["caseworker", "second_parent", "other_family", "other_supervisor", "auditor"])
def test_nobody_else_opens_it_again(shared: Road, local: str) -> None:
    actions.withdraw(actor=shared.actor("family_member"), pk=shared.pk)
    with pytest.raises(NotYours):
        actions.reopen(actor=shared.actor(local), pk=shared.pk, words="Again.")


# --- more help ----------------------------------------------------------------------------------


def test_a_request_for_more_help_is_acknowledged_once_and_its_date_ends(road: Road) -> None:
    actions.step_up(actor=road.ask().actor("family_member"), pk=road.pk)
    request = LongTermTrack.objects.get()
    first = request.next_due
    actions.acknowledge_help(actor=road.actor("supervisor"), pk=request.pk)
    request = LongTermTrack.objects.get()
    assert request.next_due is not None
    assert first is not None
    assert request.next_due > first
    with pytest.raises(OutOfDate):
        actions.acknowledge_help(actor=road.actor("supervisor"), pk=request.pk)


@pytest.mark.parametrize("local", ["family_member", "caseworker", "other_supervisor", "safeguarding_lead", "auditor"])
def test_nobody_else_acknowledges_it(road: Road, local: str) -> None:
    actions.step_up(actor=road.ask().actor("family_member"), pk=road.pk)
    with pytest.raises(NotYours):
        actions.acknowledge_help(actor=road.actor(local), pk=LongTermTrack.objects.get().pk)
