"""The worklist: open questions by the date that is owed next, a page at a time, by key and never by offset."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from django.db.models import F, Q, QuerySet

from portal.accounts.models import Role
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.workflow import clock
from reconciliation.families.models import FamilyEngagement, Membership, current
from reconciliation.families.policy import user_of
from reconciliation.families.references import tidy_reference
from reconciliation.families.selectors import family_name, find
from reconciliation.oversight.selectors.lines import BANDS, OTHERS, WEEK, Line, lines_of
from reconciliation.oversight.selectors.waits import on_others
from reconciliation.tracks import policy, states
from reconciliation.tracks.models import ShortTermTrack

PAGE_SIZE = 25
MOST_COUNTED = 100
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
class Worklist:
    """One page of the list, what is late, due, or waits for others in all of it, and where the next page starts."""

    lines: Sequence[Line]
    groups: Sequence[Group]
    late: str
    today: str
    week: str
    waiting: str
    following: str = ""


def lanes(actor: Actor) -> list[QuerySet[ShortTermTrack]]:
    """The open questions of an actor in lists that each stand in an index by due date, so that the first of them are
    found without the others: a caseworker's own and, by team, those that they may approve; a supervisor's teams'."""
    seen = policy.visible_to(actor).filter(state__in=states.OPEN, next_due__isnull=False)
    if actor.role == Role.CASEWORKER:
        to_approve = seen.filter(state=states.AWAITING_APPROVAL).exclude(worker_id=actor.id)
        return [seen.filter(worker_id=actor.id), *(to_approve.filter(team_id=team) for team in approving(actor))]
    return [seen.filter(team_id=team) for team in teams_of(actor)]


def lanes_that_wait(actor: Actor) -> list[QuerySet[ShortTermTrack]]:
    """Those of an actor that wait for somebody else, in lists by team and state, as an index of their own stands."""
    seen = policy.visible_to(actor).filter(next_due__isnull=False)
    works = actor.role == Role.CASEWORKER
    if works:
        seen = seen.filter(worker_id=actor.id)
    # Supervisors approve themselves, so that nobody else is waited for there.
    kinds = on_others(approver=works).items()
    return [seen.filter(which, team_id=team, state=state) for team in teams_of(actor) for state, which in kinds]


def teams_of(actor: Actor) -> list[UUID]:
    """The teams that the actor is in now."""
    return list(_members(actor).values_list("team_id", flat=True).distinct())


def approving(actor: Actor) -> list[UUID]:
    """The teams that the actor approves for."""
    return list(_members(actor).filter(approver=True).values_list("team_id", flat=True).distinct())


def _members(actor: Actor) -> QuerySet[Membership]:
    return Membership.objects.filter(current(), user_id=user_of(actor)).order_by("team_id")


def first_due(lists: Iterable[QuerySet[ShortTermTrack]], which: Q, count: int) -> list[ShortTermTrack]:
    """The first of several lists together, the next due first."""
    rows = [list(_due(one.filter(which).select_related("engagement"))[:count]) for one in lists]
    return sorted(chain.from_iterable(rows), key=lambda track: (track.next_due, track.pk))[:count]


def worklist(actor: Actor, filters: Filters) -> Worklist:
    """One page, with the same number of queries whatever there is."""
    bands, own, waiting = _bands(clock.today()), lanes(actor), lanes_that_wait(actor)
    which = bands.get(filters.due, Q()) & after_key(filters.after)
    if filters.stage in states.OPEN:
        which &= Q(state=filters.stage)
    found = first_due(waiting if filters.due == WAITING else own, which, PAGE_SIZE + 1)
    page = found[:PAGE_SIZE]
    lines = lines_of(page)
    return Worklist(
        lines=lines,
        groups=[Group(OTHERS, lines)] if filters.due == WAITING and lines else _groups(lines, _own_turn(actor)),
        following=key_of(page[-1]) if len(found) > PAGE_SIZE else "",
        waiting=counted(waiting, Q()),
        **{band: counted(own, within) for band, within in bands.items()},
    )


def _groups(lines: Sequence[Line], own_turn: Callable[[Line], bool]) -> list[Group]:
    """The page as a day's work; within what waits for others whoever is chased first comes first."""
    by_band: dict[str, list[Line]] = {band: [] for band in BANDS}
    for line in lines:
        by_band[line.band(own_turn=own_turn(line))].append(line)
    by_band[OTHERS].sort(key=lambda line: (line.wait.again or dt.date.max, line.track.next_due, line.track.pk))
    return [Group(band, found) for band, found in by_band.items() if found]


def _own_turn(actor: Actor) -> Callable[[Line], bool]:
    """Whether what waits for an approver waits for this very actor."""
    teams = approving(actor)
    return lambda line: line.wait.for_approver and line.track.team_id in teams and line.track.worker_id != actor.id


@dataclass(frozen=True)
class Found:
    """What a look-up found: families, and their questions, finished ones too; and whether there is more."""

    families: Sequence[tuple[FamilyEngagement, str]]
    lines: Sequence[Line]
    more: bool


def looked_up(actor: Actor, wanted: str) -> Found:
    """By the reference of a family or of a question, or by a name; only what one may see."""
    engagements = find(actor, wanted).values("id")
    reference = tidy_reference(wanted) or ""
    rows = policy.visible_to(actor).filter(Q(engagement_id__in=engagements) | Q(reference=reference))
    found = list(rows.select_related("engagement").order_by(F("next_due").asc(nulls_last=True), "id")[: PAGE_SIZE + 1])
    families = list(find(actor, wanted).prefetch_related("people")[: PAGE_SIZE + 1])
    keys.warm(family.pk for family in families)
    named = [(family, family_name(family.people.all())) for family in families[:PAGE_SIZE]]
    return Found(named, lines_of(found[:PAGE_SIZE]), max(len(found), len(families)) > PAGE_SIZE)


def _bands(today: dt.date) -> dict[str, Q]:
    return {
        "late": Q(next_due__lt=today),
        # As a range: SQLite reads one off the index, where it would sort for an equality.
        "today": Q(next_due__gte=today, next_due__lte=today),
        "week": Q(next_due__gt=today, next_due__lte=today + WEEK),
    }


def counted(lists: Iterable[QuerySet[ShortTermTrack]], which: Q) -> str:
    """How many there are, as far as anybody counts: a longer list costs no more."""
    count = sum(one.filter(which)[:MOST_COUNTED].count() for one in lists)
    return str(count) if count < MOST_COUNTED else f"{MOST_COUNTED} or more"


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
