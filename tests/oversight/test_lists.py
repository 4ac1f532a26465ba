"""The lists of open questions: in order of the date owed, page by page, for who may act on them."""

import datetime as dt
from collections.abc import Sequence

import pytest
from django.db import connection
from django.db.models import QuerySet

from portal.workflow import clock
from reconciliation.families.models import Membership
from reconciliation.oversight.bench.filling import Filling
from reconciliation.oversight.demo.cast import Cast
from reconciliation.oversight.selectors import counting
from reconciliation.oversight.selectors import worklist as lists
from reconciliation.oversight.selectors.counting import place_of
from reconciliation.oversight.selectors.queue import last_escalated, queue
from reconciliation.oversight.selectors.worklist import Filters, Line, lanes, worklist
from reconciliation.tracks import states
from reconciliation.tracks.models import ShortTermTrack

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """Two hundred families in two teams; a caseworker of the first has some fifty of them."""
    Filling(cast).up_to(200, lambda _: None)
    return cast


def pages(cast: Cast, local: str, **narrowed: str) -> list[ShortTermTrack]:
    """All the pages of a worklist, one after the other."""
    found: list[ShortTermTrack] = []
    page = worklist(cast.actor(local), Filters(**narrowed))
    found += tracks(page.lines)
    while page.following:
        page = worklist(cast.actor(local), Filters(**narrowed, after=page.following))
        found += tracks(page.lines)
    return found


def tracks(lines: Sequence[Line]) -> list[ShortTermTrack]:
    return [line.track for line in lines]


def open_now(**which: object) -> list[ShortTermTrack]:
    rows = ShortTermTrack.objects.filter(state__in=states.OPEN, **which)
    return list(rows.order_by("next_due", "id"))


def test_the_pages_together_hold_every_open_question_once_in_the_order_of_dates(filled: Cast) -> None:
    assert pages(filled, "caseworker") == open_now(worker=filled.users["caseworker"])
    assert pages(filled, "supervisor") == open_now(team=filled.teams["east"])
    assert len(open_now(team=filled.teams["east"])) > 2 * lists.PAGE_SIZE


def test_narrowing_keeps_the_order(filled: Cast) -> None:
    today, east = clock.today(), filled.teams["east"]
    assert pages(filled, "supervisor", stage="received") == open_now(team=east, state="received")
    assert pages(filled, "supervisor", due="late") == open_now(team=east, next_due__lt=today)


def test_a_supervisor_of_two_teams_reads_both_in_one_order(filled: Cast) -> None:
    Membership.objects.create(
        team=filled.teams["west"], user=filled.users["supervisor"], approver=True, since=clock.now()
    )
    assert pages(filled, "supervisor") == open_now(team__in=[filled.teams["east"], filled.teams["west"]])


def test_a_caseworker_who_approves_reads_what_waits_for_approval_too(filled: Cast) -> None:
    user = filled.users["caseworker"]
    Membership.objects.filter(user=user).update(approver=True)
    found = pages(filled, "caseworker")
    waiting = {t.pk for t in open_now(team=filled.teams["east"], state=states.AWAITING_APPROVAL)}
    assert waiting
    assert {t.pk for t in found} == {t.pk for t in open_now(worker=user)} | waiting
    assert len(found) == len({t.pk for t in found})
    assert [(t.next_due, t.pk) for t in found] == sorted((t.next_due, t.pk) for t in found)


def test_what_is_late_is_counted_and_from_a_hundred_on_no_longer(filled: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    late = len(open_now(team=filled.teams["east"], next_due__lt=clock.today()))
    assert worklist(filled.actor("supervisor"), Filters()).late == str(late)
    monkeypatch.setattr(counting, "MOST_COUNTED", late)
    assert worklist(filled.actor("supervisor"), Filters()).late == f"{late} or more"


def test_the_queue_shows_the_first_of_each_kind(filled: Cast) -> None:
    east = filled.teams["east"]
    without = open_now(team=east, state=states.CLARIFYING)[0]
    ShortTermTrack.objects.filter(pk=without.pk).update(worker=None, next_due=dt.date(2020, 1, 1))
    sections = {section.slug: tracks(section.lines) for section in queue(filled.actor("supervisor"))}
    assert sections["to-screen"] == open_now(team=east, state=states.RECEIVED)[:10]
    assert sections["to-give"] == [without, *open_now(team=east, state=states.SCREENING)][:10]
    assert sections["to-approve"] == open_now(team=east, state=states.AWAITING_APPROVAL)[:10]
    threshold = last_escalated(clock.today())
    assert sections["escalated"] == open_now(team=east, next_due__lte=threshold)[:10]
    assert sections["late"] == open_now(team=east, next_due__gt=threshold, next_due__lt=clock.today())[:10]


@pytest.mark.parametrize("local", ["caseworker", "supervisor"])
def test_a_page_is_read_off_an_index_without_sorting_what_is_not_on_it(filled: Cast, local: str) -> None:
    actor = filled.actor(local)
    for lane in lanes(actor, place_of(actor).each):
        if connection.vendor == "sqlite":
            plan = plan_of(lane)
            assert "short_term_" in plan
            assert "TEMP B-TREE" not in plan


def plan_of(lane: QuerySet[ShortTermTrack]) -> str:
    return str(lane.select_related("engagement").order_by("next_due", "id")[:26].explain())


@pytest.mark.parametrize("local", ["other_caseworker", "other_supervisor", "duty_worker"])
def test_nobody_of_another_team_finds_one_of_them_in_a_list(filled: Cast, local: str) -> None:
    assert not {t.team_id for t in pages(filled, local)} & {filled.teams["east"].pk}
