"""One family's page: its questions, the record, the clock and what can be done now."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.components import Entry
from portal.ui.text import visible
from portal.workflow import clock
from portal.workflow.models import DeadlineChange, DecisionRecord, MoveRecord
from reconciliation.families.models import FamilyEngagement
from reconciliation.safeguards.models import SafetyScreen
from reconciliation.tracks import parties, policy, states, words
from reconciliation.tracks.models import PauseReason, Reminder, ShortTermTrack, Waiting
from reconciliation.tracks.selectors import promises, staff
from reconciliation.tracks.selectors.standing import standing_of
from reconciliation.tracks.selectors.told import title_of

PAUSED_BECAUSE = {value: f"{label}." for value, label in PauseReason.choices}


@dataclass(frozen=True)
class Listed:
    """One question in the list beside the one that is open."""

    track: ShortTermTrack
    title: str
    stage: str


def questions_of(actor: Actor, engagement: FamilyEngagement) -> QuerySet[ShortTermTrack]:
    """The family's questions that this actor may read, the newest first."""
    rows = policy.visible_to(actor).filter(engagement=engagement).select_related("engagement__team", "asker")
    return rows.order_by("-received_at", "id")


def page_of(actor: Actor, engagement: FamilyEngagement, wanted: UUID | None) -> dict[str, Any]:
    """Everything that the page of a family shows of its questions; ``wanted`` is the one to open."""
    keys.warm([engagement.pk, keys.SITE])
    tracks = list(questions_of(actor, engagement))
    track = next((t for t in tracks if t.pk == wanted), None) or _first(tracks)
    others = [Listed(t, title_of(t.question), words.STAFF_STATE[t.current]) for t in tracks if t is not track]
    return {"others": others, **(question_of(actor, track) if track else {"track": None})}


def _first(tracks: list[ShortTermTrack]) -> ShortTermTrack | None:
    return next((track for track in tracks if track.is_open), tracks[0] if tracks else None)


def question_of(actor: Actor, track: ShortTermTrack) -> dict[str, Any]:
    """One question: parts, record, clock and moves."""
    elapsed, active = staff.durations(track)
    own = policy.parties_of(actor, track)
    proposal = track.proposals.last()
    restatement = track.restatements.filter(at__gte=track.counts_from).last()
    return {
        "track": track, "title": title_of(track.question), "stage": words.STAFF_STATE[track.current],
        "parts": staff.parts_for_staff(track), "moves": staff.moves_now(actor, track),
        "works": parties.WORKER in own, "supervises": parties.SUPERVISOR in own, "clock": staff.clock_lines(track),
        "elapsed": elapsed, "active": active, "entries": entries_of(track), "restatement": restatement,
        "returned": proposal.return_reason if proposal and proposal.state == "returned" else "",
        "can_write": parties.WORKER in own and track.current == states.ANSWERING,
        "beside": beside(own, track),
        "replies": replies_of(track),
        "can_refer": parties.WORKER in own and track.current in (states.ANSWERING, states.ANSWER_SHARED),
        **standing_of(track), "promised": promises.for_staff(actor, track),
    }  # fmt: skip


def beside(own: frozenset[str], track: ShortTermTrack) -> list[str]:
    """What this actor can do here besides a move, by the name of its page, the most urgent first."""
    worked, waiting = parties.WORKER in own, track.current not in (states.RECEIVED, states.SCREENING)
    may = {
        "screen": track.current == states.SCREENING and bool(own & {parties.WORKER, parties.SUPERVISOR}),
        "restate": track.current == states.CLARIFYING and worked,
        "assign": parties.SUPERVISOR in own and track.is_open and waiting and track.worker_id is None,
        "extend": worked and track.is_open,
        "promise": bool(own & promises.OWING) and track.current != states.CLOSED_WITHDRAWN,
        "apologise": worked and track.current != states.CLOSED_WITHDRAWN,
        "propose_no_further_action": worked and track.current == states.ANSWERING,
    }
    return [name for name, open_now in may.items() if open_now]


def entries_of(track: ShortTermTrack) -> list[Entry]:
    """The record, newest first: each move with who made it, each decision with why and what the family was told,
    the screens, the dates that moved, and whom was asked and chased."""
    decisions = {d.move_id: d for d in DecisionRecord.objects.filter(track_id=track.pk)}
    dated = [(m.at, _move_entry(m, decisions.get(m.pk))) for m in MoveRecord.objects.filter(track_id=track.pk)]
    dated += [(c.at, _change_entry(c)) for c in DeadlineChange.objects.filter(deadline__track_id=track.pk)]
    dated += [(r.at, _reminder_entry(r)) for r in track.reminders.all()]
    dated += [(s.at, _screen_entry(s)) for s in SafetyScreen.objects.filter(subject=track.pk)]
    dated += promises.promise_entries(track)
    for wait in Waiting.objects.filter(part__track=track).select_related("part"):
        dated += _wait_entries(wait)
    return [entry for _, entry in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def _by(name: str, post: str) -> str:
    return ", ".join(part for part in (name, post) if part)


def _move_entry(move: MoveRecord, decision: DecisionRecord | None) -> Entry:
    by = _by(move.actor_name, move.actor_post)
    return Entry(when=move.at, title=words.RECORD[move.event], by=by, text=_decision_words(decision))


def _screen_entry(screen: SafetyScreen) -> Entry:
    told = " ".join(part for part in (screen.contact_outcome, screen.reason) if part)
    return Entry(when=screen.at, title=f"{screen.get_outcome_display()}.", by=screen.recorded_post, text=visible(told))


def _reminder_entry(reminder: Reminder) -> Entry:
    sent = "sent." if reminder.sent else "not sent: no safe channel."
    return Entry(when=reminder.at, title=f"Reminder {reminder.number} {sent}", by="The service")


def _wait_entries(wait: Waiting) -> list[tuple[dt.datetime, Entry]]:
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


def replies_of(track: ShortTermTrack) -> list[tuple[int, str, str]]:
    """What the family said of each part that does not answer them: number, what is missing."""
    found = []
    for part in track.parts.all():
        last = part.responses.last()
        if last is not None:
            found.append((part.number, "answers" if last.answers_me else "does not answer", last.missing))
    return found
