"""A family's pages, and those of its staff, cost the same at thirty questions as at one or two."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.audit.models import AuditEntry
from portal.workflow import clock
from reconciliation.families.actions import open_with_reason
from reconciliation.oversight.demo.days import at
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import PauseText
from reconciliation.tracks.bulk import QuestionPast, write
from reconciliation.tracks.models import ShortTermTrack
from tests.tracks.road import ANSWER, Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
# The whole of a request of the staff's three busiest pages: session, account and sign-in too.
QUERIES = 12


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


def may_see(cast: Any, local: str) -> None:
    """An approver of the team who works with none of its families, and the lead with a reason, see this one too."""
    if local == "wrenfield":
        cast.users[local].memberships.update(approver=True)
    if local == "safeguarding_lead":
        open_with_reason(actor=cast.actor(local), engagement=cast.engagements["varnish"], reason="A call.")


@pytest.mark.parametrize("local", ["caseworker", "supervisor", "wrenfield", "safeguarding_lead"])
def test_the_page_of_one_family_costs_twelve_queries_at_two_questions_and_at_thirty(
    cast: Any, as_: As, local: str
) -> None:
    ask_more(cast, 2)
    may_see(cast, local)
    client = as_(local)
    # The first time the read itself is written to the record; for a quarter of an hour it is not written again.
    assert cost(client, family_page(cast)) <= QUERIES + 8
    few = cost(client, family_page(cast))
    ask_more(cast, 28)
    client.get(family_page(cast))
    assert cost(client, family_page(cast)) == few
    assert few <= QUERIES


STATES = [
    states.RECEIVED, states.SCREENING, states.CLARIFYING, states.ANSWERING, states.AWAITING_APPROVAL,
    states.ANSWER_SHARED,
]  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_the_page_of_one_family_costs_twelve_queries_wherever_its_question_stands(
    cast: Any, as_: As, state: str
) -> None:
    Road(cast).until(state)
    for local in ("caseworker", "supervisor"):
        client = as_(local)
        client.get(family_page(cast))
        assert cost(client, family_page(cast)) <= QUERIES, local


@pytest.mark.parametrize("state", [states.CLARIFYING, states.ANSWERING, states.ANSWER_SHARED])
def test_it_does_while_the_question_is_paused(cast: Any, as_: As, state: str) -> None:
    road = Road(cast).until(state)
    assert road.pk is not None
    day = clock.add_working_days(clock.today(), 3)
    text = PauseText(reason="safety", review_on=day, why="They asked.", told="We wait.")
    actions.pause(actor=cast.actor("caseworker"), pk=road.pk, text=text)
    client = as_("caseworker")
    client.get(family_page(cast))
    assert cost(client, family_page(cast)) <= QUERIES


@pytest.mark.parametrize(("page", "most"), [("family/", 45), ("record/", 35)])
def test_the_pages_beside_it_cost_the_same_at_one_question_as_at_thirty(
    cast: Any, as_: As, page: str, most: int
) -> None:
    ask_more(cast, 1)
    client, track = as_("caseworker"), ShortTermTrack.objects.latest("received_at")
    path = f"/work/{track.pk}/record/" if page == "record/" else f"{family_page(cast)}{page}"
    client.get(path)
    few = cost(client, path)
    ask_more(cast, 29)
    assert cost(client, path) == few
    assert few <= most


@pytest.mark.parametrize("local", ["caseworker", "supervisor", "wrenfield"])
def test_the_worklist_costs_twelve_queries_at_one_question_and_at_thirty(cast: Any, as_: As, local: str) -> None:
    may_see(cast, local)
    client, costs = as_(local), []
    for more in (1, 29):
        ask_more(cast, more)
        costs.append(cost(client, "/worklist/"))
    assert max(costs) <= QUERIES


@pytest.mark.parametrize("wanted", ["Varnish", "reference"])
def test_looking_up_costs_twelve_queries_at_one_question_and_at_thirty(cast: Any, as_: As, wanted: str) -> None:
    client, costs, reference = as_("supervisor"), [], cast.engagements["varnish"].reference
    for more in (1, 29):
        ask_more(cast, more)
        with CaptureQueriesContext(connection) as queries:
            answer = client.post("/worklist/", {"wanted": reference if wanted == "reference" else wanted})
            assert reference in answer.content.decode()
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[0] <= QUERIES


def test_the_auditors_and_the_leads_lists_cost_the_same_however_much_there_is(cast: Any, as_: As) -> None:
    clients = {"/decisions/": as_("auditor"), "/incidents/": as_("safeguarding_lead"), "/people/": as_("admin")}
    ask_more(cast, 1)
    few = {path: cost(client, path) for path, client in clients.items()}
    ask_more(cast, 30)
    assert AuditEntry.objects.count() > 200
    assert {path: cost(client, path) for path, client in clients.items()} == few
