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
from reconciliation.oversight.selectors.counting import PAGE_SIZE, Teams, place_of, teams_at_once
from reconciliation.tracks import states
from reconciliation.tracks.models import Apology, Commitment, Outcome, ShortTermTrack
from reconciliation.tracks.selectors.promises import apologies_visible_to, promises_visible_to
from reconciliation.tracks.selectors.told import title_of

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
    today, teams = clock.today(), teams_at_once(actor)
    late, soon = Q(due__lt=today), Q(due__gte=today, due__lte=today + SOON)
    every = _lanes(actor, teams)
    place = place_of(actor, {"late": [one.filter(late) for one in every], "soon": [one.filter(soon) for one in every]})
    found = _first(_lanes(actor, place.each), _after(after), PAGE_SIZE + 1)
    page = found[:PAGE_SIZE]
    return PromiseList(
        lines=_lines_of(page, today),
        late=place.counts["late"],
        soon=place.counts["soon"],
        following=f"{page[-1].due}_{page[-1].pk}" if len(found) > PAGE_SIZE else "",
    )


def late_promises(actor: Actor) -> str:
    """How many of them are late, for the pages that lead here."""
    return place_of(actor, {"late": lists_of_late(actor, teams_at_once(actor))}).counts["late"]


def lists_of_late(actor: Actor, teams: Teams) -> list[QuerySet[Commitment]]:
    """Those of them that are late, to be counted."""
    return [one.filter(due__lt=clock.today()) for one in _lanes(actor, teams)]


def to_approve(actor: Actor) -> list[Apology]:
    """The apologies that wait for this approver, the oldest first; never one that they wrote."""
    teams = Membership.objects.filter(current(), user_id=user_of(actor), approver=True).values("team_id")
    # Asked row by row of those that wait, and never are all questions of the teams listed first.
    of_teams = ShortTermTrack.objects.filter(pk=OuterRef("track_id"), team_id__in=teams)
    waiting = apologies_visible_to(actor).filter(approved_at=None, returned_at=None)
    others = waiting.filter(Exists(of_teams.exclude(state=states.CLOSED_WITHDRAWN))).exclude(actor_id=actor.id)
    return list(others.select_related("track__engagement").order_by("at", "id")[:MOST_TO_APPROVE])


def _lanes(actor: Actor, teams: Teams) -> list[QuerySet[Commitment]]:
    """By team, as the index stands: a supervisor's teams', and of a caseworker's those of their own questions."""
    rows = promises_visible_to(actor).filter(outcome=Outcome.OPEN)
    if actor.role == Role.CASEWORKER:
        rows = rows.filter(track__worker_id=actor.id)
    return [rows.filter(team) for team in teams.all]


def _first(lists: Iterable[QuerySet[Commitment]], which: Q, count: int) -> list[Commitment]:
    rows = [list(one.filter(which).select_related("track__engagement").order_by("due", "id")[:count]) for one in lists]
    return sorted(chain.from_iterable(rows), key=lambda row: (row.due, row.pk))[:count]


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
