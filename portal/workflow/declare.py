"""The one declaration beside each transition.

The machine, the guards, the deadlines, the list of open moves and the drawn flowchart all read it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Required, TypedDict, TypeVar, Unpack

from django.db import models
from django_fsm import RETURN_VALUE, transition

from portal.workflow.guards import Gate

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Opens:
    """A deadline that a move opens: its kind, working days, and whether they count from receipt or from the move.

    ``to``: only where the move led to this state, for one that can lead to several.
    """

    kind: str
    days: int
    from_receipt: bool = False
    to: str = ""


class Declared(TypedDict, total=False):
    """What is declared of a move beside its states and parties: see ``Move``."""

    label: Required[str]
    question: Required[str]
    accountable: Required[str]
    guards: tuple[Gate, ...]
    days: int | None
    opens: tuple[Opens, ...]
    stops: tuple[str, ...]
    decision: bool
    contact: str


@dataclass(frozen=True, kw_only=True)
class Move:
    """One row of the table of transitions.

    ``by`` names parties (see the track's policy); ``targets`` are all states it can reach; ``question`` is the yes or
    no question that the node asks; ``accountable`` is a post; ``days`` are working days; ``stops`` lists the kinds of
    deadline that it ends (``"*"`` for all); ``contact`` is whom to ask locally.
    """

    id: str
    event: str
    method: str
    label: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    by: frozenset[str]
    question: str
    accountable: str
    guards: tuple[Gate, ...] = ()
    days: int | None = None
    opens: tuple[Opens, ...] = ()
    stops: tuple[str, ...] = ()
    decision: bool = False
    contact: str = "The family's own team"


def move(
    id: str, *, source: str | Iterable[str], target: str | RETURN_VALUE, by: str | Iterable[str], event: str = "",
    **declared: Unpack[Declared],
) -> Callable[[F], F]:  # fmt: skip
    """Declare a transition on a method of a track; the target may be worked out by the method (``RETURN_VALUE``)."""
    sources = _each(source)
    targets = (target,) if isinstance(target, str) else tuple(map(str, target.allowed_states))

    def wrap(method: F) -> F:
        row = Move(
            id=id, event=event or method.__name__, method=method.__name__, sources=sources, targets=targets,
            by=frozenset(_each(by)), **declared,
        )  # fmt: skip
        wrapped: F = transition(field="state", source=list(sources), target=target, custom={"move": row})(method)
        return wrapped

    return wrap


def _each(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def moves_of(model: type[models.Model]) -> dict[str, Move]:
    """Every declared move of a track's model, by event, in the order of their ids."""
    found: dict[str, Move] = {}
    for attribute in vars(model).values():
        for declared in _moves_on(attribute):
            found[declared.event] = declared
    return found


def _moves_on(attribute: object) -> Iterator[Move]:
    meta = getattr(attribute, "_django_fsm", None)
    if meta is not None:
        yield next(iter(meta.transitions.values())).custom["move"]
