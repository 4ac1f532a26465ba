"""One family's page: its questions, the record, the clock and what can be done now."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from portal.audit import reads
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.messaging.selectors import unread_of
from portal.ui.components import Entry
from portal.ui.refusals import NotYours
from portal.ui.text import visible
from portal.workflow import clock
from portal.workflow.models import DeadlineChange, DecisionRecord, MoveRecord
from reconciliation.families import policy as families_policy
from reconciliation.families.models import FamilyEngagement
from reconciliation.families.selectors import Standing, family_name, standing_of, with_standing
from reconciliation.safeguards.models import SafetyScreen
from reconciliation.safeguards.selectors import proceedings_at_hand, screen_at_hand, with_proceedings
from reconciliation.safeguards.words import ScreenOutcome
from reconciliation.tracks import parties, policy, states, words
from reconciliation.tracks.models import HelpRequest, PauseReason, ProposalState, Reminder, ShortTermTrack, Waiting
from reconciliation.tracks.selectors import promises, staff
from reconciliation.tracks.selectors.seen import (
    Seen,
    people_of_page,
    questions_with_all,
    seen_of,
)
from reconciliation.tracks.selectors.seen_facts import facts_of
from reconciliation.tracks.selectors.told import title_of

Dated = tuple[dt.datetime, Entry]
PAUSED_BECAUSE = {value: f"{label}." for value, label in PauseReason.choices}


@dataclass(frozen=True)
class Listed:
    """One question in the list beside the one that is open."""

    track: ShortTermTrack
    title: str
    stage: str


def questions_of(actor: Actor, engagement: FamilyEngagement) -> QuerySet[ShortTermTrack]:
    """The family's questions that this actor may read, the newest first."""
    return policy.visible_to(actor).filter(engagement=engagement).order_by("-received_at", "id")


def page_of(actor: Actor, pk: UUID, wanted: UUID | None) -> dict[str, Any]:
    """Everything that the page of a family shows; ``wanted`` is the question to open. Otherwise the one refusal."""
    engagement = _family(actor, pk)
    standing = standing_of(actor, engagement)
    keys.warm([pk, keys.SITE])
    rows = questions_of(actor, engagement).annotate(read_lately=reads.lately(actor, "question"))
    questions = questions_with_all(rows, pk)
    tracks = list(questions)
    track = next((t for t in tracks if t.pk == wanted), None) or _first(tracks)
    people = people_of_page(pk, track)
    others = [Listed(t, title_of(t.question), words.STAFF_STATE[t.current]) for t in tracks if t is not track]
    of_family = {"engagement": engagement, "standing": standing, "family_name": family_name(people), "others": others}
    if track is None:
        return {**of_family, "track": None, "read_lately": getattr(engagement, "read_lately", False)}
    track.engagement = engagement
    return {**of_family, **_question(actor, seen_of(track, questions[track], people), standing, engagement)}


def _family(actor: Actor, pk: UUID) -> FamilyEngagement:
    asked = HelpRequest.objects.filter(track__engagement_id=OuterRef("pk"))
    rows = with_proceedings(with_standing(actor, families_policy.visible_to(actor)))
    row = rows.annotate(
        asked_help=Exists(asked), read_lately=reads.lately(actor, "family"), unread=unread_of(actor)
    ).filter(pk=pk).first()  # fmt: skip
    if row is None:
        raise NotYours
    return row


def _first(tracks: list[ShortTermTrack]) -> ShortTermTrack | None:
    return next((track for track in tracks if track.is_open), tracks[0] if tracks else None)


def _question(actor: Actor, seen: Seen, standing: Standing, engagement: FamilyEngagement) -> dict[str, Any]:
    """One question: parts, record, clock and moves."""
    track, newest = seen.track, seen.newest
    elapsed, active = staff.durations(track, seen.pauses)
    own = policy.parties_of(actor, track, approves=standing.approves)
    facts = facts_of(actor, seen, proceedings_at_hand(engagement), approves=standing.approves)
    wording, closing = newest.wording, newest.closing
    returned = newest.proposal.return_reason if newest.proposal and newest.proposal.state == "returned" else ""
    return {
        "track": track, "title": title_of(track.question), "stage": words.STAFF_STATE[track.current],
        "parts": staff.parts_seen(seen), "moves": staff.moves_now(actor, seen, facts, own),
        "works": parties.WORKER in own, "supervises": parties.SUPERVISOR in own,
        "clock": staff.clock_lines(seen.deadlines), "elapsed": elapsed, "active": active, "entries": entries_of(seen),
        "restatement": wording if wording is not None and wording.at >= track.counts_from else None,
        "returned": returned, "can_write": parties.WORKER in own and track.current == states.ANSWERING,
        "beside": beside(own, track), "replies": _replies(seen),
        "can_refer": parties.WORKER in own and track.current in (states.ANSWERING, states.ANSWER_SHARED),
        "pause": newest.pause, "closing": seen.closing,
        "closing_returned": closing if _came_back(track, closing) else None,
        "come_back": seen.come_back if track.is_open and track.reopened_at else None,
        "read_lately": getattr(track, "read_lately", False),
    }  # fmt: skip


def _came_back(track: ShortTermTrack, closing: Any) -> bool:
    """Whether the last proposal not to go on was returned, and still says something."""
    returned = closing is not None and closing.state == ProposalState.RETURNED and closing.at >= track.counts_from
    return returned and track.current == states.ANSWERING


