"""A page costs the same queries for ten families as for a thousand."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.encryption import keys
from portal.workflow import clock
from reconciliation.families.models import Assignment, FamilyEngagement, Person
from reconciliation.tracks.bulk import QuestionPast, write

pytestmark = pytest.mark.django_db


def grow(cast: Any, count: int) -> None:
    """More families of the same team and worker, each with a question that is being screened."""
    boss, worker = cast.users["supervisor"], cast.users["caseworker"]
    families = [
        FamilyEngagement(team=cast.teams["east"], side="harmed", side_basis="reported", known_to_social_care=False,
                         opened_by=boss)
        for _ in range(count)
    ]  # fmt: skip
    for family in families:
        keys.create(family.pk)
    FamilyEngagement.objects.bulk_create(families)
    people = [Person(engagement=family, name=f"Parent {n}", is_child=False) for n, family in enumerate(families)]
    Person.objects.bulk_create(people)
    Assignment.objects.bulk_create([Assignment(engagement=f, user=worker, assigned_by=boss) for f in families])
    pasts = []
    at = clock.now() - dt.timedelta(days=2)
    with keys.key_ring():
        keys.warm([family.pk for family in families])
        for family, person in zip(families, people, strict=True):
            past = QuestionPast(
                engagement=family, asker=person, text="Who decided?", actor=cast.actor("caseworker"), at=at,
                worker_id=worker.pk, party="assigned caseworker",
            )  # fmt: skip
            past.start_screen(actor=cast.actor("supervisor"), at=at + dt.timedelta(hours=1))
            pasts.append(past)
        write(pasts)


def cost(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("local", "path"), [("caseworker", "/worklist/"), ("supervisor", "/queue/"), ("supervisor", "/worklist/?due=late")]
)
def test_lists_cost_the_same_at_ten_and_at_a_thousand_families(
    cast: Any, as_: Callable[[str], Client], local: str, path: str
) -> None:
    client = as_(local)
    grow(cast, 10)
    few = cost(client, path)
    grow(cast, 990)
    assert cost(client, path) == few
    assert few < 40
