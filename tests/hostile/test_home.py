"""A family's pages, and those of its staff, cost the same at thirty questions as at one or two."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.audit.models import AuditEntry
from reconciliation.oversight.demo.days import at
from reconciliation.tracks.bulk import QuestionPast, write
from reconciliation.tracks.models import ShortTermTrack
from tests.tracks.road import ANSWER

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


def ask_more(cast: Any, count: int) -> None:
    """Questions of the first parent that are being answered, each in two parts, of which the family has one."""
    asker, boss, worker = (cast.actor(local) for local in ("family_member", "supervisor", "caseworker"))
    pasts = []
    for number in range(count):
        past = QuestionPast(
            engagement=cast.engagements["varnish"], asker=cast.people["imelda"], text=f"Question {number}?",
            actor=asker, at=at(-9, "09:00"), worker_id=cast.users["caseworker"].pk,
        )  # fmt: skip
        past.start_screen(actor=boss, at=at(-9, "10:00"))
        past.screen(actor=boss, at=at(-9, "10:10"), outcome="no_immediate_risk", reason="Safe.")
        past.assign(actor=boss, at=at(-9, "11:00"), worker_id=cast.users["caseworker"].pk)
        past.restate(actor=worker, at=at(-8, "10:00"), parts=["Who?", "Why?"])
        past.confirm_question(actor=asker, at=at(-7, "18:00"))
        past.write_answer(actor=worker, at=at(-6, "10:00"), number=1, answer=ANSWER)
        past.propose(actor=worker, at=at(-6, "11:00"))
        past.share_answer(actor=boss, at=at(-5, "12:00"))
        past.continue_part(actor=worker, at=at(-4, "09:00"))
        pasts.append(past)
    write(pasts)


def cost(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def family_page(cast: Any) -> str:
    return f"/engagements/{cast.engagements['varnish'].pk}/"


def test_a_familys_home_costs_the_same_at_one_question_as_at_thirty(cast: Any, as_: As) -> None:
    client = as_("family_member")
    ask_more(cast, 1)
    few = cost(client, "/home/")
    ask_more(cast, 29)
    assert cost(client, "/home/") == few
    assert few <= 30


def test_the_page_of_one_question_costs_the_same_beside_one_other_as_beside_thirty(cast: Any, as_: As) -> None:
    ask_more(cast, 2)
    client = as_("family_member")
    path = f"/questions/{ShortTermTrack.objects.filter(asker=cast.people['imelda']).latest('received_at').pk}/"
    few = cost(client, path)
    ask_more(cast, 28)
    assert cost(client, path) == few
    assert few <= 50


@pytest.mark.parametrize("local", ["caseworker", "supervisor"])
def test_the_page_of_one_family_costs_the_same_at_two_questions_as_at_thirty(cast: Any, as_: As, local: str) -> None:
    ask_more(cast, 2)
    client = as_(local)
    few = cost(client, family_page(cast))
    ask_more(cast, 28)
    assert cost(client, family_page(cast)) == few
    assert few <= 95


def test_looking_up_a_name_costs_the_same_at_one_question_as_at_thirty(cast: Any, as_: As) -> None:
    client, costs = as_("supervisor"), []
    for more in (1, 29):
        ask_more(cast, more)
        with CaptureQueriesContext(connection) as queries:
            assert "Varnish" in client.post("/worklist/", {"wanted": "Varnish"}).content.decode()
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_auditors_and_the_leads_lists_cost_the_same_however_much_there_is(cast: Any, as_: As) -> None:
    clients = {"/decisions/": as_("auditor"), "/incidents/": as_("safeguarding_lead"), "/people/": as_("admin")}
    ask_more(cast, 1)
    few = {path: cost(client, path) for path, client in clients.items()}
    ask_more(cast, 30)
    assert AuditEntry.objects.count() > 200
    assert {path: cost(client, path) for path, client in clients.items()} == few
