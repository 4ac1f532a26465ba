"""The machine walked at random: whoever acts, in whatever order, the record and the state never part."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.audit.models import AuditEntry
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from portal.workflow.errors import MoveRefused
from portal.workflow.ledger import NOT_OURS, CannotExtend
from portal.workflow.models import Deadline, MoveRecord
from reconciliation.tracks import states
from reconciliation.tracks.errors import WasInvolved
from reconciliation.tracks.models import Pause, ReviewRequest, ShortTermTrack
from reconciliation.tracks.selectors.staff import durations
from tests.tracks.acts import ACTS, GAPS, chosen, raw, usual
from tests.tracks.road import Road

# Before the clocks go forward, a bank holiday and a leap day's month are all within reach.
STARTED = dt.datetime(2044, 2, 24, 10, 0, tzinfo=clock.LONDON)
pytestmark = [pytest.mark.django_db, pytest.mark.engine]

PEOPLE = (
    "family_member", "second_parent", "young_person", "caseworker", "supervisor", "second_supervisor",
    "other_family", "other_caseworker", "other_supervisor", "safeguarding_lead", "information_governance", "auditor",
)  # fmt: skip
USUAL = "whoever does it as a rule"
STEPS = st.lists(
    st.tuples(
        st.integers(0, 10_000), st.sampled_from([False] * 4 + [True]), st.sampled_from([USUAL] * 20 + list(PEOPLE)),
        st.sampled_from(GAPS),
    ),
    min_size=10, max_size=40,
)  # fmt: skip
STARTS = st.sampled_from(
    [
        states.RECEIVED, states.SCREENING, states.CLARIFYING, states.ANSWERING, states.AWAITING_APPROVAL,
        states.ANSWER_SHARED, states.ANSWER_SHARED,
    ]
)  # fmt: skip


def _seen(road: Road) -> tuple[object, ...]:
    track = road.track
    records = MoveRecord.objects.filter(track_id=road.pk).count()
    return track.current, track.version, records, track.loops, track.next_due


def _consistent(road: Road) -> None:
    track = road.track
    records = list(MoveRecord.objects.filter(track_id=road.pk).order_by("number"))
    assert track.current in states.ALL
    assert [record.number for record in records] == list(range(1, track.version + 1))
    assert [record.from_state for record in records] == ["", *(record.to_state for record in records[:-1])]
    assert records[-1].to_state == track.current
    moves = ShortTermTrack.moves()
    for record in records:
        move = moves[record.event]
        assert record.from_state in move.sources
        assert record.to_state in move.targets
        assert len(record.guard_results) == len(move.guards)
        assert all(result["passed"] for result in record.guard_results)
    ids = [record.pk for record in records]
    assert AuditEntry.objects.filter(row_id__in=ids, table_name=MoveRecord._meta.db_table).count() == len(ids)
    ours = Deadline.objects.filter(track_id=road.pk, stopped_at=None).exclude(kind__in=NOT_OURS)
    running = ours.order_by("due_on").first()
    assert track.next_due == (running.due_on if running else None)
    assert Pause.objects.filter(track_id=road.pk, ended_at=None).count() == (track.current == states.PAUSED)
    waits = ReviewRequest.objects.filter(part__track_id=road.pk, decided_at=None).exists()
    assert waits == (
        states.INFORMATION_ESCALATION in {track.current, track.current == states.PAUSED and track.resume_state}
    )
    elapsed, active = durations(track)
    assert (elapsed, active) == _counted(track)
    if track.is_open:
        assert track.next_due is not None
        assert track.open_moves()


def _counted(track: ShortTermTrack) -> tuple[int, int]:
    """Elapsed and active working days, counted one calendar day after the other."""
    until = track.state_since if track.current in states.CLOSED else clock.now()
    day, last = clock.day_received(track.counts_from), clock.london_date(until)
    elapsed = active = 0
    while day < last:
        day += dt.timedelta(days=1)
        if clock.is_working_day(day):
            elapsed += 1
            active += not any(_stands(pause, day) for pause in track.pauses.all())
    return elapsed, active


def _stands(pause: Pause, day: dt.date) -> bool:
    ended = pause.ended_at is None or day <= clock.london_date(pause.ended_at)
    return pause.reason in {"awaiting_family", "proceedings"} and clock.day_received(pause.at) < day and ended


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(start=STARTS, steps=STEPS)
def test_no_walk_of_any_actors_parts_the_state_from_its_record(road: Road, start: str, steps: list[Any]) -> None:
    with transaction.atomic():
        moment = STARTED
        with clock.moved(moment):
            road.until(start)
        for number, anything, local, gap in steps:
            act = chosen(road, number, anything=anything)
            before, moment = _seen(road), moment + gap + dt.timedelta(minutes=1)
            try:
                with transaction.atomic(), clock.moved(moment):
                    ACTS[act](road, usual(road, act) if local == USUAL else local)
            except (NotYours, OutOfDate, MoveRefused, CannotExtend, WasInvolved):
                assert _seen(road) == before
            with clock.moved(moment):
                _consistent(road)
        transaction.set_rollback(True)


def test_every_move_of_the_table_is_declared_with_its_question_its_post_and_its_parties() -> None:
    moves = ShortTermTrack.moves()
    assert {move.id for move in moves.values()} == {
        "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S8b", "S9", "S10", "S10a", "S10b", "S10c", "S11", "S12", "S13",
        "S14", "S15", "S16", "S17", "S18",
    }  # fmt: skip
    for move in moves.values():
        assert move.question.endswith("?")
        assert move.accountable
        assert move.by
        assert set(move.sources) <= {states.NONE, *states.ALL}
        assert set(move.targets) <= set(states.ALL)


def test_from_every_open_state_somebody_can_move_on() -> None:
    for state in states.OPEN:
        assert [move for move in ShortTermTrack.moves().values() if state in move.sources and move.event != "withdraw"]


@pytest.mark.parametrize(
    "local", [p for p in PEOPLE if p not in {"family_member", "caseworker", "supervisor", "second_supervisor"}]
)
def test_no_declared_move_is_open_to_anybody_who_is_no_party_to_it(road: Road, local: str) -> None:
    road.until(states.ANSWER_SHARED)
    for event in ShortTermTrack.moves():
        with pytest.raises(NotYours):
            raw(event)(road, local)
