"""The supervisor's queue: what only a supervisor or an approver can move on."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from portal.audit.actor import Actor
from portal.workflow import clock
from reconciliation.oversight.selectors.worklist import Line, first_due, lanes, lines_of
from reconciliation.tracks import states
from reconciliation.tracks.selectors.staff import escalated

SHOWN = 10


@dataclass(frozen=True)
class Section:
    """One part of the queue: at most ten lines, and whether there are more."""

    title: str
    empty: str
    lines: Sequence[Line]
    more: str = ""


# Each list by what it holds; where that is two kinds, each is found by an index of its own.
SECTIONS: tuple[tuple[str, str, tuple[Q, ...], str], ...] = (
    ("To screen", "No new question waits for a screen.", (Q(state=states.RECEIVED),), f"stage={states.RECEIVED}"),
    ("To give to a worker", "Every screened question has a worker.",
     (Q(state=states.SCREENING), Q(worker=None, state__in=(states.CLARIFYING, states.ANSWERING,
       states.AWAITING_APPROVAL, states.ANSWER_SHARED))), f"stage={states.SCREENING}"),
    ("To approve", "Nothing waits for approval.", (Q(state=states.AWAITING_APPROVAL),),
     f"stage={states.AWAITING_APPROVAL}"),
)  # fmt: skip


def queue(actor: Actor) -> tuple[list[Section], set[UUID]]:
    """The sections, and which of the late questions have passed the second threshold."""
    own = lanes(actor)
    late = first_due(own, Q(next_due__lt=clock.today()), SHOWN + 1)
    sections = [
        _section(title, empty, first_due([lane.filter(kind) for lane in own for kind in kinds], Q(), SHOWN + 1), more)
        for title, empty, kinds, more in SECTIONS
    ]
    sections.append(_section("Late", "Nothing is late.", late, "due=late"))
    return sections, escalated(late)


def _section(title: str, empty: str, found: list, more: str) -> Section:  # type: ignore[type-arg]
    return Section(title, empty, lines_of(found[:SHOWN]), more if len(found) > SHOWN else "")
