"""What a change costs over the least that it could: one bare row in a transaction of its own."""

from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID, uuid4

from portal.encryption import keys
from portal.workflow import clock
from portal.workflow.models import Deadline
from reconciliation.oversight.bench.timing import WARM, queries, side_by_side
from reconciliation.oversight.demo.cast import Cast
from reconciliation.tracks import states
from reconciliation.tracks.actions import save_draft, start_screen, submit_question
from reconciliation.tracks.models import ShortTermTrack

TEXT = "What was written down that day, and who can read it?"


def asks(cast: Cast, times: int) -> tuple[float, float]:
    """A question that comes in, and the bare row."""
    actor, person = cast.actor("other_family"), cast.people["petra"]
    drafts = [save_draft(actor=actor, person=person, text=TEXT).pk for _ in range(times + WARM)]
    return _beside_bare(partial(submit_question, actor=actor, draft_id=draft) for draft in drafts)


def moves(cast: Cast, times: int) -> tuple[float, float]:
    """A move through the mover, and the bare row."""
    return _beside_bare(_moves(cast, times + WARM))


def move_queries(cast: Cast) -> int:
    """How many queries one move makes, with all that it records."""
    return queries(partial(_as_in_a_request, _moves(cast, 1)[0]))


def _moves(cast: Cast, count: int) -> list[Callable[[], object]]:
    waiting = ShortTermTrack.objects.filter(team=cast.teams["east"], state=states.RECEIVED)
    ids: list[UUID] = list(waiting.values_list("pk", flat=True)[:count])
    return [partial(start_screen, actor=cast.actor("supervisor"), pk=pk) for pk in ids]


def _beside_bare(actions: Iterable[Callable[[], object]]) -> tuple[float, float]:
    return side_by_side([(partial(_as_in_a_request, action), _bare) for action in actions])


def _as_in_a_request(action: Callable[[], object]) -> None:
    with keys.key_ring():
        action()


def _bare() -> None:
    now = clock.now()
    Deadline.objects.create(
        holder=uuid4(), track_kind="bench", track_id=uuid4(), subject=uuid4(), kind="bare", counted_from=now, days=1,
        due_on=now.date(), opened_at=now,
    )  # fmt: skip
