"""The worklist: open questions by the date that is owed next, a page at a time, by key and never by offset."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import F, Q, QuerySet

from portal.accounts.models import Role
from portal.audit.actor import Actor
from portal.workflow import clock
from reconciliation.families.models import FamilyEngagement
from reconciliation.families.references import tidy_reference
from reconciliation.families.selectors import find
from reconciliation.oversight.selectors.counting import PAGE_SIZE, Lists, Place, Teams, place_of, teams_at_once
from reconciliation.oversight.selectors.day import Day, DayRows, counts_of_day, day_of
from reconciliation.oversight.selectors.lines import BANDS, OTHERS, WEEK, Line, families_of, for_lines, lines_of
from reconciliation.oversight.selectors.waits import on_others
from reconciliation.tracks import policy, states
from reconciliation.tracks.models import ShortTermTrack

WAITING = "waiting"


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to: a band of dates, a stage, and where the page starts."""

    due: str = ""
    stage: str = ""
    after: str = ""


@dataclass(frozen=True)
class Group:
    """The lines of one page that stand under one heading."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Found:
    """What a look-up found: families, and their questions, finished ones too; and whether there is more."""

    families: Sequence[tuple[FamilyEngagement, str]]
    lines: Sequence[Line]
    more: bool


@dataclass(frozen=True)
class Worklist:
    """One page of the list, what is late, due, or waits for others in all of it, and where the next page starts.

    ``day`` is what a caseworker's day holds besides, on the first page of the whole list; ``found`` what was looked up.
    """

    lines: Sequence[Line]
    groups: Sequence[Group]
    late: str
    today: str
    week: str
    waiting: str
    following: str = ""
    day: Day | None = None
    found: Found | None = None
    on_duty: bool = False


def lanes(actor: Actor, teams: Teams) -> list[QuerySet[ShortTermTrack]]:
    """The open questions of an actor in lists that each stand in an index by due date, so that the first of them are
    found without the others: a caseworker's own and, by team, those that they may approve; a supervisor's teams'."""
    seen = policy.visible_to(actor).filter(state__in=states.OPEN, next_due__isnull=False)
    if actor.role == Role.CASEWORKER:
        to_approve = seen.filter(state=states.AWAITING_APPROVAL).exclude(worker_id=actor.id)
        return [seen.filter(worker_id=actor.id), *(to_approve.filter(team) for team in teams.approving)]
    return [seen.filter(team) for team in teams.all]


def lanes_that_wait(actor: Actor, teams: Teams) -> list[QuerySet[ShortTermTrack]]:
    """Those of an actor that wait for somebody else, in lists by team and state, as an index of their own stands."""
    seen = policy.visible_to(actor).filter(next_due__isnull=False)
    works = actor.role == Role.CASEWORKER
    if works:
        seen = seen.filter(worker_id=actor.id)
    # Supervisors approve themselves, so that nobody else is waited for there.
    kinds = on_others(approver=works).items()
    return [seen.filter(team, which, state=state) for team in teams.all for state, which in kinds]


def first_due(lists: Lists, which: Q) -> QuerySet[ShortTermTrack]:
    """The first of several lists together, the next due first; one more than a page of each."""
    firsts = [_due(one.filter(which)).values("pk")[: PAGE_SIZE + 1] for one in lists]
    return _due(ShortTermTrack.objects.filter(reduce(or_, (Q(pk__in=one) for one in firsts), Q(pk__in=[]))))


def worklist(actor: Actor, filters: Filters, wanted: str = "") -> Worklist:
    """One page, with the same number of queries whatever there is; ``wanted`` is what is looked up, if anything is."""
    bands, works = _bands(clock.today()), actor.role == Role.CASEWORKER
    place = _place(actor, bands)
    which = bands.get(filters.due, Q()) & after_key(filters.after)
    if filters.stage in states.OPEN:
        which &= Q(state=filters.stage)
    lists = lanes_that_wait(actor, place.each) if filters.due == WAITING else lanes(actor, place.each)
    rows = list(for_lines(first_due(lists, which))[: PAGE_SIZE + 1])
    page = rows[:PAGE_SIZE]
    looked_up = _Rows.of(actor, wanted) if wanted else None
    day = DayRows.of(actor) if works and filters == Filters() and looked_up is None else None
    tracks = [*page, *(looked_up.tracks if looked_up else ())]
    ids = {track.engagement_id for track in tracks} | (looked_up.families.keys() if looked_up else set())
    names = families_of(ids | (day.families if day else set()))
    lines = {line.track.pk: line for line in lines_of(tracks, names)}
    shown = [lines[track.pk] for track in page]
    return Worklist(
        lines=shown,
        groups=[Group(OTHERS, shown)] if filters.due == WAITING and shown else _groups(shown, _own_turn(actor, place)),
        following=key_of(page[-1]) if len(rows) > PAGE_SIZE else "",
        **{name: place.counts[name] for name in (WAITING, *bands)},
        day=day_of(day, place, names) if day else None,
        found=looked_up.found(lines, names) if looked_up else None,
        on_duty=place.on_duty,
    )


