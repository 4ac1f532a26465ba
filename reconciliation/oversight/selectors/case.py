"""One family's page: its questions, the record, the clock and what can be done now."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.components import Entry
from portal.ui.text import visible
from portal.workflow.models import DeadlineChange, DecisionRecord, MoveRecord
from reconciliation.families.models import FamilyEngagement
from reconciliation.tracks import parties, policy, states, words
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors import staff
from reconciliation.tracks.selectors.told import title_of


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
    restatement = track.restatements.last()
    return {
        "track": track, "title": title_of(track.question), "stage": words.STAFF_STATE[track.current],
        "parts": staff.parts_for_staff(track), "moves": staff.moves_now(actor, track),
        "works": parties.WORKER in own, "supervises": parties.SUPERVISOR in own, "clock": staff.clock_lines(track),
        "elapsed": elapsed, "active": active, "entries": entries_of(track), "restatement": restatement,
        "returned": proposal.return_reason if proposal and proposal.state == "returned" else "",
        "can_restate": parties.WORKER in own and track.current == states.CLARIFYING,
        "can_write": parties.WORKER in own and track.current == states.ANSWERING,
        "needs_worker": parties.SUPERVISOR in own and track.worker_id is None
        and track.current in (states.CLARIFYING, states.ANSWERING, states.AWAITING_APPROVAL, states.ANSWER_SHARED),
        "needs_screen": own & {parties.WORKER, parties.SUPERVISOR} and track.current == states.SCREENING,
        "replies": replies_of(track),
    }  # fmt: skip


def entries_of(track: ShortTermTrack) -> list[Entry]:
    """The record, newest first: each move with who made it, and each decision with why and what the family was told."""
    decisions = {d.move_id: d for d in DecisionRecord.objects.filter(track_id=track.pk)}
    moves = MoveRecord.objects.filter(track_id=track.pk)
    entries = [_move_entry(track, move, decisions.get(move.pk)) for move in moves]
    changes = DeadlineChange.objects.filter(deadline__track_id=track.pk)
    entries += [_change_entry(change) for change in changes]
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def _move_entry(track: ShortTermTrack, move: MoveRecord, decision: DecisionRecord | None) -> Entry:
    label = type(track).moves()[move.event].label
    by = ", ".join(part for part in (move.actor_name, move.actor_post) if part)
    return Entry(when=move.at, title=label, by=by, text=_decision_words(decision))


def _decision_words(decision: DecisionRecord | None) -> str:
    if decision is None:
        return ""
    told = f"Family told: {decision.family_told}" if decision.family_told else decision.not_told_reason
    return visible(" ".join(part for part in (decision.decision_text, decision.reason_text, told) if part))


def _change_entry(change: DeadlineChange) -> Entry:
    title = f"Date moved from {change.old_due:%-d %b} to {change.new_due:%-d %b}"
    by = ", ".join(part for part in (change.actor_name, change.actor_post) if part)
    return Entry(when=change.at, title=title, by=by, text=visible(f"{change.reason} Family told: {change.family_told}"))


def replies_of(track: ShortTermTrack) -> list[tuple[int, str, str]]:
    """What the family said of each part that does not answer them: number, what is missing."""
    found = []
    for part in track.parts.all():
        last = part.responses.last()
        if last is not None:
            found.append((part.number, "answers" if last.answers_me else "does not answer", last.missing))
    return found
