"""Ways around a guard of the hard cases, each of which was open once."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.recipients.actions import protect
from portal.ui.refusals import NotYours
from portal.workflow import clock, ledger
from portal.workflow.errors import MoveRefused
from portal.workflow.models import Deadline
from reconciliation.families.actions import bar_reviewer
from reconciliation.safeguards.actions import record_proceedings, record_screen
from reconciliation.tracks import actions, policy, states
from reconciliation.tracks.actions import ApologyText, PauseText, Reply, Review, Told
from reconciliation.tracks.selectors import promises
from reconciliation.tracks.selectors.answers import drafts_of
from reconciliation.tracks.selectors.collect import open_closing
from reconciliation.tracks.selectors.told import told
from tests.tracks.road import PROCESS, WITHHELD, Road

pytestmark = pytest.mark.django_db

NAMING = "Petra Skerrowby is away until Friday."
MONDAY = dt.date(2044, 3, 7)


@pytest.fixture
def road(db: None, cast: Any) -> Road:
    return Road(cast)


@contextmanager
def on(day: dt.date, hour: int = 10) -> Iterator[None]:
    with clock.moved(dt.datetime.combine(day, dt.time(hour), tzinfo=clock.LONDON)):
        yield


def after(day: dt.date, n: int) -> dt.date:
    return clock.add_working_days(day, n)


def pause(road: Road, reason: str, told: str = "We have to wait.", days: int = 5) -> None:
    text = PauseText(reason=reason, review_on=after(clock.today(), days), why="It has to.", told=told)
    actions.pause(actor=road.actor("caseworker"), pk=road.pk, text=text)


def resume(road: Road) -> None:
    actions.resume(actor=road.actor("caseworker"), pk=road.pk)


def close(road: Road, told: str = "We stop here.") -> None:
    given = Told(told, support="Somebody to talk to.")
    actions.propose_no_further_action(actor=road.actor("caseworker"), pk=road.pk, reason="No more.", told=given)


def extend(road: Road, day: dt.date) -> None:
    actions.extend_answer(
        actor=road.actor("caseworker"), pk=road.pk, new_due=day, reason="It takes longer.", family_told="By phone.",
    )  # fmt: skip


def under_review(road: Road, *, text: str = "One.\n\nTwo.") -> None:
    road.until(states.ANSWERING).no_proceedings().write(2, WITHHELD)
    actions.propose(actor=road.actor("caseworker"), pk=road.pk, numbers=frozenset({2}))
    road.share()
    actions.ask_for_review(actor=road.actor("family_member"), pk=road.pk, number=2, missing="All of it.")
    officer = road.actor("information_governance")
    actions.keep_item(actor=officer, pk=road.pk, number=2, what="A note", text=text)


# --- a proposal not to go on stands for that one move ---------------------------------------------


def test_a_clean_proposal_to_stop_lets_no_other_text_through(road: Road) -> None:
    close(road.until(states.ANSWERING))
    with pytest.raises(MoveRefused):
        pause(road, "awaiting_family", NAMING)


def test_a_held_proposal_to_stop_holds_no_pause_for_safety(road: Road) -> None:
    close(road.until(states.ANSWERING), NAMING)
    pause(road, "safety")
    assert road.track.current == states.PAUSED


def test_it_ends_where_something_is_shared_without_it(road: Road) -> None:
    close(road.until(states.ANSWERING))
    road.write(1, PROCESS).write(2, PROCESS)
    actions.share_process_information(actor=road.actor("caseworker"), pk=road.pk)
    assert open_closing(road.track) is None
    said = {n: Reply(answers_me=True) for n in (1, 2)}
    actions.reply(actor=road.actor("family_member"), pk=road.pk, replies=said)
    actions.reopen(actor=road.actor("family_member"), pk=road.pk, words="Once more.")
    record_screen(
        actor=road.actor("supervisor"), engagement=road.track.engagement, subject=road.pk,
        outcome="no_immediate_risk", reason="Nobody is at risk.",
    )  # fmt: skip
    with pytest.raises(MoveRefused):
        actions.redirect(
            actor=road.actor("supervisor"),
            pk=road.pk,
            where="complaint",
            reason="It is one.",
            told=Told(NAMING),
        )


def test_it_ends_where_a_decision_is_looked_at_again(road: Road) -> None:
    road.until(states.ANSWERING).no_proceedings().write(2, WITHHELD)
    actions.propose(actor=road.actor("caseworker"), pk=road.pk, numbers=frozenset({2}))
    road.share()
    actions.continue_part(actor=road.actor("caseworker"), pk=road.pk)
    close(road)
    actions.ask_for_review(actor=road.actor("family_member"), pk=road.pk, number=2, missing="All.")
    assert open_closing(road.track) is None


def test_nobody_withholds_alone(road: Road) -> None:
    road.until(states.ANSWERING).write(1, replace(WITHHELD, info_class="process_information"))
    with pytest.raises(MoveRefused):
        actions.share_process_information(actor=road.actor("caseworker"), pk=road.pk, numbers=frozenset({1}))


# --- pauses and dates ---------------------------------------------------------------------------


def test_a_pause_gives_no_second_extension_and_hides_none(road: Road) -> None:
    with on(MONDAY):
        road.until(states.ANSWERING)
        extend(road, after(MONDAY, 15))
        pause(road, "awaiting_family")
    with on(after(MONDAY, 1)):
        resume(road)
        assert any("It takes longer" in line for line in told(road.track).why)
        with pytest.raises(ledger.CannotExtend):
            extend(road, after(MONDAY, 20))


def test_a_pause_before_a_reply_lengthens_no_date_that_counts_from_the_reply(road: Road) -> None:
    with on(MONDAY):
        road.until(states.ANSWERING)
        pause(road, "awaiting_family", days=8)
    with on(after(MONDAY, 6)):
        resume(road)
        road.no_proceedings().write(1).write(2).propose().share()
    replied = after(MONDAY, 7)
    with on(replied):
        said = {1: Reply(answers_me=False, missing="The date."), 2: Reply(answers_me=True)}
        actions.reply(actor=road.actor("family_member"), pk=road.pk, replies=said)
        with pytest.raises(ledger.CannotExtend):
            extend(road, after(replied, 21))


def test_the_day_on_the_card_of_a_part_is_the_day_in_the_ledger(road: Road) -> None:
    with on(MONDAY):
        road.until(states.ANSWERING)
        actions.wait_for(
            actor=road.actor("caseworker"), pk=road.pk, number=1, whom="The school", asked_on=MONDAY, chased_on=None,
            next_date=after(MONDAY, 9),
        )  # fmt: skip
        pause(road, "awaiting_family", days=8)
    with on(after(MONDAY, 6)):
        resume(road)
        running = Deadline.objects.get(track_id=road.pk, kind="part", stopped_at=None)
        assert road.track.parts.get(number=1).next_date == running.due_on == after(MONDAY, 15)


def test_after_a_pause_the_family_has_its_days_to_reply_anew(road: Road) -> None:
    with on(MONDAY):
        road.until(states.ANSWER_SHARED)
    with on(after(MONDAY, 2)):
        pause(road, "safety", days=10)
    with on(after(MONDAY, 12)):
        resume(road)
        running = Deadline.objects.get(track_id=road.pk, kind="family_reply", stopped_at=None)
        assert running.due_on == after(MONDAY, 22)


def test_what_waits_for_approval_is_not_held_for_ever_by_a_pause_for_the_police(road: Road) -> None:
    with on(MONDAY):
        road.until(states.AWAITING_APPROVAL)
    with on(MONDAY, 12):
        record_proceedings(actor=road.actor("caseworker"), engagement=road.track.engagement, status="investigation")
        pause(road, "proceedings")
    with on(after(MONDAY, 6)):
        resume(road)
        with pytest.raises(MoveRefused):
            road.share()
        actions.return_answer(actor=road.actor("supervisor"), pk=road.pk, reason="The police are at work.")
    assert road.track.current == states.ANSWERING


# --- who reads what -----------------------------------------------------------------------------


def test_what_a_family_has_read_does_not_vanish_when_the_other_one_adds_a_name(road: Road) -> None:
    road.until(states.ANSWERING)
    words, today = "Zebedee Quillfeather rang late.", clock.today()
    text = ApologyText(
        for_what=words, sorry="We are sorry.", by_post="Manager", by_name="N", how_given="portal", given_on=today
    )
    written = actions.apologise(actor=road.actor("caseworker"), pk=road.pk, text=text)
    actions.approve_apology(actor=road.actor("supervisor"), apology_id=written.pk)
    actions.promise(
        actor=road.actor("caseworker"), pk=road.pk, what=words, owner_post="Manager", owner_name="N",
        due=after(today, 5),
    )  # fmt: skip
    before = promises.told_of(road.track)
    protect(holder=road.track.holder, words=["Zebedee Quillfeather"], own_words=[])
    assert len(before["promises"]) == len(before["apologies"]) == 1
    assert promises.told_of(road.track) == before


def test_an_officer_with_a_link_to_the_family_finds_no_review_of_it(road: Road) -> None:
    under_review(road)
    officer = road.actor("information_governance")
    assert policy.visible_to(officer).filter(pk=road.pk).exists()
    bar_reviewer(actor=officer, engagement_id=road.track.engagement_id, kind="relationship")
    assert not policy.visible_to(officer).filter(pk=road.pk).exists()


@pytest.mark.parametrize("local", ["caseworker", "supervisor", "family_member", "auditor", "safeguarding_lead"])
def test_nobody_else_bars_themselves_in_that_way(road: Road, local: str) -> None:
    under_review(road)
    with pytest.raises(NotYours):
        bar_reviewer(actor=road.actor(local), engagement_id=road.track.engagement_id, kind="relationship")


def test_what_a_reviewer_could_not_share_is_nobodys_draft(road: Road) -> None:
    under_review(road, text=f"{NAMING}\n\nTwo.")
    with pytest.raises(MoveRefused):
        actions.decide_review(
            actor=road.actor("information_governance"),
            pk=road.pk,
            number=2,
            review=Review("released", "All.", item=1),
        )
    actions.withdraw(actor=road.actor("family_member"), pk=road.pk)
    assert drafts_of(road.track) == []


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "x", "2044-03-07"])
def test_no_moment_breaks_the_list_of_checks(road: Road, as_: Callable[[str], Client], moment: str) -> None:
    road.until(states.ANSWERING).no_proceedings()
    page = reverse("proceedings", args=[road.track.engagement_id])
    answer = as_("caseworker").get(page, {"before": f"{moment}_{road.pk}"})
    assert answer.status_code == 200


def test_a_year_that_nobody_plans_for_is_no_date(road: Road, as_: Callable[[str], Client]) -> None:
    road.until(states.ANSWERING)
    page = reverse("pause_for", args=[road.pk])
    sent = {
        "version": road.track.version, "reason": "safety", "review_on_day": "31", "review_on_month": "12",
        "review_on_year": "9999", "why": "It has to.", "told": "We paused.", "how": "phone",
    }  # fmt: skip
    answer = as_("caseworker").post(page, sent)
    assert "within the next ten years" in answer.content.decode()
    assert road.track.current == states.ANSWERING
