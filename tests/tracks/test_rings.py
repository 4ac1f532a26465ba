"""Two at once: nobody waits in a ring, and sending twice makes one."""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection

from portal.ui.refusals import Refusal
from reconciliation.families import actions as families
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import asking
from tests.tracks.road import Road

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]


def both(*acts: Callable[[], object]) -> list[object]:
    found: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            found[place] = act()
        except (Refusal, OperationalError) as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_change_of_worker_and_a_change_of_a_question_at_once_do_not_deadlock(
    transactional_db: None, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question's row is locked before the chain's head here, and after it when the worker changes."""
    road = Road(cast).until(states.ANSWERING)
    write = asking.changed

    def slowly(*args: Any, **kwargs: Any) -> None:
        time.sleep(1)  # a busy server, between the lock of the question and the lock of the chain
        write(*args, **kwargs)

    monkeypatch.setattr(asking, "changed", slowly)
    supervisor, engagement = road.actor("supervisor"), road.track.engagement
    imelda = road.actor("family_member")
    found = both(
        lambda: families.change_worker(
            actor=supervisor, engagement=engagement, worker=cast.users["wrenfield"], summary="So far."
        ),
        lambda: actions.share_question(actor=imelda, pk=road.pk, person_ids={cast.people["anselm"].pk}),
    )
    assert not any(isinstance(result, OperationalError) for result in found), found


def test_a_question_sent_twice_at_once_is_one_question(transactional_db: None, cast: Any) -> None:
    road = Road(cast)
    imelda = road.actor("family_member")
    for _ in range(10):
        draft = actions.save_draft(actor=imelda, person=cast.people["imelda"], text="Why?")
        send = partial(asking.submit_question, actor=imelda, draft_id=draft.pk)
        found = both(send, send)
        assert not any(isinstance(result, Exception) for result in found), found
