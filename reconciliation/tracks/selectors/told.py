"""What a family is told of a question: where it is, what happens next, by when, who, and what is waited for."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.recipients.selectors import held_subjects
from portal.ui.components import Step
from portal.ui.text import visible
from portal.workflow import clock
from portal.workflow.models import Deadline, DeadlineChange
from reconciliation.tracks import states, words
from reconciliation.tracks.models import Answer, QuestionPart, Restatement, ShortTermTrack, Waiting
from reconciliation.tracks.selectors.questions import lead_of, worker_name

TITLE_LENGTH = 90
OWED = {
    states.ANSWER_SHARED: ("part", "answer", "family_reply"),
    states.INFORMATION_ESCALATION: ("review",),
    states.PAUSED: ("resume",),
}

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


def day(date: dt.date) -> str:
    """A date as families read it: Wednesday 15 April."""
    same_year = date.year == clock.today().year
    return date_format(date, "l j F" if same_year else "l j F Y")


def title_of(text: str) -> str:
    """The beginning of a question, to know it by."""
    first = visible(text.strip().split("\n", 1)[0])
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1].rstrip() + "…"


def told(track: ShortTermTrack) -> Told:
    """The plain account of one question. Texts that wait for a second person are left out."""
    owed = _owed(track)
    restatement = _to_confirm(track)
    name, post = worker_name(track)
    return Told(
        track=track,
        title=title_of(track.question),
        steps=_steps(track.current),
        now=_now(track, name, owed),
        by=day(owed.due_on) if owed else "",
        why=_why(track, owed) if owed else [],
        who=_who(track, name, post),
        waiting=_waiting(track, restatement),
        ready=track.current == states.ANSWER_SHARED,
        your_turn=owed is not None and owed.kind == "family_reply",
        to_confirm=restatement,
    )


def parts_told(track: ShortTermTrack) -> list[PartTold]:
    """Each part with its answer, its reason and whom we wait for."""
    waits = {wait.part_id: wait for wait in _shown_waits(track)}
    return [_part(part, waits.get(part.pk)) for part in track.parts.select_related("shared_answer")]


def _part(part: QuestionPart, wait: Waiting | None) -> PartTold:
    answer = part.shared_answer
    return PartTold(
        part=part,
        status=words.PART_STATUS[part.status],
        colour="green" if part.status == "answered" else "",
        reason=words.REASON.get(part.reason_code, ""),
        answer=answer,
        waiting=_wait_words(wait) if wait else "",
        withheld=part.status in {"cannot_answer", "part"} and answer is not None,
    )


def _owed(track: ShortTermTrack) -> Deadline | None:
    kinds = OWED.get(track.current, ("answer",))
    running = list(Deadline.objects.filter(track_id=track.pk, stopped_at=None, kind__in=kinds))
    for kind in kinds:
        dated = sorted((d for d in running if d.kind == kind), key=lambda d: d.due_on)
        if dated:
            return dated[0]
    return None


def _now(track: ShortTermTrack, name: str, owed: Deadline | None) -> str:
    state = track.current
    if state in states.CLOSED:
        return str(words.STATE["closed"])
    statuses = [part.status for part in track.parts.all()]
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


def _why(track: ShortTermTrack, owed: Deadline) -> list[str]:
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
    changes = list(DeadlineChange.objects.filter(deadline=owed))
    held = held_subjects(track.holder, [change.pk for change in changes])
    return lines + [_moved(change, change.pk in held) for change in changes]


def _moved(change: DeadlineChange, held: bool) -> str:
    text = _("We moved this date from %(old)s to %(new)s.") % {"old": day(change.old_due), "new": day(change.new_due)}
    return text if held else f"{text} {change.reason}"


def _who(track: ShortTermTrack, name: str, post: str) -> str:
    if track.current in states.CLOSED:
        return ""
    if track.current == states.INFORMATION_ESCALATION:
        return _("An information governance officer who has not worked on this before")
    if name:
        return f"{name}, {post}"
    lead = lead_of(track.team_id)
    return ", ".join(part for part in lead if part) or str(words.NOBODY_YET)


def _waiting(track: ShortTermTrack, restatement: Restatement | None) -> list[str]:
    if restatement is not None:
        return [_("You. Please tell us if we have understood.")]
    if track.current == states.ANSWER_SHARED and not track.parts.filter(status="not_yet").exists():
        return [_("You. Please tell us if this answers you.")]
    return [_wait_words(wait) for wait in _shown_waits(track)]


def _shown_waits(track: ShortTermTrack) -> Iterable[Waiting]:
    waits = list(Waiting.objects.filter(part__track=track, ended_at=None))
    held = held_subjects(track.holder, [wait.pk for wait in waits])
    return [wait for wait in waits if wait.pk not in held]


def _wait_words(wait: Waiting) -> str:
    asked = {"whom": visible(wait.whom), "asked": day(wait.asked_on)}
    if wait.chased_on is None:
        return _("%(whom)s. We asked on %(asked)s.") % asked
    return _("%(whom)s. We asked on %(asked)s and chased on %(chased)s.") % {**asked, "chased": day(wait.chased_on)}


def _to_confirm(track: ShortTermTrack) -> Restatement | None:
    if track.current != states.CLARIFYING:
        return None
    newest = track.restatements.last()
    if newest is None or newest.rejected_at is not None or newest.verbatim:
        return None
    return None if held_subjects(track.holder, [newest.pk]) else newest


def _steps(state: str) -> list[Step]:
    at = next((i for i, (label, within) in enumerate(words.STEPS) if state in within), len(words.STEPS))
    return [
        Step(str(label), "done" if i < at else "current" if i == at else "todo")
        for i, (label, within) in enumerate(words.STEPS)
    ]


def family_people(track: ShortTermTrack) -> dict[UUID, str]:
    """The other members of the family, by row."""
    return {person.pk: person.name for person in track.engagement.people.exclude(pk=track.asker_id)}
