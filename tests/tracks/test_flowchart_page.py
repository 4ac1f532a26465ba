"""The page of the flowchart: everybody reads how a question goes, and only those who work with questions see counts."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.demo import DEMO_ACCOUNTS
from portal.workflow.flowchart import rule_of
from reconciliation.tracks import flow, states
from reconciliation.tracks.selectors.flowchart import holders_of, live_counts
from reconciliation.tracks.short_term import ShortTermTrack
from tests.tracks.road import Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]

EVERYBODY = [account.local for account in DEMO_ACCOUNTS]
FAMILY = ["family_member", "young_person", "second_parent", "other_family"]
COUNTED = ["caseworker", "other_caseworker", "duty_worker", "supervisor", "second_supervisor", "safeguarding_lead"]
STAFF_WITHOUT = ["service_provider", "commissioner", "information_governance", "auditor", "admin"]


def page_of(client: Client) -> str:
    """What stands on the page, without what is new each time it is drawn."""
    answer = client.get(reverse("flowchart_short_term"))
    assert answer.status_code == 200
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return unescape(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main))


def counts(html: str) -> list[int]:
    """The counts of the list, and that the picture says the same."""
    shown = [int(count) for count in re.findall(r'portal-flow__note">(\d+) question', html)]
    in_picture = [int(count) for count in re.findall(r"<text[^>]*>(\d+) questions? now<", html)]
    assert sorted(shown) == sorted(in_picture)
    return shown


def other_road(cast: Any) -> Road:
    return Road(cast, None, "other_family", "petra", "other_caseworker", "other_supervisor")


# --- Both ways of reading it ---------------------------------------------------------------------


@pytest.mark.parametrize("local", EVERYBODY)
def test_everybody_signed_in_reads_it_as_a_picture_and_as_a_list(as_: As, local: str) -> None:
    html = page_of(as_(local))
    assert "<svg" in html
    assert 'role="img"' in html
    assert "<desc" in html
    assert re.search(r'role="region" aria-label="[^"]+" tabindex="0"', html)
    assert html.index("<svg") < html.index('id="list"')


def test_a_stranger_is_sent_to_sign_in(db: None) -> None:
    assert Client().get("/flowchart/short-term/").status_code == 302


@pytest.mark.parametrize("local", ["caseworker", "family_member"])
def test_the_page_needs_no_exception_from_the_policy(as_: As, local: str) -> None:
    html = page_of(as_(local))
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", html)


@pytest.mark.parametrize("local", ["caseworker", "family_member"])
def test_no_id_stands_twice_and_every_jump_has_its_place(as_: As, local: str) -> None:
    html = page_of(as_(local))
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_staff_read_each_question_its_post_its_days_its_contact_and_its_rules(as_: As) -> None:
    html = page_of(as_("caseworker"))
    for move in ShortTermTrack.moves().values():
        assert move.question in html
        assert move.accountable in html
        contact = flow.contact_of(move)
        assert contact is not None
        assert contact.name in html
        assert contact.phone in html
        assert all(rule_of(gate) in html for gate in move.guards)
    assert "10 working days" in html


def test_every_contact_that_is_declared_is_in_the_settings() -> None:
    wanted = {move.contact for move in ShortTermTrack.moves().values()}
    assert wanted <= set(settings.LOCAL_CONTACTS)


def test_a_contact_of_the_move_goes_before_one_of_its_post() -> None:
    moves = ShortTermTrack.moves()
    names = {event: contact.post for event in moves if (contact := flow.contact_of(moves[event]))}
    assert names["redirect"] == settings.LOCAL_CONTACTS["The council's front door"]["post"]
    assert names["released"] == settings.LOCAL_CONTACTS["Information governance"]["post"]
    assert names["assign"] == settings.LOCAL_CONTACTS["The family's own team"]["post"]


def test_the_pages_of_a_question_lead_to_it(as_: As, road: Road) -> None:
    road.until(states.CLARIFYING)
    address = f'href="{reverse("flowchart_short_term")}"'
    question = as_("family_member").get(reverse("question", args=[road.pk]))
    engagement = as_("caseworker").get(reverse("engagement", args=[road.track.engagement_id]))
    assert address in question.content.decode()
    assert address in engagement.content.decode()


# --- How many questions stand where --------------------------------------------------------------


def test_who_works_with_questions_sees_how_many_there_are_at_each_step(as_: As, cast: Any) -> None:
    for state in (states.RECEIVED, states.CLARIFYING, states.ANSWERING, states.ANSWERING):
        Road(cast).until(state)
    for local in ("caseworker", "supervisor", "second_supervisor"):
        html = page_of(as_(local))
        assert sum(counts(html)) == 4
        at = re.search(r'id="step-answering">[^<]*<[^>]*>, </span> <span class="portal-flow__note">(\d+)', html)
        assert at is not None
        assert at[1] == "2"


def test_the_questions_of_another_team_change_no_count(as_: As, cast: Any) -> None:
    Road(cast).until(states.ANSWERING)
    before = page_of(as_("caseworker"))
    other_road(cast).until(states.ANSWERING)
    assert page_of(as_("caseworker")) == before
    assert sum(counts(page_of(as_("other_caseworker")))) == 1


def test_the_safeguarding_lead_counts_only_what_they_have_opened(as_: As, cast: Any) -> None:
    Road(cast).until(states.ANSWERING)
    assert sum(counts(page_of(as_("safeguarding_lead")))) == 0


def test_the_counts_are_one_query_however_many_there_are(cast: Any) -> None:
    for state in (states.RECEIVED, states.ANSWERING):
        Road(cast).until(state)
    with CaptureQueriesContext(connection) as queries:
        assert live_counts(cast.actor("caseworker")) == {"received": 1, "answering": 1}
    assert len(queries) == 1


@pytest.mark.parametrize("local", [*FAMILY, *STAFF_WITHOUT])
def test_nobody_else_sees_a_count_and_none_is_made(as_: As, cast: Any, local: str) -> None:
    empty = page_of(as_(local))
    Road(cast).until(states.ANSWERING)
    other_road(cast).until(states.ANSWERING)
    html = page_of(as_(local))
    assert counts(html) == []
    assert "questions now" not in html
    assert "question now" not in html
    assert live_counts(cast.actor(local)) is None
    assert html == empty


# --- Who is accountable --------------------------------------------------------------------------


def test_a_worker_reads_who_of_their_own_team_holds_a_post(as_: As, cast: Any) -> None:
    html = page_of(as_("caseworker"))
    assert re.search(r"Team manager: [^<]*Ada Brink", html)
    assert "Callum Restharrow" not in html
    assert "Isolde Fenwright" not in html
    other = page_of(as_("other_caseworker"))
    assert "Callum Restharrow" in other
    assert "Ada Brink" not in other
    assert "Rowan Tallis" not in other


def test_a_post_that_nobody_of_the_team_holds_names_nobody(cast: Any) -> None:
    posts = ["Team manager", "Duty supervisor", "Information governance", "The person who asked", "Something new"]
    assert set(holders_of(cast.actor("caseworker"), posts)) == {"Team manager"}
    assert set(holders_of(cast.actor("duty_worker"), posts)) == {"Team manager", "Duty supervisor"}
    assert holders_of(cast.actor("commissioner"), posts) == {}


@pytest.mark.parametrize("local", [*FAMILY, *STAFF_WITHOUT])
def test_nobody_outside_the_teams_reads_a_name_of_the_staff(as_: As, cast: Any, local: str) -> None:
    main = page_of(as_(local))
    assert [user.name for user in cast.users.values() if user.name in main] == []


# --- What a family never reads -------------------------------------------------------------------


@pytest.mark.parametrize("local", FAMILY)
def test_a_family_reads_no_rule_no_target_and_nothing_of_the_inside(as_: As, local: str) -> None:
    main = page_of(as_(local))
    moves = ShortTermTrack.moves().values()
    assert [rule for move in moves for gate in move.guards if (rule := rule_of(gate)) in main] == []
    assert [move.question for move in moves if move.question in main] == []
    assert not re.search(r"working day|screen|conflict|proposed|other side|G_[A-Z]|\bS\d", main, re.IGNORECASE)


def test_a_family_reads_the_states_in_the_words_of_its_own_pages(as_: As) -> None:
    html = page_of(as_("family_member"))
    assert "We have your question. We are making sure the right person sees it." in html
    assert "Your worker is working on your answer. You will hear by the date that we tell you." in html
    assert (
        "We have paused this part. Your support carries on. We will check again by the date that we tell you." in html
    )
    assert "%(" not in html


def test_every_family_reads_the_same(as_: As) -> None:
    pages = {page_of(as_(local)) for local in FAMILY}
    assert len(pages) == 1


def test_a_sentence_for_families_has_at_most_fifteen_words() -> None:
    for node in flow.for_family().nodes:
        for told in [node.place.name, *(edge.asked.question for edge in node.edges)]:
            assert all(len(sentence.split()) <= 15 for sentence in re.split(r"[.?]", told)), told
