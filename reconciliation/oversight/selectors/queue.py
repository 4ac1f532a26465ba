"""The supervisor's queue: what only a supervisor or an approver can move on, and what went otherwise than promised."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from portal.audit.actor import Actor
from portal.ui.refusals import NotYours
from portal.workflow import clock, ledger
from portal.workflow.models import Deadline
from reconciliation.oversight.selectors import help_asked, moved
from reconciliation.oversight.selectors.counting import MOST_COUNTED, PAGE_SIZE, in_words, place_of
from reconciliation.oversight.selectors.lines import families_of, for_lines, lines_of
from reconciliation.oversight.selectors.unanswered import with_reasons
from reconciliation.oversight.selectors.worklist import after_key, lanes
from reconciliation.tracks import policy, states
from reconciliation.tracks.models import ClosingProposal, ProposalState

SHOWN = 10
Keys = list[tuple[dt.date, UUID]]
GIVEN = tuple(state for state in states.OPEN if state not in (states.RECEIVED, states.SCREENING))

# Every section in its order: its title, and what is said where it is empty.
WORDS = {
    "to-screen": ("To screen", "No new question waits for a screen."),
    "to-give": ("To give to a worker", "Every screened question has a worker."),
    "to-approve": ("To approve", "Nothing waits for approval."),
    "more-help": ("Asked for more help", "Nobody waits to hear what more help there is."),
    "moved": ("Dates that were moved", "No date was moved in the last 10 working days."),
    "no-reply": ("No reply", "Nothing waits longer for a reply than it should."),
    "escalated": ("Escalated", "Nothing is past its second threshold."),
    "late": ("Late", "Nothing else is late."),
}


@dataclass(frozen=True)
class Section:
    """One part of the queue: its lines, how many there are in all, and whether, and from where, there are more."""

    slug: str
    title: str
    empty: str
    lines: Sequence[Any]
    count: str
    more: bool
    following: str = ""


def queue(actor: Actor) -> list[Section]:
    """Every section with its first lines; the same number of queries whatever there is."""
    keys = _keys(actor, WORDS, "", MOST_COUNTED)
    lines = _lines(actor, {slug: found[:SHOWN] for slug, found in keys.items()})
    return [
        Section(slug, *WORDS[slug], lines[slug], in_words(len(found)), len(found) > SHOWN)
        for slug, found in keys.items()
    ]


def section(actor: Actor, slug: str, after: str) -> Section:
    """One page of one section."""
    if slug not in WORDS:
        raise NotYours()
    found = _keys(actor, [slug], after, PAGE_SIZE + 1)[slug]
    page = found[:PAGE_SIZE]
    following = "_".join(map(str, page[-1])) if len(found) > PAGE_SIZE else ""
    return Section(slug, *WORDS[slug], _lines(actor, {slug: page})[slug], "", bool(following), following)


def last_escalated(today: dt.date) -> dt.date:
    """The last due day for which the second threshold has passed."""
    day = today
    while ledger.threshold(day, today) < 2:
        day -= dt.timedelta(days=1)
    return day


def _kinds(slug: str, today: dt.date) -> tuple[Q, ...]:
    """Which questions a section holds; where they are of two kinds, each is found by an index of its own."""
    closing = ClosingProposal.objects.filter(state=ProposalState.PROPOSED)
    # The day to finish without a reply has passed, and the service's clock could not.
    passed = Deadline.objects.filter(track_id=OuterRef("pk"), kind="no_reply", stopped_at=None, due_on__lt=today)
    threshold = last_escalated(today)
    kinds: dict[str, tuple[Q, ...]] = {
        "to-screen": (Q(state=states.RECEIVED),),
        "to-give": (Q(state=states.SCREENING), Q(worker=None, state__in=GIVEN)),
        "to-approve": (Q(state=states.AWAITING_APPROVAL), Q(pk__in=closing.values("track"))),
        "no-reply": (Q(Exists(passed), state=states.ANSWER_SHARED, next_due__lt=today),),
        "escalated": (Q(next_due__lte=threshold),),
        "late": (Q(next_due__gt=threshold, next_due__lt=today),),
    }
    return kinds[slug]


ROOMS: Mapping[str, tuple[Callable[[Actor, str, int], Keys], Callable[[Actor, Iterable[UUID]], list[Any]]]] = {
    "more-help": (help_asked.keys_of, help_asked.lines_of),
    "moved": (moved.keys_of, moved.lines_of),
}


def _keys(actor: Actor, slugs: Iterable[str], after: str, count: int) -> dict[str, Keys]:
    """What stands in each of these sections, so many of each: the day that it stands by, and its id."""
    own, today = lanes(actor, place_of(actor).each), clock.today()
    found: dict[str, Keys] = {}
    for slug in slugs:
        if slug in ROOMS:
            found[slug] = ROOMS[slug][0](actor, after, count)
            continue
        lists = [lane.filter(kind & after_key(after)) for lane in own for kind in _kinds(slug, today)]
        rows = [one.order_by("next_due", "id").values_list("next_due", "pk")[:count] for one in lists]
        found[slug] = sorted({(due, pk) for due, pk in chain.from_iterable(rows) if due})[:count]
    return found


def _lines(actor: Actor, keys: Mapping[str, Keys]) -> dict[str, list[Any]]:
    """The lines of several sections; the questions of all of them are read at once."""
    wanted = {pk for slug, found in keys.items() if slug not in ROOMS for _, pk in found}
    tracks = list(for_lines(policy.visible_to(actor).filter(pk__in=wanted)).select_related("asker"))
    names = families_of(track.engagement_id for track in tracks)
    questions = {line.track.pk: line for line in lines_of(tracks, names)}
    lines: dict[str, list[Any]] = {}
    for slug, found in keys.items():
        ids = [pk for _, pk in found]
        lines[slug] = ROOMS[slug][1](actor, ids) if slug in ROOMS else [questions[pk] for pk in ids if pk in questions]
    if "no-reply" in lines:
        lines["no-reply"] = with_reasons(lines["no-reply"])
    return lines
