"""Two people at once: one move, and one refusal that explains itself."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from portal.ui.refusals import OutOfDate
from portal.workflow.models import MoveRecord
from reconciliation.tracks import actions, states
from reconciliation.tracks.models import PartResponse
from reconciliation.tracks.selectors.answers import open_proposal
from tests.tracks.road import Road

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run them in threads that start together; what each returned or raised."""
    gate = threading.Barrier(len(acts))
    found: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            found[place] = act()
        except OutOfDate as refusal:
            found[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def together(transactional_db: None, cast: Any) -> Road:
    return Road(cast)


def test_two_approvers_at_once_make_one_move_and_one_refusal(together: Road) -> None:
    road = together.until(states.AWAITING_APPROVAL)
    proposal = open_proposal(road.track)
    assert proposal is not None
    first, second = (
        lambda local=local: actions.share_answer(actor=road.actor(local), pk=road.pk, version_shown=proposal.digest)
        for local in ("supervisor", "second_supervisor")
    )
    found = at_once(first, second)
    assert sum(isinstance(result, OutOfDate) for result in found) == 1
    assert MoveRecord.objects.filter(track_id=road.pk, event="share_answer").count() == 1


def test_a_reply_and_a_withdrawal_at_once_leave_one_of_them(together: Road) -> None:
    road = together.until(states.ANSWER_SHARED)
    imelda, version = road.actor("family_member"), road.track.version
    said: dict[int, Any] = {1: actions.Reply(answers_me=True), 2: actions.Reply(answers_me=True)}
    found = at_once(
        lambda: actions.reply(actor=imelda, pk=road.pk, replies=said, version=version),
        lambda: actions.withdraw(actor=imelda, pk=road.pk, version=version),
    )
    assert sum(isinstance(result, OutOfDate) for result in found) == 1
    closed = road.track.current
    assert closed in {states.CLOSED_ANSWERED, states.CLOSED_WITHDRAWN}
    assert PartResponse.objects.filter(part__track_id=road.pk).exists() is (closed == states.CLOSED_ANSWERED)
