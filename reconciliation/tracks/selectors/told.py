"""What a family is told of a question: where it is, what happens next, by when, who, and what is waited for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.selectors import names_of
from portal.recipients.selectors import cleared, held_subjects
from portal.ui.components import Step
from portal.ui.text import visible
from portal.workflow import clock
from portal.workflow.models import Deadline, DeadlineChange
from reconciliation.tracks import states, words
from reconciliation.tracks.models import Answer, QuestionPart, Restatement, ShortTermTrack, Waiting
from reconciliation.tracks.selectors.questions import lead_of

TITLE_LENGTH = 90
OWED = {
    states.ANSWER_SHARED: ("part", "answer", "family_reply"),
    states.INFORMATION_ESCALATION: ("review",),
    states.PAUSED: ("resume",),
}

BEFORE_A_WORKER = frozenset({states.RECEIVED, states.SCREENING})
WORKING_ON = frozenset({states.ANSWERING, states.AWAITING_APPROVAL})


@dataclass(frozen=True)
class PartTold:
    """One part as the family reads it."""

    part: QuestionPart
    status: Any
    colour: str
    reason: Any = ""
    answer: Answer | None = None
    waiting: str = ""
    by: str = ""
    withheld: bool = False


@dataclass(frozen=True)
class Told:
    """One question as the family reads it."""

    track: ShortTermTrack
    title: str
    steps: list[Step]
    now: str
    by: str = ""
    why: list[str] = field(default_factory=list)
    who: str = ""
    waiting: list[str] = field(default_factory=list)
    ready: bool = False
    your_turn: bool = False
    to_confirm: Restatement | None = None
    held: bool = False


def day(date: dt.date) -> str:
    """A date as families read it: Wednesday 15 April."""
    same_year = date.year == clock.today().year
    return date_format(date, "l j F" if same_year else "l j F Y")


def title_of(text: str) -> str:
    """The beginning of a question, to know it by."""
    first = visible(text.strip().split("\n", 1)[0])
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1].rstrip() + "…"


@dataclass(frozen=True)
class Known:
    """What the accounts of some questions need, read for all of them at once."""

    deadlines: dict[UUID, list[Deadline]]
    statuses: dict[UUID, list[str]]
    wordings: dict[UUID, Restatement]
    waits: dict[UUID, list[Waiting]]
    changes: dict[UUID, list[DeadlineChange]]
    names: dict[UUID, tuple[str, str]]
    held: set[UUID]


def known_of(tracks: Sequence[ShortTermTrack]) -> Known:
    """A few queries, however many questions of one family there are."""
    ids = [track.pk for track in tracks]
    deadlines, statuses, waits, changes = (defaultdict(list) for _ in range(4))
    for deadline in Deadline.objects.filter(track_id__in=ids, stopped_at=None).order_by("due_on", "id"):
        deadlines[deadline.track_id].append(deadline)
    for track_id, status in QuestionPart.objects.filter(track__in=ids).values_list("track_id", "status"):
        statuses[track_id].append(status)
    for wait in Waiting.objects.filter(part__track__in=ids, ended_at=None).select_related("part"):
        waits[wait.part.track_id].append(wait)
    for change in DeadlineChange.objects.filter(deadline__track_id__in=ids, deadline__stopped_at=None):
        changes[change.deadline_id].append(change)
    wordings = {row.track_id: row for row in Restatement.objects.filter(track__in=ids).order_by("version")}
    subjects = [*ids, *(row.pk for row in wordings.values()), *(w.pk for rows in waits.values() for w in rows)]
    held = {subject for track in tracks[:1] for subject in held_subjects(track.holder, subjects)}
    names = names_of(track.worker_id for track in tracks if track.worker_id)
    return Known(deadlines, statuses, wordings, waits, changes, names, held)


def told(track: ShortTermTrack, known: Known | None = None, *, mine: bool = True) -> Told:
    """The plain account of one question. Texts that wait for a second person are left out.

    ``mine`` is False for somebody with whom it was shared: they read, and nothing is asked of them. ``known`` is given
    where the accounts of several questions of one family are read together.
    """
    known = known or known_of([track])
    owed = _owed(track, known)
    restatement = _to_confirm(track, known) if mine else None
    name, post = _worker(track, known)
    return Told(
        track=track,
        title=str(words.WAITS_TO_BE_READ) if track.pk in known.held else title_of(track.question),
        steps=_steps(track.current),
        now=_now(track, known, name, owed),
        by=day(owed.due_on) if owed else "",
        why=_why(track, known, owed) if owed else [],
        who=_who(track, name, post),
        waiting=_waiting(track, known, restatement, mine=mine),
        ready=track.current == states.ANSWER_SHARED,
        your_turn=mine and owed is not None and owed.kind == "family_reply",
        to_confirm=restatement,
        held=track.pk in known.held,
    )


def _worker(track: ShortTermTrack, known: Known) -> tuple[str, str]:
    """Nobody is named before they were chosen for this very question: a name would tell of another one."""
    if track.worker_id is None or track.current in BEFORE_A_WORKER:
        return "", ""
    return known.names.get(track.worker_id, ("", ""))


def parts_told(track: ShortTermTrack) -> list[PartTold]:
    """Each part with its answer, its reason and whom we wait for."""
    waits = {wait.part_id: wait for wait in _shown_waits(track, known_of([track]))}
    return [_part(track, part, waits.get(part.pk)) for part in track.parts.select_related("shared_answer")]


def _part(track: ShortTermTrack, part: QuestionPart, wait: Waiting | None) -> PartTold:
    answer = part.shared_answer
    return PartTold(
        part=part,
        status=words.PART_STATUS[part.status],
        colour="green" if part.status == "answered" else "",
        reason=words.REASON.get(part.reason_code, ""),
        answer=answer,
        waiting=_wait_words(wait) if wait else "",
        by=day(part.next_date) if part.next_date and track.is_open else "",
        withheld=part.status in {"cannot_answer", "part"} and answer is not None,
    )


def _owed(track: ShortTermTrack, known: Known) -> Deadline | None:
    for kind in OWED.get(track.current, ("answer", "part")):
        dated = [row for row in known.deadlines.get(track.pk, []) if row.kind == kind]
        # A part that fell short has a date to look again; only one that is still open is owed.
        if dated and not (kind == "part" and "not_yet" not in known.statuses.get(track.pk, [])):
            return dated[0]
    return None


def _now(track: ShortTermTrack, known: Known, name: str, owed: Deadline | None) -> str:
    state = track.current
    if state in states.CLOSED:
        return str(words.STATE["closed"])
    statuses = known.statuses.get(track.pk, [])
    if state == states.ANSWER_SHARED or (statuses and set(statuses) != {"not_yet"} and state in WORKING_ON):
        return _shared_words(statuses)
    nameless = not name and state in WORKING_ON
    text = str(words.WORKING_WITHOUT_NAME if nameless else words.STATE[state])
    return text % {"name": name, "date": day(owed.due_on) if owed else _("the date below")}


def _shared_words(statuses: Sequence[str]) -> str:
    owed = statuses.count("not_yet")
    if not owed:
        return str(words.STATE[states.ANSWER_SHARED])
    return ngettext(
        "We have answered %(done)d of your %(all)d parts. One part is still open.",
        "We have answered %(done)d of your %(all)d parts. %(owed)d parts are still open.",
        owed,
    ) % {"done": len(statuses) - owed, "all": len(statuses), "owed": owed}


def _why(track: ShortTermTrack, known: Known, owed: Deadline) -> list[str]:
    if owed.kind == "part":
        return [_("This is the date that your worker gave for this part.")]
    if owed.kind == "family_reply":
        return [_("We keep this open for you until then. You can still come back later.")]
    first = owed.counted_from == track.received_at
    start = _("Your question reached us on %(day)s.") if first else _("You told us on %(day)s.")
    lines = [
        start % {"day": day(clock.london_date(owed.counted_from))},
        _("We count %(days)d working days from there.") % {"days": owed.days or 0},
        _("Weekends and bank holidays do not count. What comes in after 5pm counts from the next working day."),
    ]
    return lines + [_moved(change) for change in known.changes.get(owed.pk, [])]


def _moved(change: DeadlineChange) -> str:
    text = _("We moved this date from %(old)s to %(new)s.") % {"old": day(change.old_due), "new": day(change.new_due)}
    return f"{text} {visible(change.reason)}"


def _who(track: ShortTermTrack, name: str, post: str) -> str:
    if track.current in states.CLOSED:
        return ""
    if track.current == states.INFORMATION_ESCALATION:
        return _("An information governance officer who has not worked on this before")
    if name:
        return f"{name}, {post}"
    lead = lead_of(track.team_id, track.engagement_id)
    return ", ".join(part for part in lead if part) or str(words.NOBODY_YET)


def _waiting(track: ShortTermTrack, known: Known, restatement: Restatement | None, *, mine: bool) -> list[str]:
    if restatement is not None:
        return [_("You. Please tell us if we have understood.")]
    if track.current == states.ANSWER_SHARED and "not_yet" not in known.statuses.get(track.pk, []):
        return [_("You. Please tell us if this answers you.") if mine else _("The person who asked.")]
    return [_wait_words(wait) for wait in _shown_waits(track, known)]


def _shown_waits(track: ShortTermTrack, known: Known) -> list[Waiting]:
    return [
        wait
        for wait in known.waits.get(track.pk, [])
        if wait.pk not in known.held and cleared(track.holder, wait.pk, [wait.whom])
    ]


def _wait_words(wait: Waiting) -> str:
    asked = {"whom": visible(wait.whom), "asked": day(wait.asked_on)}
    if wait.chased_on is None:
        return _("%(whom)s. We asked on %(asked)s.") % asked
    return _("%(whom)s. We asked on %(asked)s and chased on %(chased)s.") % {**asked, "chased": day(wait.chased_on)}


def _to_confirm(track: ShortTermTrack, known: Known) -> Restatement | None:
    newest = known.wordings.get(track.pk)
    if track.current != states.CLARIFYING or newest is None or newest.rejected_at is not None or newest.verbatim:
        return None
    if newest.pk in known.held or not cleared(track.holder, newest.pk, newest.parts):
        return None
    return newest


def _steps(state: str) -> list[Step]:
    at = next((i for i, (label, within) in enumerate(words.STEPS) if state in within), len(words.STEPS))
    return [
        Step(str(label), "done" if i < at else "current" if i == at else "todo")
        for i, (label, within) in enumerate(words.STEPS)
    ]
