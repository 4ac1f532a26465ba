"""The list of promises that are open, and of apologies that wait for an approver."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.models import Role
from portal.accounts.selectors import names_of
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.text import visible
from portal.workflow import clock
from reconciliation.families.models import Membership, Person, current
from reconciliation.families.policy import user_of
from reconciliation.families.selectors import family_name
from reconciliation.tracks import states
from reconciliation.tracks.models import Apology, Commitment, Outcome, ShortTermTrack
from reconciliation.tracks.selectors.promises import apologies_visible_to, promises_visible_to
from reconciliation.tracks.selectors.told import title_of

PAGE_SIZE = 25
MOST_COUNTED = 100
SOON = dt.timedelta(days=7)
MOST_TO_APPROVE = 10


@dataclass(frozen=True)
class Line:
    """One open promise as the list shows it."""

    promise: Commitment
    family: str
    what: str
    owner: str
    worker: str
    soon: bool


@dataclass(frozen=True)
class PromiseList:
    """One page, what is late and due soon in all of it, and where the next page starts."""

    lines: Sequence[Line]
    late: str
    soon: str
    following: str = ""


def promise_list(actor: Actor, after: str = "") -> PromiseList:
    """Open promises by their day, so the late ones first; the same number of queries whatever there is."""
    today, own = clock.today(), _lanes(actor)
    found = _first(own, _after(after), PAGE_SIZE + 1)
    page = found[:PAGE_SIZE]
    return PromiseList(
        lines=_lines_of(page, today),
        late=_counted(own, Q(due__lt=today)),
        soon=_counted(own, Q(due__gte=today, due__lte=today + SOON)),
        following=f"{page[-1].due}_{page[-1].pk}" if len(found) > PAGE_SIZE else "",
    )


def late_promises(actor: Actor) -> str:
    """How many of them are late, for the pages that lead here."""
    return _counted(_lanes(actor), Q(due__lt=clock.today()))


def to_approve(actor: Actor) -> list[Apology]:
    """The apologies that wait for this approver, the oldest first; never one that they wrote."""
    teams = Membership.objects.filter(current(), user_id=user_of(actor), approver=True).values("team_id")
    # Asked row by row of those that wait, and never are all questions of the teams listed first.
    of_teams = ShortTermTrack.objects.filter(pk=OuterRef("track_id"), team_id__in=teams)
    waiting = apologies_visible_to(actor).filter(approved_at=None, returned_at=None)
    others = waiting.filter(Exists(of_teams.exclude(state=states.CLOSED_WITHDRAWN))).exclude(actor_id=actor.id)
    return list(others.select_related("track__engagement").order_by("at", "id")[:MOST_TO_APPROVE])


def _lanes(actor: Actor) -> list[QuerySet[Commitment]]:
    """By team, as the index stands: a supervisor's teams', and of a caseworker's those of their own questions."""
    rows = promises_visible_to(actor).filter(outcome=Outcome.OPEN)
    if actor.role == Role.CASEWORKER:
        rows = rows.filter(track__worker_id=actor.id)
    members = Membership.objects.filter(current(), user_id=user_of(actor)).order_by("team_id")
    return [rows.filter(team_id=team) for team in members.values_list("team_id", flat=True).distinct()]


def _first(lists: Iterable[QuerySet[Commitment]], which: Q, count: int) -> list[Commitment]:
    rows = [list(one.filter(which).select_related("track__engagement").order_by("due", "id")[:count]) for one in lists]
    return sorted(chain.from_iterable(rows), key=lambda row: (row.due, row.pk))[:count]


def _counted(lists: Iterable[QuerySet[Commitment]], which: Q) -> str:
    count = sum(one.filter(which)[:MOST_COUNTED].count() for one in lists)
    return str(count) if count < MOST_COUNTED else f"{MOST_COUNTED} or more"


def _after(text: str) -> Q:
    due, _, pk = text.partition("_")
    try:
        day, last = dt.date.fromisoformat(due), UUID(pk)
    except ValueError:
        return Q()
    return Q(due__gte=day) & (Q(due__gt=day) | Q(id__gt=last))


def _lines_of(page: Sequence[Commitment], today: dt.date) -> list[Line]:
    families = {row.track.engagement_id for row in page}
    keys.warm([*families, *(row.holder for row in page), keys.SITE])
    people: dict[UUID, list[Person]] = defaultdict(list)
    for person in Person.objects.filter(engagement_id__in=families).order_by("position", "id"):
        people[person.engagement_id].append(person)
    workers = names_of(row.track.worker_id for row in page if row.track.worker_id)
    return [
        Line(
            promise=row,
            family=family_name(people[row.track.engagement_id]),
            what=title_of(row.what),
            owner=f"{visible(row.owner_name)}, {visible(row.owner_post)}",
            worker=workers[row.track.worker_id][0] if row.track.worker_id in workers else "",
            soon=today < row.due <= today + SOON,
        )
        for row in page
    ]
