"""No pair of guards locks a question for ever: in every world that nobody can change, somebody can move it on.

A world fixes what no role can do anything about: what the police do, how the parts stand, who paused, whether the
family has a safe channel, how often it went round. What a role can do (write, choose a worker, record a check or a
non-objection's absence, wait) is taken as done. Withdrawing, and asking for more help beside it, count as no way on.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from portal.workflow import clock
from portal.workflow.guards import failed
from portal.workflow.mover import judge
from reconciliation.safeguards.facts import LanguageFacts, NeedFact, ProceedingsFacts, ScreenFacts
from reconciliation.tracks import states
from reconciliation.tracks.facts import Facts, PartFact
from reconciliation.tracks.short_term import ShortTermTrack

NOW = dt.datetime(2026, 3, 30, 10, 0, tzinfo=clock.LONDON)
TODAY = NOW.date()
NO_WAY_ON = frozenset({"withdraw", "step_up"})
# How the parts may stand: what was shared of each.
SHARED = (
    ("not_yet",), ("answered",), ("cannot_answer",), ("part",), ("answered", "not_yet"), ("cannot_answer", "not_yet"),
    ("answered", "cannot_answer"),
)  # fmt: skip


def part(number: int, shared: str, *, live: bool) -> PartFact:
    """A part with the answer that a worker can write in this world: about evidence only where that may be told."""
    owed = shared == "not_yet"
    return PartFact(
        id=uuid.uuid4(), number=number, shared_status=shared, answer_id=uuid.uuid4() if owed else None,
        status="cannot_answer" if live else "answered", reason_code="live_proceedings" if live else "",
        info_class="incident_information", has_text=True, considered=("full", "redacted", "summary"),
        best_interests=True, dated=True, can_go_on=shared in {"part", "cannot_answer"},
    )  # fmt: skip


def worlds(state: str) -> Iterator[tuple[str, Facts]]:
    """Each with its name."""
    for live, shared, loops, channel, heard in product(
        (False, True), SHARED, (0, 1, 2), (False, True), (True, False, None)
    ):
        status = "investigation" if live else "none_known"
        parts = tuple(part(n, s, live=live) for n, s in enumerate(shared, start=1))
        facts = Facts(
            today=TODAY,
            now=NOW,
            actor_id=uuid.uuid4(),
            from_state=state,
            loops=loops,
            safe_channel=channel,
            parts=tuple(replace(p, answers_me=heard) for p in parts),
            proceedings=ProceedingsFacts(today=TODAY, status=status, last_check_on=TODAY),
        )
        yield f"{live=} {shared} {loops=} {channel=} {heard=}", facts


def done(facts: Facts, *, asker: bool) -> Facts:
    """Everything that a role can do, done."""
    chosen = uuid.uuid4()
    proposer = uuid.uuid4()
    return replace(
        facts, actor_is_asker=asker, actor_is_approver=not asker, reason="Because.", reason_code="third_party_data",
        told="By phone.", support_offered="Somebody to talk to.", worker_id=chosen, worker_answer="none_declared",
        restated=True, restated_days=5, proposal_id=uuid.uuid4(), proposed_by=proposer, version_shown="1",
        version_proposed="1", screen=ScreenFacts(since=NOW, screen_id=uuid.uuid4(), recorded_at=NOW), reminders=2,
        waited_days=20, considered=("full", "redacted", "summary"), outcome="refused",
        language=LanguageFacts((NeedFact(chosen, "ar", "audio", met_id=uuid.uuid4(), interpreter=True,
                                         interpreter_checked=True),)),
        review_on=clock.add_working_days(TODAY, 5),
    )  # fmt: skip


def ways_on(state: str, facts: Facts) -> set[str]:
    """The moves that somebody can make."""
    found = set()
    for move in ShortTermTrack.moves().values():
        if state not in move.sources or move.event in NO_WAY_ON:
            continue
        for asker in {party == "asker" for party in move.by}:
            named = [frozenset({p.number}) for p in facts.parts] or [frozenset()]
            tried = (replace(done(facts, asker=asker), named=numbers) for numbers in named)
            if any(all(result.passed for result in judge(move, one)) for one in tried):
                found.add(move.event)
    return found


@pytest.mark.parametrize("state", [state for state in states.OPEN if state != states.PAUSED])
def test_somebody_can_move_it_on_in_every_world(state: str) -> None:
    locked = [name for name, facts in worlds(state) if not ways_on(state, facts) - {"pause"}]
    assert locked == []


@pytest.mark.parametrize("by_family", [True, False])
def test_a_pause_can_be_ended_by_whoever_made_it(by_family: bool) -> None:
    for name, facts in worlds(states.PAUSED):
        assert "resume" in ways_on(
            states.PAUSED, replace(facts, paused_by_family=by_family, paused_for_family=by_family)
        ), name


def test_a_question_that_is_finished_can_always_be_opened_again_by_a_supervisor() -> None:
    long_ago = TODAY - dt.timedelta(days=4000)
    for state in states.CLOSED:
        for name, facts in worlds(state):
            assert "reopen" in ways_on(state, replace(facts, closed_on=long_ago)), name


def test_a_pause_whose_reason_still_stands_is_not_ended_by_anybody() -> None:
    closed = failed("G_GATE(information)", "The police are at work.", "Wait.")
    for name, facts in worlds(states.PAUSED):
        assert ways_on(states.PAUSED, replace(facts, rechecked=(closed,))) == set(), name


def test_after_two_rounds_the_way_on_is_somebody_new_or_an_end() -> None:
    for name, facts in worlds(states.ANSWER_SHARED):
        if facts.loops == 2:
            assert "not_answered" not in ways_on(states.ANSWER_SHARED, facts), name
            assert {"review_requested", "disagree_and_finish"} <= ways_on(states.ANSWER_SHARED, facts), name
