"""The facts for the moves that a staff page shows as open or closed, of rows that the page shows anyway.

A move collects its own again, under the lock, as it is made (``collect``).
"""

import datetime as dt
from dataclasses import replace

from portal.audit.actor import Actor
from portal.notifications.selectors import can_be_told
from portal.workflow import clock
from reconciliation.families.models import Person
from reconciliation.safeguards import selectors as safeguards
from reconciliation.safeguards.facts import ProceedingsFacts
from reconciliation.tracks import gates, states
from reconciliation.tracks.facts import Facts, PartFact
from reconciliation.tracks.models import Answer, PauseReason
from reconciliation.tracks.selectors.collect import (
    closing_facts,
    part_fact,
    rechecked,
    standing_guards,
    with_answers,
    with_wording,
    with_worker,
)
from reconciliation.tracks.selectors.seen import Seen


def facts_of(actor: Actor, seen: Seen, proceedings: ProceedingsFacts, *, approves: bool) -> Facts:
    """What the guards of the moves that staff make by page may ask, in the present state."""
    track, proposal, closing = seen.track, seen.proposal, seen.closing
    screened = [move for move in seen.moves if move.to_state == states.SCREENING]
    shared = track.current == states.ANSWER_SHARED
    facts = Facts(
        today=clock.today(), now=clock.now(), actor_id=actor.id, from_state=track.current,
        screen=safeguards.screen_at_hand(track, since=screened[-1].at if screened else None),
        proceedings=proceedings, language=safeguards.language_at_hand(_readers(seen), since=_written(seen)),
        parts=_part_facts(seen), actor_is_approver=approves, loops=track.loops,
        reminders=getattr(track, "reminded", None) or 0, safe_channel=shared and can_be_told(track.reached_by),
        paused_by_family=track.paused_by_family,
        version_shown=proposal.digest if proposal else closing.digest if closing else "",
        waited_days=clock.working_days_between(clock.london_date(track.state_since), clock.today()),
    )  # fmt: skip
    if proposal is not None:
        facts = with_answers(facts, proposal, seen.table.values())
    return _with_rechecked(_with_wording(facts, seen), seen)


def facts_of_closing(facts: Facts, seen: Seen) -> Facts:
    """For the one move that decides on a proposal not to go on."""
    closing = seen.closing
    if closing is None:
        return facts
    held = seen.names_somebody(closing.told.texts) and not getattr(seen.track, "closing_released", False)
    return closing_facts(facts, closing, held=held)


def held_back(seen: Seen, answer: Answer) -> bool:
    """Whether this version names somebody of the other side and nobody let it go; a version never changes."""
    return seen.names_somebody([answer.text, answer.elsewhere]) and not getattr(answer, "released", False)


def _part_facts(seen: Seen) -> tuple[PartFact, ...]:
    table = seen.table
    held = {answer.pk for answer in table.values() if held_back(seen, answer)}
    return tuple(part_fact(one.part, table.get(one.part.pk), {}, held) for one in seen.parts)


def _readers(seen: Seen) -> list[Person]:
    asker = seen.track.asker_id
    return [one for one in seen.people if one.pk == asker or getattr(one, "shared_with", False)]


def _written(seen: Seen) -> dt.datetime | None:
    """Since when the texts that go stand: a need was met for them only after that."""
    if seen.proposal is not None:
        return seen.proposal.at
    return max((answer.written_at for answer in seen.table.values()), default=None)


def _with_wording(facts: Facts, seen: Seen) -> Facts:
    newest, track = seen.newest.wording, seen.track
    if newest is None or newest.at < track.counts_from or track.current != states.CLARIFYING:
        return facts
    released = getattr(track, "wording_released", False)
    names = not newest.verbatim and not released and seen.names_somebody(newest.parts)
    return with_wording(
        facts, newest, held=getattr(track, "wording_held", False) or names,
        released_at=getattr(track, "wording_released_at", None),
    )  # fmt: skip


def _with_rechecked(facts: Facts, seen: Seen) -> Facts:
    """While it is paused: what led to the state before, judged again."""
    track, pause = seen.track, seen.newest.pause
    if track.current != states.PAUSED:
        return facts
    by_phone = pause is not None and pause.reason == PauseReason.FAMILY_REQUEST
    facts = replace(facts, paused_for_family=track.paused_by_family or by_phone)
    entered = seen.entered(track.resume_state)
    if entered is None:
        return facts
    asks_for_worker = gates.conflict in standing_guards(track, entered.event)
    return rechecked(with_worker(facts, track, track.worker_id) if asks_for_worker else facts, track, entered.event)
