"""What a family is told of a question: where it is, what happens next, by when, who, and what is waited for."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.recipients.selectors import cleared
from portal.ui.components import Step
from portal.ui.text import visible
from portal.workflow import clock
from portal.workflow.models import Deadline, DeadlineChange
from reconciliation.tracks import states, words
from reconciliation.tracks.models import Restatement, ShortTermTrack, Waiting
from reconciliation.tracks.selectors.known import Known, known_of
from reconciliation.tracks.selectors.pauses import pause_told, stood_still
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
    until: str = ""
    paused: bool = False
    to_confirm: Restatement | None = None
    held: bool = False
    said: str = ""


def day(date: dt.date) -> str:
    """A date as families read it: Wednesday 15 April."""
    same_year = date.year == clock.today().year
    return date_format(date, "l j F" if same_year else "l j F Y")


def title_of(text: str) -> str:
    """The beginning of a question, to know it by."""
    first = visible(text.strip().split("\n", 1)[0])
    if len(first) <= TITLE_LENGTH:
        return first
    # Cut between words, unless the first word alone is longer.
    return (first[:TITLE_LENGTH].rpartition(" ")[0] or first[: TITLE_LENGTH - 1]).rstrip(" ,.;:") + "…"


def told(track: ShortTermTrack, known: Known | None = None, *, mine: bool = True) -> Told:
    """The plain account of one question. Texts that wait for a second person are left out.

    ``mine`` is False for somebody with whom it was shared: they read, and nothing is asked of them. ``known`` is given
    where the accounts of several questions of one family are read together.
    """
    known = known or known_of([track])
    owed = _owed(track, known)
    restatement = _to_confirm(track, known) if mine else None
    name, post = _worker(track, known)
    turn = owed is not None and owed.kind == "family_reply"
    if (paused := pause_told(track, known.pauses.get(track.pk, []))) is not None:
        return Told(
            track=track, title=_title(track, known), steps=_steps(standing(track)), by=day(paused.by),
            now=str(paused.now) % {"date": day(paused.by)}, why=[str(words.WHY_CHECKED)], who=_who(track, name, post),
            waiting=[str(paused.moves_on)] if paused.moves_on else [], said=paused.said, held=track.pk in known.held,
            paused=True,
        )  # fmt: skip
    return Told(
        track=track,
        title=_title(track, known),
        steps=_steps(standing(track)),
        now=_now(track, known, name, owed),
        by=day(owed.due_on) if owed else "",
        why=_why(track, known, owed) if owed else [],
        who=_who(track, name, post) if not turn else _reader(track, name, post, mine=mine),
        waiting=_waiting(track, known, restatement),
        ready=track.current == states.ANSWER_SHARED,
        until=_until(owed, mine=mine) if owed and turn else "",
        to_confirm=restatement,
        held=track.pk in known.held,
    )


def standing(track: ShortTermTrack) -> str:
    """Where it stands on its road; a pause stands where it leads back to."""
    return track.resume_state if track.current == states.PAUSED else track.current


def title(track: ShortTermTrack) -> str:
    """What the family calls it: its beginning, unless a second person reads it first."""
    return _title(track, known_of([track]))


def _title(track: ShortTermTrack, known: Known) -> str:
    return str(words.WAITS_TO_BE_READ) if track.pk in known.held else title_of(track.question)


def _worker(track: ShortTermTrack, known: Known) -> tuple[str, str]:
    """Nobody is named before they were chosen for this very question: a name would tell of another one."""
    if track.worker_id is None or standing(track) in BEFORE_A_WORKER:
        return "", ""
    return known.names.get(track.worker_id, ("", ""))


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
    if state in WORKING_ON and statuses and "not_yet" not in statuses:
        return str(words.GOING_ON)
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
    first = owed.counted_from == track.counts_from
    reached = _("It was opened again on %(day)s.") if track.reopened_at else _("Your question reached us on %(day)s.")
    start = reached if first else _("You told us on %(day)s.")
    lines = [
        start % {"day": day(clock.london_date(owed.counted_from))},
        _("We count %(days)d working days from there.") % {"days": owed.days or 0},
        _("Weekends and bank holidays do not count. What comes in after 5pm counts from the next working day."),
    ]
    stood = stood_still(known.pauses.get(track.pk, []), since=owed.counted_from)
    if stood:
        lines.append(
            ngettext("We paused for %(n)d working day.", "We paused for %(n)d working days.", stood) % {"n": stood}
        )
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


def _reader(track: ShortTermTrack, name: str, post: str, *, mine: bool) -> str:
    """Whose turn it is once an answer is there, and whom they can talk to."""
    worker = {"who": _who(track, name, post)}
    return (
        _("You. Your worker is %(who)s.") % worker
        if mine
        else _("The person who asked. The worker is %(who)s.") % worker
    )


def _until(owed: Deadline, *, mine: bool) -> str:
    last = {"date": day(owed.due_on)}
    return (
        _("You can tell us until %(date)s.") % last
        if mine
        else _("The person who asked can tell us until %(date)s.") % last
    )


def _waiting(track: ShortTermTrack, known: Known, restatement: Restatement | None) -> list[str]:
    if restatement is not None:
        return [_("You. Please tell us if we have understood.")]
    if track.current == states.ANSWER_SHARED and "not_yet" not in known.statuses.get(track.pk, []):
        return []
    return [wait_words(wait) for wait in shown_waits(track, known)]


def shown_waits(track: ShortTermTrack, known: Known) -> list[Waiting]:
    """Whom we wait for, but for those whose name waits for a second person."""
    return [
        wait
        for wait in known.waits.get(track.pk, [])
        if wait.pk not in known.held and cleared(track.holder, wait.pk, [wait.whom])
    ]


def wait_words(wait: Waiting) -> str:
    """Whom we asked, when, and when we chased."""
    asked = {"whom": visible(wait.whom), "asked": day(wait.asked_on)}
    if wait.chased_on is None:
        return _("%(whom)s. We asked on %(asked)s.") % asked
    return _("%(whom)s. We asked on %(asked)s and chased on %(chased)s.") % {**asked, "chased": day(wait.chased_on)}


def _to_confirm(track: ShortTermTrack, known: Known) -> Restatement | None:
    newest = known.wordings.get(track.pk)
    if track.current != states.CLARIFYING or newest is None or newest.rejected_at is not None or newest.verbatim:
        return None
    if newest.at < track.counts_from:
        return None  # of the time before it was opened again
    if newest.pk in known.held or not cleared(track.holder, newest.pk, newest.parts):
        return None
    return newest


def _steps(state: str) -> list[Step]:
    at = next((i for i, (label, within) in enumerate(words.STEPS) if state in within), len(words.STEPS))
    return [
        Step(str(label), "done" if i < at else "current" if i == at else "todo")
        for i, (label, within) in enumerate(words.STEPS)
    ]