def _place(actor: Actor, bands: dict[str, Q]) -> Place:
    teams = teams_at_once(actor)
    own = lanes(actor, teams)
    lists = {band: [one.filter(within) for one in own] for band, within in bands.items()}
    beside = counts_of_day(actor, teams) if actor.role == Role.CASEWORKER else {}
    return place_of(actor, {**lists, WAITING: lanes_that_wait(actor, teams), **beside})


def _groups(lines: Sequence[Line], own_turn: Callable[[Line], bool]) -> list[Group]:
    """The page as a day's work; within what waits for others whoever is chased first comes first."""
    by_band: dict[str, list[Line]] = {band: [] for band in BANDS}
    for line in lines:
        by_band[line.band(own_turn=own_turn(line))].append(line)
    by_band[OTHERS].sort(key=lambda line: (line.wait.again or dt.date.max, line.track.next_due, line.track.pk))
    return [Group(band, found) for band, found in by_band.items() if found]


def _own_turn(actor: Actor, place: Place) -> Callable[[Line], bool]:
    """Whether what waits for an approver waits for this very actor."""
    teams = place.approving
    return lambda line: line.wait.for_approver and line.track.team_id in teams and line.track.worker_id != actor.id


@dataclass(frozen=True)
class _Rows:
    """What a look-up found, before it has names."""

    families: dict[UUID, FamilyEngagement]
    tracks: Sequence[ShortTermTrack]
    more: bool

    @classmethod
    def of(cls, actor: Actor, wanted: str) -> "_Rows":
        """By the reference of a family or of a question, or by a name; only what one may see."""
        engagements, reference = find(actor, wanted), tidy_reference(wanted) or ""
        families = list(engagements[: PAGE_SIZE + 1])
        # An "or" reads all that one may see; most of what is typed is no reference.
        of_question = Q(reference=reference) if reference else Q(pk__in=[])
        rows = policy.visible_to(actor).filter(Q(engagement_id__in=engagements.values("id")) | of_question)
        by_date = F("next_due").asc(nulls_last=True)
        firsts = rows.order_by(by_date, "id").values("pk")[: PAGE_SIZE + 1]
        tracks = list(for_lines(ShortTermTrack.objects.filter(pk__in=firsts)).order_by(by_date, "id"))
        more = max(len(families), len(tracks)) > PAGE_SIZE
        return cls({family.pk: family for family in families[:PAGE_SIZE]}, tracks[:PAGE_SIZE], more)

    def found(self, lines: dict[UUID, Line], names: dict[UUID, str]) -> Found:
        """The same as a page shows it."""
        families = [(family, names[family.pk]) for family in self.families.values()]
        return Found(families, [lines[track.pk] for track in self.tracks], self.more)


def _bands(today: dt.date) -> dict[str, Q]:
    return {
        "late": Q(next_due__lt=today),
        # As a range: SQLite reads one off the index, where it would sort for an equality.
        "today": Q(next_due__gte=today, next_due__lte=today),
        "week": Q(next_due__gt=today, next_due__lte=today + WEEK),
    }


def _due(rows: QuerySet[ShortTermTrack]) -> QuerySet[ShortTermTrack]:
    return rows.order_by("next_due", "id")


def after_key(text: str) -> Q:
    """What stands after the last line of the page before; everything where there was none."""
    key = _read_key(text)
    if key is None:
        return Q()
    due, pk = key
    # The first condition says nothing new, but tells the index where to start.
    return Q(next_due__gte=due) & (Q(next_due__gt=due) | Q(id__gt=pk))


def key_of(track: ShortTermTrack) -> str:
    """Where the next page starts: after this line."""
    return f"{track.next_due}_{track.pk}"


def _read_key(text: str) -> tuple[dt.date, UUID] | None:
    due, _, pk = text.partition("_")
    try:
        return dt.date.fromisoformat(due), UUID(pk)
    except ValueError:
        return None
