"""The family is told that its worker has changed, and nothing else: not why, not by whom, not what was handed over."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from reconciliation.families import actions
from reconciliation.families.models import Conflict
from reconciliation.tracks import states
from reconciliation.tracks.actions import give_worker, withdraw
from tests.tracks.road import Road

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
CHANGED = "We have changed your worker."
CHOSE = "We chose your worker."


@pytest.fixture
def road(cast: Any) -> Road:
    return Road(cast).until(states.ANSWERING)


def read(as_: As, local: str, address: str) -> str:
    """What is read there; the token of a form differs each time."""
    return re.sub(r'value="\w{64}"', "", as_(local).get(address).content.decode())


def page(as_: As, road: Road, local: str = "family_member") -> str:
    return read(as_, local, f"/questions/{road.pk}/")


def handed_over(cast: Any, to: str = "wrenfield") -> None:
    actions.change_worker(
        actor=cast.actor("supervisor"), engagement=cast.engagements["varnish"], worker=cast.users[to],
        summary="Rowan is ill.",
    )  # fmt: skip


def upheld(cast: Any) -> None:
    match = Conflict.objects.create(
        engagement=cast.engagements["varnish"], user=cast.users["caseworker"], kind="relationship", status="detected",
        recorded_by=cast.users["supervisor"],
    )  # fmt: skip
    actions.decide_conflict(actor=cast.actor("supervisor"), conflict=match, upheld=True, reason="He is her uncle.")


def declared(cast: Any) -> None:
    actions.declare_conflict(
        actor=cast.actor("caseworker"), engagement=cast.engagements["varnish"], kind="neighbour", note="Next door."
    )


def test_a_handover_is_one_line_of_what_has_happened_and_the_new_name(cast: Any, as_: As, road: Road) -> None:
    assert CHANGED not in page(as_, road)
    handed_over(cast)
    told = page(as_, road)
    assert (told.count(CHANGED), told.count(CHOSE)) == (1, 1)
    assert told.index(CHANGED) < told.index(CHOSE)
    assert "Jocasta Wrenfield" in told
    assert "Rowan" not in told
    assert "Jocasta Wrenfield" in as_("family_member").get("/home/").content.decode()


@pytest.mark.parametrize("ends", [upheld, declared])
def test_a_conflict_is_told_in_the_same_words_when_there_is_somebody_new(
    cast: Any, as_: As, road: Road, ends: Callable[[Any], None]
) -> None:
    ends(cast)
    assert CHANGED not in page(as_, road)
    give_worker(actor=cast.actor("supervisor"), pk=road.pk, worker=cast.users["wrenfield"])  # type: ignore[arg-type]
    after = page(as_, road)
    assert after.count(CHANGED) == 1
    for never in ("onflict", "uncle", "Next door", "Rowan"):
        assert never not in after


def test_each_change_is_a_line_of_its_own(cast: Any, as_: As, road: Road) -> None:
    handed_over(cast)
    handed_over(cast, "marrowby")
    assert page(as_, road).count(CHANGED) == 2


def test_a_first_worker_is_no_change_and_a_question_without_one_tells_of_none(cast: Any, as_: As) -> None:
    waiting = Road(cast).until(states.SCREENING)
    handed_over(cast)
    assert CHANGED not in page(as_, waiting)
    waiting.worker = "wrenfield"
    waiting.assign()
    assert CHANGED not in page(as_, waiting)
    assert CHOSE in page(as_, waiting)


# Who may not.


def test_a_question_that_is_over_tells_of_no_later_worker(cast: Any, as_: As, road: Road) -> None:
    withdraw(actor=cast.actor("family_member"), pk=road.pk)  # type: ignore[arg-type]
    handed_over(cast)
    assert CHANGED not in page(as_, road)


def test_the_other_family_and_who_does_not_read_the_question_learn_nothing(cast: Any, as_: As, road: Road) -> None:
    other = Road(cast, None, "other_family", "petra", "other_caseworker", "other_supervisor").until(states.ANSWERING)
    seen = {local: read(as_, local, "/home/") for local in ("second_parent", "young_person", "other_family")}
    before = page(as_, other, "other_family")
    handed_over(cast)
    assert page(as_, other, "other_family") == before
    assert {local: read(as_, local, "/home/") for local in seen} == seen
    for local in seen:
        assert as_(local).get(f"/questions/{road.pk}/").status_code == 404
