"""The list of families that wait on police or court: whose, in which order, and what stands beside each."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.encryption import keys
from portal.workflow import clock
from reconciliation.families.models import Assignment, FamilyEngagement, Person
from reconciliation.oversight.selectors.proceedings import Line, checks_due, waiting_list
from reconciliation.safeguards.actions import record_check, record_escalation, record_proceedings
from reconciliation.safeguards.models import ProceedingsCheck, ProceedingsStatus, ProceedingsWatch
from reconciliation.tracks import states
from reconciliation.tracks.actions import AnswerText
from tests.tracks.road import ANSWER, Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
PATH = "/proceedings/"
PROCESS = AnswerText("answered", "process_information", "We call you on Monday.")


def stands(cast: Any, status: str = "investigation", family: str = "varnish", who: str = "caseworker") -> None:
    record_proceedings(actor=cast.actor(who), engagement=cast.engagements[family], status=status)


def ask(cast: Any, *, answered: bool = False, family: str = "varnish", who: str = "caseworker") -> ProceedingsCheck:
    return record_check(
        actor=cast.actor(who), engagement=cast.engagements[family], officer_role="Officer in the case",
        answered=answered, outcome="Still open." if answered else "",
    )  # fmt: skip


def only(cast: Any, who: str = "caseworker", **narrowed: str) -> Line:
    (line,) = waiting_list(cast.actor(who), **narrowed).lines
    return line


def text_of(client: Client, path: str = PATH) -> str:
    return " ".join(client.get(path).content.decode().split())


def later(days: int) -> dt.datetime:
    return dt.datetime.combine(clock.add_working_days(clock.today(), days), dt.time(9), clock.LONDON)


def grow(cast: Any, count: int) -> None:
    """More families of the same team and worker, each with an investigation that was asked after two days ago."""
    boss, worker, now = cast.users["supervisor"], cast.users["caseworker"], clock.now()
    families = [
        FamilyEngagement(team=cast.teams["east"], side="harmed", side_basis="reported", known_to_social_care=False,
                         opened_by=boss)
        for _ in range(count)
    ]  # fmt: skip
    with keys.create_many([family.pk for family in families]):
        FamilyEngagement.objects.bulk_create(families)
        Person.objects.bulk_create([Person(engagement=f, name=f"Parent {n}", is_child=False)
                                    for n, f in enumerate(families)])  # fmt: skip
        Assignment.objects.bulk_create([Assignment(engagement=f, user=worker, assigned_by=boss) for f in families])
        statuses = [ProceedingsStatus(engagement=f, status="investigation", recorded_by=boss) for f in families]
        checks = [
            ProceedingsCheck(engagement=f, officer_role="Officer", by=boss, checked_at=now - dt.timedelta(days=n % 5),
                             next_check_due=clock.today() + dt.timedelta(days=n % 9 - 3))
            for n, f in enumerate(families)
        ]  # fmt: skip
        ProceedingsStatus.objects.bulk_create(statuses)
        ProceedingsCheck.objects.bulk_create(checks)
        ProceedingsWatch.objects.bulk_create(
            ProceedingsWatch(engagement=f, status=s, last_check=c, next_due=c.next_check_due, answered_on=clock.today())
            for f, s, c in zip(families, statuses, checks, strict=True)
        )


# --- What stands beside a family -----------------------------------------------------------------


def test_a_family_is_on_it_with_its_status_its_last_check_and_the_next(cast: Any, as_: As) -> None:
    stands(cast)
    due = ask(cast, answered=True).next_check_due
    with time_machine.travel(later(3), tick=False):
        line = only(cast)
        assert (line.days, line.watch.next_due, line.watch.chases) == (3, due, 0)
        text = text_of(as_("caseworker"))
    for words in (cast.engagements["varnish"].reference, "Varnish", "Child who was harmed", "Investigation",
                  "3 working days ago", "0 checks"):  # fmt: skip
        assert words in text


def test_a_late_check_says_so_in_words(cast: Any, as_: As) -> None:
    stands(cast)
    ask(cast)
    with time_machine.travel(later(12), tick=False):
        text = text_of(as_("caseworker"))
    assert "Late, 2 working days" in text
    assert "1 late, 0 due today, " in text


def test_a_family_that_nobody_asked_for_yet_is_due_today(cast: Any, as_: As) -> None:
    stands(cast)
    assert "No check yet" in text_of(as_("caseworker"))
    assert only(cast).watch.next_due == clock.today()


@pytest.mark.parametrize("status", ["none_known", "concluded_acquittal", "out_of_court", "no_further_action"])
def test_a_family_leaves_it_when_it_has_ended(cast: Any, as_: As, status: str) -> None:
    stands(cast)
    assert only(cast)
    stands(cast, status)
    assert waiting_list(cast.actor("caseworker")).lines == []
    assert "None of your families waits on police or court." in text_of(as_("caseworker"))


def test_three_chases_are_shown_with_the_contact_until_the_supervisor_has_taken_it_on(cast: Any, as_: As) -> None:
    stands(cast)
    for _ in range(3):
        ask(cast)
    link = f'href="/engagements/{cast.engagements["varnish"].pk}/proceedings/escalation/"'
    boss, worker = text_of(as_("supervisor")), text_of(as_("caseworker"))
    for text in (boss, worker):
        assert "Escalated to the supervisor" in text
        assert "3 checks" in text
        assert f"Next: {settings.PARTNERSHIP_CONTACT}" in text
        assert "1 to take to the partnership" in text
    assert link in boss
    assert link not in worker
    record_escalation(actor=cast.actor("supervisor"), engagement=cast.engagements["varnish"], taken_on=clock.today())
    text = text_of(as_("supervisor"))
    assert f"Taken to the partnership on {clock.today():%-d %b}: {settings.PARTNERSHIP_CONTACT}" in text
    assert "0 to take to the partnership" in text
    assert link not in text
    assert only(cast, show="escalated").watch.escalated


def test_it_can_be_narrowed_to_what_is_late_or_escalated(cast: Any, as_: As) -> None:
    stands(cast)
    ask(cast)
    assert waiting_list(cast.actor("supervisor"), "escalated").lines == []
    assert waiting_list(cast.actor("supervisor"), "late").lines == []
    assert "nothing here for this choice" in text_of(as_("supervisor"), f"{PATH}?show=late")
    assert len(waiting_list(cast.actor("supervisor"), "no such choice").lines) == 1


def test_it_names_the_questions_with_a_part_that_waits_because_of_it(cast: Any, as_: As) -> None:
    road = Road(cast).until(states.ANSWERING)
    road.write(1, ANSWER).write(2, PROCESS)
    stands(cast)
    ask(cast, answered=True)
    (held,) = only(cast).held
    assert (held.track.pk, held.numbers) == (road.pk, [1])
    assert f"{road.track.reference}</a>, part 1" in text_of(as_("caseworker"))


def test_a_part_that_was_withheld_because_of_it_waits_too_whatever_may_be_told_now(cast: Any) -> None:
    road = Road(cast).until(states.ANSWERING)
    stands(cast, "right_to_review")
    ask(cast, answered=True)
    assert only(cast).held == []
    road.track.parts.filter(number=2).update(status="cannot_answer", reason_code="live_proceedings")
    assert only(cast).held[0].numbers == [2]


def test_nothing_waits_where_a_non_objection_is_kept(cast: Any) -> None:
    Road(cast).until(states.ANSWERING).write(1, ANSWER)
    record_proceedings(
        actor=cast.actor("caseworker"), engagement=cast.engagements["varnish"], status="investigation",
        non_objection=True, non_objection_ref="Letter of 2 March",
    )  # fmt: skip
    ask(cast, answered=True)
    assert only(cast).held == []


# --- Order, pages and cost -----------------------------------------------------------------------


def test_the_pages_together_hold_every_family_once_the_next_check_first(cast: Any, as_: As) -> None:
    grow(cast, 60)
    found: list[Line] = []
    page = waiting_list(cast.actor("caseworker"))
    found += page.lines
    while page.following:
        page = waiting_list(cast.actor("caseworker"), after=page.following)
        found += page.lines
    order = [(line.watch.next_due, line.watch.pk) for line in found]
    assert len(found) == len({line.watch.pk for line in found}) == 60
    assert order == sorted(order)
    assert 'rel="next"' in text_of(as_("caseworker"))
    assert waiting_list(cast.actor("caseworker"), after="no key").lines


@pytest.mark.parametrize("local", ["caseworker", "supervisor"])
def test_it_costs_the_same_at_ten_and_at_a_thousand_families(cast: Any, as_: As, local: str) -> None:
    client = as_(local)
    Road(cast).until(states.ANSWERING).write(1, ANSWER)
    with clock.moved(clock.now() - dt.timedelta(days=60)):
        stands(cast, "charged")
        ask(cast)
    grow(cast, 10)
    few = cost(client)
    grow(cast, 990)
    assert cost(client) == few
    assert few < 40


def cost(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PATH).status_code == 200
    return len(queries)


# --- What is due in a day's work -----------------------------------------------------------------


def test_a_check_is_due_on_its_day_and_stays_until_it_is_made(cast: Any) -> None:
    stands(cast)
    due = ask(cast).next_check_due
    actor = cast.actor("caseworker")
    assert checks_due(actor, due - dt.timedelta(days=1)) == []
    (found,) = checks_due(actor, due)
    assert found.engagement == cast.engagements["varnish"]
    assert checks_due(actor, due + dt.timedelta(days=30))
    with time_machine.travel(later(10), tick=False):
        ask(cast, answered=True)
        assert checks_due(actor, due) == []


# --- Who may not ---------------------------------------------------------------------------------


def test_each_side_finds_its_own_and_nobody_elses(cast: Any) -> None:
    stands(cast)
    stands(cast, "charged", "skerrowby", "other_caseworker")
    for who, family in (("caseworker", "varnish"), ("supervisor", "varnish"), ("second_supervisor", "varnish"),
                        ("other_caseworker", "skerrowby"), ("other_supervisor", "skerrowby")):  # fmt: skip
        assert only(cast, who).watch.engagement == cast.engagements[family], who
        assert [due.engagement for due in checks_due(cast.actor(who), clock.today())] == [cast.engagements[family]]


@pytest.mark.parametrize("who", ["wrenfield", "duty_worker"])
def test_a_worker_without_the_family_has_an_empty_list(cast: Any, who: str) -> None:
    stands(cast)
    assert waiting_list(cast.actor(who)).lines == []
    assert checks_due(cast.actor(who), clock.today()) == []


def test_a_worker_who_handed_the_family_over_finds_it_no_longer(cast: Any) -> None:
    stands(cast)
    Assignment.objects.filter(engagement=cast.engagements["varnish"]).update(until=clock.now())
    assert waiting_list(cast.actor("caseworker")).lines == []


@pytest.mark.parametrize(
    "local", ["family_member", "young_person", "safeguarding_lead", "service_provider", "commissioner",
              "information_governance", "auditor", "admin"],
)  # fmt: skip
def test_nobody_else_has_such_a_list(cast: Any, as_: As, local: str) -> None:
    stands(cast)
    assert as_(local).get(PATH).status_code == 404
    assert waiting_list(cast.actor(local)).lines == []
