"""Families as they were given, written many at once: for an import, and for measuring with many rows.

Nothing is judged again; the record says of each row that it was given.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import islice
from uuid import UUID

from django.db import models, transaction

from portal.audit.actor import Actor
from portal.audit.digest import digest_of
from portal.audit.record import NewEntry, append_many
from portal.encryption import keys
from reconciliation.families import names
from reconciliation.families.models import Assignment, FamilyEngagement, NameKey, Person, Team
from reconciliation.families.policy import user_of

BATCH = 1000


class FamilyPast:
    """One engagement with its people and its worker, all given by one actor."""

    def __init__(
        self, *, actor: Actor, at: dt.datetime, team: Team, side: str, side_basis: str, known_to_social_care: bool
    ) -> None:
        self.actor, self.at = actor, at
        self.people: list[Person] = []
        self.assignments: list[Assignment] = []
        self.engagement = FamilyEngagement(
            team=team, side=side, side_basis=side_basis, known_to_social_care=known_to_social_care, opened_at=at,
            opened_by_id=user_of(actor), confirmed_at=at,
        )  # fmt: skip

    def add_person(
        self, *, name: str, is_child: bool, birth_date: dt.date | None = None, user_id: UUID | None = None
    ) -> Person:
        """One more person, in the order in which they are given."""
        person = Person(
            engagement=self.engagement, position=len(self.people) + 1, name=name, is_child=is_child,
            birth_date=birth_date, user_id=user_id,
        )  # fmt: skip
        self.people.append(person)
        return person

    def assign(self, *, worker_id: UUID) -> None:
        """The named caseworker."""
        row = Assignment(
            engagement=self.engagement, user_id=worker_id, since=self.at, assigned_by_id=user_of(self.actor)
        )
        self.assignments = [row]


@transaction.atomic
def write(families: Iterable[FamilyPast]) -> None:
    """Write all of them or none, with their keys, their name index and their chains; a batch at a time."""
    given = iter(families)
    while batch := list(islice(given, BATCH)):
        _write(batch)


def _write(batch: Sequence[FamilyPast]) -> None:
    people = [person for family in batch for person in family.people]
    with keys.create_many([family.engagement.pk for family in batch]):
        _insert([family.engagement for family in batch])
        _insert(people)
        _insert(
            [
                NameKey(person=person, kind=kind, mac=mac)
                for person in people
                for kind, mac in names.index_of(person.name)
            ]
        )
        _insert([row for family in batch for row in family.assignments])
        append_many(entry for family in batch for entry in _entries(family))


def _insert(rows: Sequence[models.Model]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=500)


def _entries(family: FamilyPast) -> Iterable[NewEntry]:
    said: list[tuple[str, models.Model]] = [("engagement_opened", family.engagement)]
    said += [("person_added", person) for person in family.people]
    said += [("worker_assigned", row) for row in family.assignments]
    return [
        NewEntry(
            actor=family.actor, holder=family.engagement.pk, action=action, table=row._meta.db_table, row=row.pk,
            digest=digest_of(row), details={"given": True}, at=family.at,
        )
        for action, row in said
    ]  # fmt: skip
