"""Loading the demo: on any day, in an empty database, and nowhere else."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command

from portal.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from portal.audit.triggers import drop_triggers, missing_triggers
from portal.audit.verify import verify
from portal.workflow import clock
from reconciliation.families.models import FamilyEngagement
from reconciliation.oversight.demo.cast import Cast
from reconciliation.oversight.demo.load import load_stories
from reconciliation.tracks import states
from reconciliation.tracks.models import ShortTermTrack


def load() -> str:
    said = StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()


def next_on(weekday: int, time: str) -> dt.datetime:
    """The next such day of the week after today, at this hour."""
    day = clock.today() + dt.timedelta(days=1)
    while day.weekday() != weekday:
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time.fromisoformat(time), tzinfo=clock.LONDON)


def new_years_day(time: str) -> dt.datetime:
    return dt.datetime.combine(dt.date(clock.today().year + 1, 1, 1), dt.time.fromisoformat(time), tzinfo=clock.LONDON)


MOMENTS = {
    "a Monday just after midnight": lambda: next_on(0, "00:20"),
    "a Wednesday in the evening": lambda: next_on(2, "19:40"),
    "a Saturday morning": lambda: next_on(5, "09:00"),
    "a Sunday night": lambda: next_on(6, "23:50"),
    "New Year's Day": lambda: new_years_day("00:01"),
}


@pytest.mark.parametrize("when", MOMENTS)
@pytest.mark.django_db
def test_the_stories_can_be_told_on_any_day_at_any_hour(cast: Cast, when: str) -> None:
    moment = MOMENTS[when]()
    with clock.moved(moment):
        load_stories(cast)
        late = ShortTermTrack.objects.filter(state__in=states.OPEN, next_due__lt=clock.today()).count()
    assert ShortTermTrack.objects.filter(received_at__gt=moment).count() == 0
    assert 0 < late < ShortTermTrack.objects.count() // 2


@pytest.mark.django_db(transaction=True)
def test_an_empty_database_is_filled_by_one_command_and_a_second_one_changes_nothing() -> None:
    drop_triggers()
    call_command("flush", interactive=False, verbosity=0)
    said = load()
    assert DEMO_PASSWORD in said
    assert all(account.email in said for account in DEMO_ACCOUNTS)
    assert verify() == missing_triggers() == []
    before = ShortTermTrack.objects.count()
    assert "nothing was loaded" in load()
    assert ShortTermTrack.objects.count() == before


@pytest.mark.django_db
def test_families_that_are_there_stay_as_they_are(cast: Cast) -> None:
    before = FamilyEngagement.objects.count()
    assert "nothing was loaded" in load()
    assert FamilyEngagement.objects.count() == before
