"""The machine walked at random: whoever acts, in whatever order, the record and the state never part."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.audit.models import AuditEntry
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow.decisions import Decision
from portal.workflow.errors import MoveRefused
from portal.workflow.ledger import NOT_OURS, CannotExtend
from portal.workflow.models import Deadline, MoveRecord
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import Reply
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors import Inputs
from reconciliation.tracks.selectors.answers import open_proposal
from tests.tracks.road import ANSWER, PARTS, PROCESS, WITHHELD, Road

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

PEOPLE = (
    "family_member", "second_parent", "young_person", "caseworker", "supervisor", "second_supervisor",
    "other_family", "other_caseworker", "other_supervisor", "safeguarding_lead", "information_governance", "auditor",
)  # fmt: skip
DECISION = Decision(text="Decided.", reason="Because.", told="Told.", told_how="phone")


def _share(road: Road, local: str) -> None:
    proposal = open_proposal(road.track)
    shown = proposal.digest if proposal else ""
    actions.share_answer(actor=road.actor(local), pk=road.pk, version_shown=shown)


def _reply(answers: bool) -> Callable[[Road, str], None]:
    said = Reply(answers_me=answers, missing="" if answers else "The date.")
    return lambda road, local: _act(actions.reply, road, local, replies={1: said, 2: said})


def _act(action: Callable[..., object], road: Road, local: str, **more: Any) -> None:
    action(actor=road.actor(local), pk=road.pk, **more)


def _screen(road: Road, local: str) -> None:
    from reconciliation.safeguards.actions import record_screen

    record_screen(
        actor=road.actor(local), engagement=road.track.engagement, subject=road.pk, outcome="no_immediate_risk",
        reason="Nobody is at risk.",
    )  # fmt: skip


def _write(answer: Any, number: int) -> Callable[[Road, str], None]:
    return lambda road, local: _act(actions.write_answer, road, local, number=number, answer=answer)


def _raw(event: str) -> Callable[[Road, str], None]:
    """Any declared move at all, with the fullest inputs: only the policy and the guards stand in its way."""
    inputs = Inputs(reason="Because.", told="Told.", named=frozenset({1}))
    return lambda road, local: _act(
        actions.moving.make, road, local, event=event, version=None, inputs=inputs, decision=DECISION
    )


ACTS: dict[str, Callable[[Road, str], None]] = {
    "screen": _screen,
    "assign": lambda road, local: _act(
        actions.assign, road, local, worker=road.cast.users["caseworker"], answer="none_declared"
    ),
    "restate": lambda road, local: _act(actions.restate, road, local, parts=PARTS),
    "reject": lambda road, local: _act(actions.reject_restatement, road, local, because="Not that."),
    "write 1": _write(ANSWER, 1),
    "write 2": _write(PROCESS, 2),
    "withhold 2": _write(WITHHELD, 2),
    "no proceedings": lambda road, local: road.no_proceedings() and None,
    "share": _share,
    "satisfied": _reply(True),
    "not satisfied": _reply(False),
    **{f"{move.id} {event}": _raw(event) for event, move in ShortTermTrack.moves().items()},
}
STEPS = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(PEOPLE)), min_size=1, max_size=25)
STARTS = st.sampled_from(
    [
        states.RECEIVED, states.SCREENING, states.CLARIFYING, states.ANSWERING, states.AWAITING_APPROVAL,
        states.ANSWER_SHARED,
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
    if track.is_open:
        assert track.next_due is not None
        assert track.open_moves()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(start=STARTS, steps=STEPS)
def test_no_walk_of_any_actors_parts_the_state_from_its_record(road: Road, start: str, steps: list[Any]) -> None:
    with transaction.atomic():
        road.until(start)
        for act, local in steps:
            before = _seen(road)
            try:
                with transaction.atomic():
                    ACTS[act](road, local)
            except (NotYours, OutOfDate, MoveRefused, CannotExtend):
                assert _seen(road) == before
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
            _raw(event)(road, local)
