"""Nothing of police or court reaches a family's page but the words that staff write for them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from portal.workflow import clock
from portal.workflow.errors import MoveRefused
from reconciliation.safeguards.actions import record_check, record_escalation, record_proceedings
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import AnswerText
from tests.access.crawl import crawl, everything_in
from tests.tracks.road import ANSWER, Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]

CANARIES = ["note", "letter", "officer", "reference", "said", "request"]
# What the staff pages call it, and what they count.
STAFF_WORDS = ["Released under investigation", "non-objection", "Escalated", "partnership", "without an answer",
               "Checks in a row", "Next check due", settings.PARTNERSHIP_CONTACT, "/proceedings/"]  # fmt: skip
TOLD = "The people who look into it. Plain words."
PROCESS = AnswerText("answered", "process_information", "We call you on Monday.")


def everything_known(cast: Any) -> Road:
    """Every text that there is of police and court, and a question with a part that waits for them."""
    worker, family = cast.actor("caseworker"), cast.engagements["varnish"]
    record_proceedings(
        actor=worker, engagement=family, status="released_under_investigation", note="canary-note",
        non_objection=True, non_objection_ref="canary-letter",
    )  # fmt: skip
    for _ in range(3):
        record_check(
            actor=worker, engagement=family, officer_role="canary-officer", officer_ref="canary-reference",
            outcome="canary-said", answered=False,
        )  # fmt: skip
    record_escalation(actor=cast.actor("supervisor"), engagement=family, taken_on=clock.today(), note="canary-request")
    road = Road(cast).until(states.ANSWERING).write(1, ANSWER).write(2, PROCESS)
    actions.wait_for(
        actor=worker, pk=road.pk, number=1, whom=TOLD, asked_on=clock.today() - dt.timedelta(days=1), chased_on=None,
        next_date=None,
    )  # fmt: skip
    return road


@pytest.mark.parametrize("local", ["family_member", "second_parent", "young_person", "other_family"])
def test_no_page_of_a_family_shows_notes_status_or_chases(cast: Any, as_: As, local: str) -> None:
    everything_known(cast)
    pages = {path: everything_in(answer) for path, answer in crawl(as_(local))}
    assert len(pages) > 5
    words = [*(f"canary-{what}" for what in CANARIES), *STAFF_WORDS]
    assert [(path, word) for path, text in pages.items() for word in words if word in text] == []


def test_the_asker_reads_the_words_that_were_written_for_her(cast: Any, as_: As) -> None:
    road = everything_known(cast)
    assert TOLD in as_("family_member").get(f"/questions/{road.pk}/").content.decode()


def test_the_same_canaries_are_there_for_the_worker(cast: Any, as_: As) -> None:
    everything_known(cast)
    text = as_("caseworker").get(f"/engagements/{cast.engagements['varnish'].pk}/proceedings/").content.decode()
    assert [what for what in CANARIES if f"canary-{what}" not in text] == []


@pytest.mark.parametrize("what", ["", "status/", "check/", "escalation/"])
@pytest.mark.parametrize("local", ["family_member", "second_parent", "young_person", "other_family"])
def test_no_family_opens_a_page_of_it(cast: Any, as_: As, local: str, what: str) -> None:
    everything_known(cast)
    path = f"/engagements/{cast.engagements['varnish'].pk}/proceedings/{what}"
    nothing = as_(local).get("/no/such/page/")
    assert (as_(local).get(path).status_code, as_(local).get(path).content) == (404, nothing.content)


# --- Each part alone -----------------------------------------------------------------------------


def test_an_answer_about_evidence_is_refused_for_its_part_with_the_rule_and_what_would_satisfy_it(cast: Any) -> None:
    road = Road(cast).until(states.ANSWERING).write(1, PROCESS).write(2, ANSWER)
    worker, family = cast.actor("caseworker"), cast.engagements["varnish"]
    record_proceedings(actor=worker, engagement=family, status="investigation")
    record_check(actor=worker, engagement=family, officer_role="Officer", outcome="Still open.")
    with pytest.raises(MoveRefused) as refused:
        actions.propose(actor=worker, pk=road.pk)
    (reason,) = refused.value.reasons("caseworker")
    assert "Part 2" in reason
    assert "Police or court work is going on, so what happened cannot be told yet." in reason
    assert "Record a written non-objection of the police or the prosecutors." in reason
    actions.propose(actor=worker, pk=road.pk, numbers=frozenset({1}))
    assert road.track.current == states.AWAITING_APPROVAL


def test_a_written_non_objection_lets_the_same_part_go(cast: Any) -> None:
    road = Road(cast).until(states.ANSWERING).write(1, ANSWER).write(2, PROCESS)
    worker, family = cast.actor("caseworker"), cast.engagements["varnish"]
    record_proceedings(
        actor=worker, engagement=family, status="investigation", non_objection=True, non_objection_ref="Letter"
    )
    record_check(actor=worker, engagement=family, officer_role="Officer", outcome="Still open.")
    road.propose()
    assert road.track.current == states.AWAITING_APPROVAL


@pytest.mark.parametrize("chases", [0, 3])
def test_what_happens_next_goes_whatever_stands_and_however_late_the_checks_are(cast: Any, chases: int) -> None:
    road = Road(cast).until(states.ANSWERING).write(1, PROCESS).write(2, PROCESS)
    worker, family = cast.actor("caseworker"), cast.engagements["varnish"]
    record_proceedings(actor=worker, engagement=family, status="court")
    for _ in range(chases):
        record_check(actor=worker, engagement=family, officer_role="Officer", answered=False)
    actions.share_process_information(actor=worker, pk=road.pk)
    assert road.track.current == states.ANSWER_SHARED
