"""The worklist: open questions by the date that is owed next, a page at a time, by key and never by offset."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from django.db.models import F, Q, QuerySet

from portal.accounts.models import Role
from portal.accounts.selectors import names_of
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.text import visible
from portal.workflow import clock
from reconciliation.families.models import FamilyEngagement, Membership, Person, current
from reconciliation.families.policy import user_of
from reconciliation.families.references import tidy_reference
from reconciliation.families.selectors import family_name, find
from reconciliation.tracks import policy, states, words
from reconciliation.tracks.models import Restatement, ShortTermTrack, Waiting

PAGE_SIZE = 25
MOST_COUNTED = 100
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """One open question as a list shows it."""

    track: ShortTermTrack
    family: str
    stage: str
    waiting: str
    worker: str


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to: a band of dates, a stage, and where the page starts."""

    due: str = ""
    stage: str = ""
    after: str = ""


@dataclass(frozen=True)
class Worklist:
    """One page of the list, what is late, due today and this week in all of it, and where the next page starts."""

    lines: Sequence[Line]
    late: str
    today: str
    week: str
    following: str = ""


def lanes(actor: Actor) -> list[QuerySet[ShortTermTrack]]:
    """The open questions of an actor in lists that each stand in an index by due date, so that the first of them are
    found without the others: a caseworker's own and, by team, those that they may approve; a supervisor's teams'."""
    seen = policy.visible_to(actor).filter(state__in=states.OPEN, next_due__isnull=False)
    members = Membership.objects.filter(current(), user_id=user_of(actor)).order_by("team_id")
    if actor.role == Role.CASEWORKER:
        approving = members.filter(approver=True).values_list("team_id", flat=True).distinct()
        to_approve = seen.filter(state=states.AWAITING_APPROVAL).exclude(worker_id=actor.id)
        return [seen.filter(worker_id=actor.id), *(to_approve.filter(team_id=team) for team in approving)]
    return [seen.filter(team_id=team) for team in members.values_list("team_id", flat=True).distinct()]


def first_due(lists: Iterable[QuerySet[ShortTermTrack]], which: Q, count: int) -> list[ShortTermTrack]:
    """The first of several lists together, the next due first."""
    rows = [list(_due(one.filter(which).select_related("engagement"))[:count]) for one in lists]
    return sorted(chain.from_iterable(rows), key=lambda track: (track.next_due, track.pk))[:count]


def worklist(actor: Actor, filters: Filters) -> Worklist:
    """One page, with the same number of queries whatever there is."""
    bands, own = _bands(clock.today()), lanes(actor)
    which = bands.get(filters.due, Q()) & _after(filters.after)
    if filters.stage in states.OPEN:
        which &= Q(state=filters.stage)
    found = first_due(own, which, PAGE_SIZE + 1)
    page = found[:PAGE_SIZE]
    following = _key(page[-1]) if len(found) > PAGE_SIZE else ""
    counts = {band: _counted(own, within) for band, within in bands.items()}
    return Worklist(lines=lines_of(page), following=following, **counts)


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


def lines_of(tracks: Sequence[ShortTermTrack]) -> list[Line]:
    """Names, stages and whom each waits for, read for all of them at once."""
    engagements = {track.engagement_id for track in tracks}
    keys.warm([*engagements, keys.SITE])
    people: dict[UUID, list[Person]] = defaultdict(list)
    for person in Person.objects.filter(engagement_id__in=engagements).order_by("position", "id"):
        people[person.engagement_id].append(person)
    workers = names_of(track.worker_id for track in tracks if track.worker_id)
    waits = _waits(track.pk for track in tracks)
    restated = set(
        Restatement.objects.filter(track__in=[t.pk for t in tracks], rejected_at=None).values_list(
            "track_id", flat=True
        )
    )
    return [
        Line(
            track=track,
            family=family_name(people[track.engagement_id]),
            stage=words.STAFF_STATE[track.current],
            waiting=_waiting(track, waits, restated),
            worker=workers[track.worker_id][0] if track.worker_id in workers else "",
        )
        for track in tracks
    ]


def _bands(today: dt.date) -> dict[str, Q]:
    return {
        "late": Q(next_due__lt=today),
        # As a range: SQLite reads one off the index, where it would sort for an equality.
        "today": Q(next_due__gte=today, next_due__lte=today),
        "week": Q(next_due__gt=today, next_due__lte=today + WEEK),
    }


def _counted(lists: Iterable[QuerySet[ShortTermTrack]], which: Q) -> str:
    """How many there are, as far as anybody counts: a longer list costs no more."""
    count = sum(one.filter(which)[:MOST_COUNTED].count() for one in lists)
    return str(count) if count < MOST_COUNTED else f"{MOST_COUNTED} or more"


def _due(rows: QuerySet[ShortTermTrack]) -> QuerySet[ShortTermTrack]:
    return rows.order_by("next_due", "id")


def _after(text: str) -> Q:
    key = _read_key(text)
    if key is None:
        return Q()
    due, pk = key
    # The first condition says nothing new, but tells the index where to start.
    return Q(next_due__gte=due) & (Q(next_due__gt=due) | Q(id__gt=pk))


def _key(track: ShortTermTrack) -> str:
    return f"{track.next_due}_{track.pk}"


def _read_key(text: str) -> tuple[dt.date, UUID] | None:
    due, _, pk = text.partition("_")
    try:
        return dt.date.fromisoformat(due), UUID(pk)
    except ValueError:
        return None


def _waits(track_ids: Iterable[UUID]) -> dict[UUID, Waiting]:
    rows = Waiting.objects.filter(part__track__in=list(track_ids), ended_at=None).select_related("part")
    return {wait.part.track_id: wait for wait in rows.order_by("-asked_on", "id")}


def _waiting(track: ShortTermTrack, waits: dict[UUID, Waiting], restated: set[UUID]) -> str:
    wait = waits.get(track.pk)
    if wait is not None and track.current == states.ANSWERING:
        when = f"chased {wait.chased_on:%-d %b}" if wait.chased_on else f"asked {wait.asked_on:%-d %b}"
        return f"{visible(wait.whom)}, {when}"
    if track.current == states.CLARIFYING:
        return "The family" if track.pk in restated else "The worker: write what is asked"
    return {
        states.RECEIVED: "The screen",
        states.SCREENING: "The supervisor: choose a worker",
        states.ANSWERING: "The worker",
        states.AWAITING_APPROVAL: "An approver",
        states.ANSWER_SHARED: "The family",
        states.INFORMATION_ESCALATION: "Information governance",
    }.get(track.current, "")
