"""What could be answered later: which questions stand there, in which order, and for whom."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.workflow import clock
from reconciliation.families.models import Assignment, Conflict
from reconciliation.oversight.bench.filling import Filling
from reconciliation.oversight.selectors import later as lists
from reconciliation.oversight.selectors.counting import place_of
from reconciliation.oversight.selectors.later import Line, later_come, later_list
from reconciliation.oversight.selectors.worklist import Filters, worklist
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import Reply
from reconciliation.tracks.models import QuestionPart, ShortTermTrack
from tests.tracks.road import WITHHELD, Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
OTHER = (None, "other_family", "petra", "other_caseworker", "other_supervisor")
PATH = "/later/"


def finished(cast: Any, *road: Any, days: int = 20) -> Road:
    """A question that ended with its second part withheld, to be looked at again after so many working days."""
    one = Road(cast, *road)
    again = clock.add_working_days(clock.today(), days)
    one.until(states.ANSWERING).no_proceedings().write(1).write(2, replace(WITHHELD, next_date=again)).propose().share()
    asker = cast.actor(one.asker)
    actions.reply(actor=asker, pk=one.pk, replies={1: Reply(answers_me=True), 2: Reply(answers_me=True)})  # type: ignore[arg-type]
    assert one.track.current == states.CLOSED_PART_ANSWERED
    return one


def said(client: Client, path: str = PATH) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", client.get(path).content.decode())).split())


def listed(cast: Any, local: str = "caseworker", after: str = "") -> list[Any]:
    return [line.track.pk for line in later_list(cast.actor(local), after).lines]


def only(cast: Any, local: str = "caseworker") -> Line:
    (line,) = later_list(cast.actor(local)).lines
    return line


# --- What stands there ---------------------------------------------------------------------------


def test_a_question_stands_there_with_its_part_the_reason_and_the_day(cast: Any, as_: As) -> None:
    road = finished(cast)
    line = only(cast)
    again = clock.add_working_days(clock.today(), 20)
    assert [(part.row.number, part.status, part.reason) for part in line.parts] == [
        (2, "Cannot be answered", "It is other people's information")
    ]
    assert (line.review_on, line.finished_on) == (again, clock.today())
    text = said(as_("caseworker"))
    references = (road.track.reference, road.track.engagement.reference)
    parts = ("Part 2: Why were we not told?", "It is other people's information")
    for words in ("Who decided to move the classes?", "Child who was harmed", *references, *parts):
        assert words in text


def test_a_question_that_is_open_or_wholly_answered_does_not(cast: Any) -> None:
    Road(cast).until(states.ANSWERING).no_proceedings().write(1).write(2, WITHHELD).propose().share()
    whole = Road(cast).until(states.ANSWER_SHARED)
    replies = {1: Reply(answers_me=True), 2: Reply(answers_me=True)}
    actions.reply(actor=cast.actor("family_member"), pk=whole.pk, replies=replies)  # type: ignore[arg-type]
    assert whole.track.current == states.CLOSED_ANSWERED
    assert listed(cast) == listed(cast, "supervisor") == []


def test_the_first_day_stands_first_and_a_part_without_one_last(cast: Any, as_: As) -> None:
    far, near, never = (finished(cast, days=days) for days in (30, 5, 10))
    QuestionPart.objects.filter(track=never.pk).update(next_date=None)
    assert listed(cast) == listed(cast, "supervisor") == [near.pk, far.pk, never.pk]
    assert "No day was set" in said(as_("caseworker"))


def day_shown(cast: Any) -> str:
    day = worklist(cast.actor("caseworker"), Filters()).day
    assert day is not None
    return day.later


def test_when_the_day_has_come_it_says_so_here_on_the_day_and_in_the_queue(cast: Any, as_: As) -> None:
    finished(cast, days=5)
    assert (later_come(cast.actor("caseworker")), day_shown(cast)) == ("0", "0")
    assert "Look now" not in said(as_("caseworker"))
    QuestionPart.objects.filter(number=2).update(next_date=clock.today())
    assert (later_come(cast.actor("supervisor")), day_shown(cast)) == ("1", "1")
    assert "The day to look again has come for 1 of them" in said(as_("caseworker"))
    assert "Look now" in said(as_("caseworker"))
    assert "1 could be answered now" in said(as_("caseworker"), "/worklist/")
    assert "1 could be answered now" in said(as_("supervisor"), "/queue/")


def test_a_supervisor_opens_it_again_from_there_and_it_leaves_the_list(cast: Any, as_: As) -> None:
    road = finished(cast)
    link = reverse("open_again", args=[road.pk])
    assert f'href="{link}"' in as_("supervisor").get(PATH).content.decode()
    assert f'href="{link}"' not in as_("caseworker").get(PATH).content.decode()
    assert as_("supervisor").get(link).status_code == 200
    actions.reopen(actor=cast.actor("supervisor"), pk=road.pk, words="The court has ended.", numbers=[2])  # type: ignore[arg-type]
    assert listed(cast, "supervisor") == []


# --- Pages and cost ------------------------------------------------------------------------------


def grow(cast: Any, count: int) -> None:
    """More families, whose finished questions ended with a part that was not answered."""
    Filling(cast).up_to(count, lambda _: None)
    closed = ShortTermTrack.objects.filter(state=states.CLOSED_WITHDRAWN)
    ids = list(closed.values_list("pk", "engagement_id"))
    closed.update(state=states.CLOSED_PART_ANSWERED)
    QuestionPart.objects.bulk_create(
        QuestionPart(holder=holder, track_id=pk, number=1, wording="Why?", status="part", reason_code="safety",
                     next_date=clock.today() + dt.timedelta(days=number % 9 - 3))
        for number, (pk, holder) in enumerate(ids)
    )  # fmt: skip


def test_the_pages_together_hold_every_question_once_the_first_day_first(cast: Any, as_: As) -> None:
    grow(cast, 200)
    page = later_list(cast.actor("supervisor"))
    found = [*page.lines]
    while page.following:
        page = later_list(cast.actor("supervisor"), page.following)
        found += page.lines
    rows = ShortTermTrack.objects.filter(team=cast.teams["east"], state=states.CLOSED_PART_ANSWERED)
    assert len(found) == len({line.track.pk for line in found}) == rows.count() > 2 * lists.PAGE_SIZE
    order = [(line.review_on, line.track.pk) for line in found]
    assert order == sorted(order)
    assert 'rel="next"' in as_("supervisor").get(PATH).content.decode()
    assert later_list(cast.actor("supervisor"), "no key").lines


@pytest.mark.parametrize("local", ["caseworker", "supervisor"])
def test_it_costs_the_same_with_a_few_and_with_a_thousand_families(cast: Any, as_: As, local: str) -> None:
    client = as_(local)
    finished(cast)
    few = cost(client)
    grow(cast, 1000)
    assert cost(client) == few
    assert few < 20


def cost(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PATH).status_code == 200
    return len(queries)


def test_it_is_read_off_an_index_of_these_questions_alone(cast: Any) -> None:
    finished(cast)
    actor = cast.actor("supervisor")
    for lane in lists._lanes(actor, place_of(actor).each):
        if connection.vendor == "sqlite":
            assert "short_term_could_be_later" in lane.explain()


# --- Who may not ---------------------------------------------------------------------------------


def test_each_side_finds_its_own_and_nobody_elses(cast: Any) -> None:
    ours, theirs = finished(cast), finished(cast, *OTHER)
    for local in ("caseworker", "supervisor", "second_supervisor"):
        assert listed(cast, local) == [ours.pk], local
    for local in ("other_caseworker", "other_supervisor"):
        assert listed(cast, local) == [theirs.pk], local


@pytest.mark.parametrize("local", ["wrenfield", "duty_worker"])
def test_a_worker_without_the_family_has_an_empty_list(cast: Any, local: str) -> None:
    finished(cast)
    assert listed(cast, local) == []
    assert later_come(cast.actor(local)) == "0"


def test_whoever_handed_the_family_over_or_has_a_conflict_finds_it_no_longer(cast: Any) -> None:
    road = finished(cast)
    boss = cast.users["supervisor"]
    Conflict.objects.create(engagement=road.track.engagement, user=boss, status="upheld", recorded_by=boss)
    assert listed(cast, "supervisor") == []
    Assignment.objects.filter(engagement=road.track.engagement).update(until=clock.now())
    assert listed(cast) == []


@pytest.mark.parametrize("local", ["family_member", "young_person", "safeguarding_lead", "information_governance",
                                   "auditor", "commissioner", "service_provider", "admin"])  # fmt: skip
def test_nobody_else_has_such_a_list(as_: As, local: str) -> None:
    assert as_(local).get(PATH).status_code == 404
