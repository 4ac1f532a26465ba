"""Pauses whose reason is not spoken of read alike to the family, byte for byte: the page is no side channel."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from portal.workflow import clock
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import PauseText
from reconciliation.tracks.models import UNSPOKEN, PauseReason
from tests.tracks.pages import place
from tests.tracks.road import PROCESS, Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
READERS = ("family_member", "second_parent")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
# Working days on which it is read: before, on and after each of the days that could be shown.
AFTER_DAYS = (0, 5, 6, 11)


@pytest.fixture
def paused_at() -> dt.datetime:
    day = clock.add_working_days(clock.today(), 1)
    return dt.datetime.combine(day, dt.time(10, 30), tzinfo=clock.LONDON)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is as if it never was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def pages(road: Road, as_: As) -> dict[tuple[str, str], str]:
    """Every page that shows a family anything of it, without what is the sign-in's own."""
    shown = {}
    for reader in READERS:
        client = as_(reader)
        addresses = [reverse("family_home"), place(road, "question"), reverse("flowchart_short_term")]
        addresses += [place(road, name) for name in ("resume", "pause", "withdraw", "reply")]
        for path in addresses:
            answer = client.get(path)
            headers = sorted((key, value) for key, value in answer.items() if key != "Set-Cookie")
            shown[reader, path] = f"{answer.status_code} {headers} {TOKEN.sub('', answer.content.decode())}"
    return shown


def text(reason: str, review_in: int, told: str = "We have to wait.") -> PauseText:
    review_on = clock.add_working_days(clock.today(), review_in)
    return PauseText(reason=reason, review_on=review_on, why=f"Only staff read {reason}.", told=told, told_how="phone")


def read_after(road: Road, as_: As, paused_at: dt.datetime, why: PauseText) -> list[dict[tuple[str, str], str]]:
    """What the family has read on each of the days after this pause."""
    with undone():
        with clock.moved(paused_at):
            actions.pause(actor=road.actor("caseworker"), pk=road.pk, text=why)
        assert road.track.current == states.PAUSED
        seen = []
        for days in AFTER_DAYS:
            later = clock.add_working_days(paused_at.date(), days)
            with clock.moved(dt.datetime.combine(later, dt.time(11), tzinfo=clock.LONDON)):
                seen.append(pages(road, as_))
        return seen


@pytest.fixture(params=[states.SCREENING, states.ANSWERING, states.ANSWER_SHARED])
def started(road: Road, request: pytest.FixtureRequest) -> Road:
    """A question that another parent of the family reads too; with a part that is answered where one is."""
    road.until(states.ANSWERING if request.param == states.ANSWERING else request.param)
    if request.param == states.ANSWERING:
        road.no_proceedings().write(1, PROCESS).propose().share()
        actions.continue_part(actor=road.actor("caseworker"), pk=road.pk)
    people = {road.cast.people["anselm"].pk}
    actions.share_question(actor=road.actor("family_member"), pk=road.pk, person_ids=people)
    return road


def test_every_reason_that_is_not_spoken_of_reads_the_same_on_every_page_and_day(
    started: Road, as_: As, paused_at: dt.datetime
) -> None:
    with clock.moved(paused_at):
        texts = [text(reason, 5, f"Typed for {reason}.") for reason in sorted(UNSPOKEN)]
    assert len(texts) == 5
    first, *others = (read_after(started, as_, paused_at, why) for why in texts)
    assert "We have paused this part." in first[0]["family_member", place(started, "question")]
    for other in others:
        assert other == first


def test_another_day_to_look_again_reads_the_same(started: Road, as_: As, paused_at: dt.datetime) -> None:
    with clock.moved(paused_at):
        texts = [text(PauseReason.SAFETY, days) for days in (1, 5, 10)]
    first, *others = (read_after(started, as_, paused_at, why) for why in texts)
    for other in others:
        assert other == first


def test_what_is_left_in_the_history_after_it_went_on_reads_the_same(
    started: Road, as_: As, paused_at: dt.datetime
) -> None:
    seen = []
    for reason in sorted(UNSPOKEN):
        with undone():
            with clock.moved(paused_at):
                actions.pause(actor=started.actor("caseworker"), pk=started.pk, text=text(reason, 5))
            with clock.moved(paused_at + dt.timedelta(hours=2)):
                actions.resume(actor=started.actor("caseworker"), pk=started.pk)
                seen.append(pages(started, as_))
    assert all(read == seen[0] for read in seen)


def test_a_reason_that_is_spoken_of_does_read_otherwise(road: Road, as_: As, paused_at: dt.datetime) -> None:
    """So that the sameness above is no accident of a page that shows nothing."""
    road.until(states.ANSWERING)
    with clock.moved(paused_at):
        texts = [text(reason, 5) for reason in (PauseReason.SAFETY, PauseReason.PROVIDER_CAPACITY)]
    unspoken, spoken = (read_after(road, as_, paused_at, why) for why in texts)
    assert unspoken != spoken
