"""The teams that somebody works in, and how long their lists are, as far as anybody counts: all of it one query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import IntegerField, Q, QuerySet, Subquery

from portal.audit.actor import Actor
from reconciliation.families.models import Membership, current
from reconciliation.families.policy import user_of

MOST_COUNTED = 100
PAGE_SIZE = 25

Lists = Iterable[QuerySet[Any]]


@dataclass(frozen=True)
class Teams:
    """Conditions on a list: one a team where its index puts it in order, one for all teams where it is only counted."""

    all: Sequence[Q]
    approving: Sequence[Q]


@dataclass(frozen=True)
class Place:
    """Where somebody stands: their teams, those that they approve for, and how long their lists are."""

    teams: Sequence[UUID]
    approving: Sequence[UUID]
    counts: Mapping[str, str]
    on_duty: bool = False

    @property
    def each(self) -> Teams:
        """Their teams, one by one."""
        return Teams([Q(team_id=team) for team in self.teams], [Q(team_id=team) for team in self.approving])


class _Counted(Subquery):
    """How many rows a list has; it is cut where nobody counts on, so that a longer one costs no more."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def place_of(actor: Actor, lists: Mapping[str, Lists] | None = None) -> Place:
    """The actor's teams, and the length of each of these lists; several under one name are counted together."""
    counted = {
        f"{name}_{number}": _Counted(one.order_by().values("pk")[:MOST_COUNTED])
        for name, several in (lists or {}).items()
        for number, one in enumerate(several)
    }
    # Somebody in no team sees no list.
    rows = list(_members(actor).annotate(**counted).values("team_id", "approver", "team__is_duty", *counted))
    lengths = dict.fromkeys(lists or {}, 0)
    for name in counted if rows else ():
        lengths[name.rpartition("_")[0]] += rows[0][name]
    return Place(
        teams=list(dict.fromkeys(row["team_id"] for row in rows)),
        approving=list(dict.fromkeys(row["team_id"] for row in rows if row["approver"])),
        counts={name: in_words(length) for name, length in lengths.items()},
        on_duty=any(row["team__is_duty"] for row in rows),
    )


def teams_at_once(actor: Actor) -> Teams:
    """The same teams as one condition: for lists that are counted in the query that finds the teams."""
    members = _members(actor).order_by()
    approving = members.filter(approver=True)
    return Teams([Q(team_id__in=members.values("team_id"))], [Q(team_id__in=approving.values("team_id"))])


def in_words(length: int) -> str:
    """As a page says it."""
    return str(length) if length < MOST_COUNTED else f"{MOST_COUNTED} or more"


def _members(actor: Actor) -> QuerySet[Membership]:
    return Membership.objects.filter(current(), user_id=user_of(actor)).order_by("team_id")
