"""The list of promises: whose, the late ones first, what stands beside each, and the apologies to approve."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.encryption import keys
from portal.workflow import clock
from reconciliation.families.models import Assignment, FamilyEngagement, Person
from reconciliation.oversight.selectors.promises import Line, promise_list, to_approve
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import ApologyText
from reconciliation.tracks.models import Apology, Commitment, ShortTermTrack
from tests.tracks.road import Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
PATH = "/promises/"
OTHER = ("other_family", "petra", "other_caseworker", "other_supervisor")


def promise(road: Road, days: int = 3, what: str = "We will call you.") -> Commitment:
    return actions.promise(
        actor=road.actor(road.worker), pk=road.pk, what=what, owner_post="Team manager", owner_name="Lowri Penhallow",  # type: ignore[arg-type]
        due=clock.add_working_days(clock.today(), days),
    )  # fmt: skip


def sorry(road: Road) -> Apology:
    text = ApologyText("Nobody called.", "We are sorry.", "Team manager", "Lowri", "portal", clock.today())
    return actions.apologise(actor=road.actor(road.worker), pk=road.pk, text=text)  # type: ignore[arg-type]


def text_of(client: Client, path: str = PATH) -> str:
    return " ".join(client.get(path).content.decode().split())


def later(days: int) -> dt.datetime:
    return dt.datetime.combine(clock.add_working_days(clock.today(), days), dt.time(9), clock.LONDON)


def grow(cast: Any, count: int) -> None:
    """More families of the same team and worker, each with one promise, some of them late."""
    boss, worker, now = cast.users["supervisor"], cast.users["caseworker"], clock.now()
    families = [
        FamilyEngagement(team=cast.teams["east"], side="harmed", side_basis="reported", known_to_social_care=False,
                         opened_by=boss)
        for _ in range(count)
    ]  # fmt: skip
    with keys.create_many([family.pk for family in families]):
        FamilyEngagement.objects.bulk_create(families)
        people = [Person(engagement=f, name=f"Parent {n}", is_child=False) for n, f in enumerate(families)]
        Person.objects.bulk_create(people)
        Assignment.objects.bulk_create([Assignment(engagement=f, user=worker, assigned_by=boss) for f in families])
        before = ShortTermTrack.objects.count()
        tracks = [
            ShortTermTrack(holder=f.pk, engagement=f, asker=p, team=f.team, worker=worker,
                           reference=f"QG{before + n:04}",
                           state=states.CLOSED_ANSWERED, received_at=now, state_since=now, process_version="1",
                           question="Who?")
            for n, (f, p) in enumerate(zip(families, people, strict=True))
        ]  # fmt: skip
        ShortTermTrack.objects.bulk_create(tracks)
        Commitment.objects.bulk_create(
            Commitment(holder=t.holder, track=t, team_id=t.team_id, what=f"Thing {n}", owner_post="Team manager",
                       owner_name="Lowri", due=clock.today() + dt.timedelta(days=n % 9 - 3), at=now, actor_kind="user",
                       actor_role="caseworker")
            for n, t in enumerate(tracks)
        )  # fmt: skip


@pytest.fixture
def road(cast: Any) -> Road:
    return Road(cast).until(states.ANSWERING)


# --- what is on it ------------------------------------------------------------------------------


def test_it_shows_what_who_owes_it_and_by_when(road: Road, as_: As) -> None:
    promise(road, 2)
    for who in ("caseworker", "supervisor", "second_supervisor"):
        text = text_of(as_(who))
        for words in ("We will call you.", "Lowri Penhallow, Team manager", road.track.engagement.reference, "Varnish",
                      "Due soon", "0 late, 1 due today or in the next 7 days"):  # fmt: skip
            assert words in text, (who, words)


def test_the_late_come_first_and_say_so_in_words(road: Road, as_: As) -> None:
    promise(road, 6, "Later.")
    promise(road, 1, "Sooner.")
    with time_machine.travel(later(3), tick=False):
        lines = promise_list(road.actor("caseworker")).lines
        assert [line.what for line in lines] == ["Sooner.", "Later."]
        text = text_of(as_("caseworker"))
    assert "Late, 2 working days" in text
    assert "1 late, 1 due today or in the next 7 days" in text


def test_what_became_of_it_takes_it_off_the_list_and_a_finished_question_does_not(road: Road) -> None:
    kept, broken = promise(road), promise(road, 4)
    worker = road.actor("caseworker")
    road.no_proceedings().write(1).write(2).propose().share()
    actions.disagree_and_finish(actor=road.actor("family_member"), pk=road.pk)  # type: ignore[arg-type]
    assert len(promise_list(worker).lines) == 2
    actions.keep_promise(actor=worker, commitment_id=kept.pk, words="Done.")
    actions.break_promise(actor=worker, commitment_id=broken.pk, words="No.", again_by=clock.today())
    (line,) = promise_list(worker).lines
    assert line.promise.due == clock.today()


def test_an_approver_finds_the_apologies_that_somebody_else_wrote(road: Road, as_: As) -> None:
    row = sorry(road)
    for who in ("supervisor", "second_supervisor"):
        assert to_approve(road.actor(who)) == [row]
        assert f"/work/{road.pk}/sorry/{row.pk}/" in text_of(as_(who))
    assert "Apologies to read and approve" not in text_of(as_("caseworker"))
    actions.approve_apology(actor=road.actor("supervisor"), apology_id=row.pk)
    assert to_approve(road.actor("supervisor")) == []


def test_a_worker_who_approves_does_not_find_their_own(road: Road) -> None:
    road.cast.users["caseworker"].memberships.update(approver=True)
    sorry(road)
    assert to_approve(road.actor("caseworker")) == []


def test_an_apology_of_a_question_that_was_taken_back_waits_for_nobody(road: Road) -> None:
    sorry(road)
    actions.withdraw(actor=road.actor("family_member"), pk=road.pk)  # type: ignore[arg-type]
    assert to_approve(road.actor("supervisor")) == []


# --- pages and cost -----------------------------------------------------------------------------


def test_the_pages_together_hold_every_promise_once_by_its_day(cast: Any, as_: As) -> None:
    grow(cast, 60)
    found: list[Line] = []
    page = promise_list(cast.actor("caseworker"))
    found += page.lines
    while page.following:
        page = promise_list(cast.actor("caseworker"), page.following)
        found += page.lines
    order = [(line.promise.due, line.promise.pk) for line in found]
    assert len(found) == len(set(order)) == 60
    assert order == sorted(order)
    assert 'rel="next"' in text_of(as_("caseworker"))
    assert len(promise_list(cast.actor("caseworker"), "no key").lines) == 25


@pytest.mark.parametrize("local", ["caseworker", "supervisor"])
def test_it_costs_the_same_at_ten_and_at_a_thousand(cast: Any, as_: As, local: str) -> None:
    client = as_(local)
    grow(cast, 10)
    few = cost(client)
    grow(cast, 990)
    assert cost(client) == few
    assert few < 30
    assert "100 or more late" in text_of(client)


def cost(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PATH).status_code == 200
    return len(queries)


# --- who may not --------------------------------------------------------------------------------


def test_each_team_finds_its_own_and_nobody_elses(road: Road) -> None:
    other = Road(road.cast, None, *OTHER).until(states.ANSWERING)
    promise(road)
    promise(other)
    sorry(road)
    for who, asked in (("caseworker", road), ("supervisor", road), ("second_supervisor", road),
                       ("other_caseworker", other), ("other_supervisor", other)):  # fmt: skip
        assert [line.promise.track_id for line in promise_list(road.actor(who)).lines] == [asked.pk], who
    assert to_approve(road.actor("other_supervisor")) == []


@pytest.mark.parametrize("who", ["wrenfield", "duty_worker"])
def test_a_worker_without_the_question_has_an_empty_list(road: Road, who: str) -> None:
    promise(road)
    assert promise_list(road.actor(who)).lines == []


def test_a_worker_who_handed_the_family_over_finds_it_no_longer(road: Road) -> None:
    promise(road)
    Assignment.objects.filter(engagement=road.track.engagement_id).update(until=clock.now())
    assert promise_list(road.actor("caseworker")).lines == []


@pytest.mark.parametrize(
    "who", ["family_member", "young_person", "safeguarding_lead", "service_provider", "commissioner",
            "information_governance", "auditor", "admin"],
)  # fmt: skip
def test_no_other_role_has_the_page(road: Road, as_: As, who: str) -> None:
    promise(road)
    assert as_(who).get(PATH).status_code == 404