def beside(own: frozenset[str], track: ShortTermTrack) -> list[str]:
    """What this actor can do here besides a move, by the name of its page, the most urgent first."""
    worked, waiting = parties.WORKER in own, track.current not in (states.RECEIVED, states.SCREENING)
    may = {
        "screen": track.current == states.SCREENING
        and bool(own & {parties.WORKER, parties.SUPERVISOR, parties.DUTY_WORKER}),
        "restate": track.current == states.CLARIFYING and worked,
        "assign": parties.SUPERVISOR in own and track.is_open and waiting and track.worker_id is None,
        "extend": worked and track.is_open,
        "promise": bool(own & promises.OWING) and track.current != states.CLOSED_WITHDRAWN,
        "apologise": worked and track.current != states.CLOSED_WITHDRAWN,
        "propose_no_further_action": worked and track.current == states.ANSWERING,
    }
    return [name for name, open_now in may.items() if open_now]


def entries_of(seen: Seen) -> list[Entry]:
    """The record, newest first: each move with who made it, each decision with why and what the family was told, the
    last screen, the dates that moved, and whom was asked and chased. The rest is on the page of the whole record."""
    waits = (wait for part in seen.parts for wait in part.waits)
    return in_order([*_moved(seen.moves), *_screened(seen.track), *_changed(seen.changes), *_waited(waits)])


def record_of(track: ShortTermTrack) -> list[Entry]:
    """The whole record of one question: besides that the screens, reminders, promises and apologies."""
    moves = MoveRecord.objects.filter(track_id=track.pk).select_related("decision")
    return in_order([
        *_moved(moves),
        *_changed(DeadlineChange.objects.filter(deadline__track_id=track.pk)),
        *_waited(Waiting.objects.filter(part__track=track).select_related("part")),
        *((row.at, _reminder_entry(row)) for row in track.reminders.all()),
        *((row.at, _screen_entry(row)) for row in SafetyScreen.objects.filter(subject=track.pk)),
        *promises.promise_entries(track),
    ])  # fmt: skip


def in_order(dated: Iterable[Dated]) -> list[Entry]:
    """Newest first."""
    return [entry for _, entry in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def _moved(moves: Iterable[MoveRecord]) -> list[Dated]:
    return [(m.at, _move_entry(m, getattr(m, "decision", None))) for m in moves]


def _screened(track: ShortTermTrack) -> list[Dated]:
    screen = screen_at_hand(track, since=None)
    if screen.recorded_at is None:
        return []
    return [(screen.recorded_at, Entry(when=screen.recorded_at, title=f"{ScreenOutcome(screen.outcome).label}."))]


def _changed(changes: Iterable[DeadlineChange]) -> list[Dated]:
    return [(c.at, _change_entry(c)) for c in changes]


def _waited(waits: Iterable[Waiting]) -> list[Dated]:
    return [pair for wait in waits for pair in _wait_entries(wait)]


def _by(name: str, post: str) -> str:
    return ", ".join(part for part in (visible(name), post) if part)


def _move_entry(move: MoveRecord, decision: DecisionRecord | None) -> Entry:
    by = _by(move.actor_name, move.actor_post)
    return Entry(when=move.at, title=words.RECORD[move.event], by=by, text=_decision_words(decision))


def _screen_entry(screen: SafetyScreen) -> Entry:
    told = " ".join(part for part in (screen.contact_outcome, screen.reason) if part)
    return Entry(when=screen.at, title=f"{screen.get_outcome_display()}.", by=screen.recorded_post, text=visible(told))


def _reminder_entry(reminder: Reminder) -> Entry:
    sent = "sent." if reminder.sent else "not sent: no safe channel."
    return Entry(when=reminder.at, title=f"Reminder {reminder.number} {sent}", by="The service")


def _wait_entries(wait: Waiting) -> list[Dated]:
    by = _by(wait.actor_name, wait.actor_post)
    days = [(wait.asked_on, "asked"), *([(wait.chased_on, "chased")] if wait.chased_on else [])]
    return [
        (_noon(day), Entry(when=day, title=f"Part {wait.part.number}: {visible(wait.whom)} {what}.", by=by))
        for day, what in days
    ]


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=clock.LONDON)


def _decision_words(decision: DecisionRecord | None) -> str:
    if decision is None:
        return ""
    how = words.HOW_TOLD.get(decision.told_how, "").lower()
    told = f"Family told{f' {how}' if how else ''}: {decision.family_told}"
    told = told if decision.family_told else decision.not_told_reason
    code = PAUSED_BECAUSE.get(decision.reason_code, "") if decision.event == "pause" else ""
    return visible(" ".join(part for part in (decision.decision_text, code, decision.reason_text, told) if part))


def _change_entry(change: DeadlineChange) -> Entry:
    title = f"Date moved from {change.old_due:%-d %b} to {change.new_due:%-d %b}."
    return Entry(
        when=change.at,
        title=title,
        by=_by(change.actor_name, change.actor_post),
        text=visible(f"{change.reason} Family told: {change.family_told}"),
    )


def _replies(seen: Seen) -> list[tuple[int, str, str]]:
    """What the family said of each part that does not answer them: number, what is missing."""
    return [
        (one.part.number, "answers" if one.said.answers_me else "does not answer", one.said.missing)
        for one in seen.parts
        if one.said is not None
    ]
