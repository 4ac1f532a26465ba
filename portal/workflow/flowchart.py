"""The flowchart of a track, worked out from the declarations that the machine runs on. Pure: no query and no page.

A step asks its questions one after the other. Yes makes the move; no leads to the next question, and after the last
one the track stays where it is.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.workflow.declare import Move
from portal.workflow.guards import Gate

# A question that is asked at more steps than this is told once, and only named at each of them.
MANY_STEPS = 3
# More ends than this mean: back to where it was.
FEW_ENDS = 2


class Lane(StrEnum):
    """Where a step stands: before the first move, on the road, beside it, or at an end."""

    START = "start"
    MAIN = "main"
    SIDE = "side"
    CLOSED = "closed"


@dataclass(frozen=True)
class Place:
    """One step of the chart: a state, or several that its readers know as one. ``about`` says more of it."""

    key: str
    name: str
    lane: Lane = Lane.MAIN
    about: str = ""


@dataclass(frozen=True)
class Contact:
    """Whom to ask locally."""

    name: str
    post: str
    phone: str
    when: str = ""

    @property
    def dial(self) -> str:
        """The number as a phone takes it."""
        return "".join(self.phone.split())


@dataclass(frozen=True)
class Asked:
    """What one move asks, in the words of its readers. Two moves with one ``key`` are one question to them.

    ``drawn`` are the lines that the picture has room for; the list tells everything.
    """

    key: str
    question: str
    label: str
    id: str = ""
    decides: str = ""
    accountable: str = ""
    person: str = ""
    days: str = ""
    contact: Contact | None = None
    rules: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrases:
    """How an end is told that is not simply one other step."""

    stays: str
    back: str
    either: str


@dataclass(frozen=True)
class Edge:
    """One move from one step: its question, and where yes leads, in words.

    The questions of a step alone are numbered. ``no`` is the number of the next one; after the last it is 0.
    """

    source: Place
    asked: Asked
    targets: tuple[Place, ...]
    leads: str
    often: bool = False
    number: int = 0
    no: int = 0

    @property
    def to(self) -> tuple[Place, ...]:
        """The other steps that ``leads`` names."""
        return () if len(self.targets) > FEW_ENDS or self.targets == (self.source,) else self.targets


@dataclass(frozen=True)
class Node:
    """One step with its questions in order: those of its own, then those that many steps ask."""

    place: Place
    layer: int
    edges: tuple[Edge, ...]

    @property
    def own(self) -> list[Edge]:
        """The questions of this step alone."""
        return [edge for edge in self.edges if not edge.often]

    @property
    def often(self) -> list[Edge]:
        """Those that many steps ask."""
        return [edge for edge in self.edges if edge.often]

    @property
    def contacts(self) -> list[Contact]:
        """Everybody to ask at this step, once each."""
        found = (edge.asked.contact for edge in self.edges)
        return list(dict.fromkeys(contact for contact in found if contact))


@dataclass(frozen=True)
class Chart:
    """The steps, along the road first, then beside it, then the ends."""

    nodes: tuple[Node, ...]

    def of(self, *lanes: Lane) -> list[Node]:
        """The steps of these lanes."""
        return [node for node in self.nodes if node.place.lane in lanes]

    @property
    def counted(self) -> list[Node]:
        """The steps that a track can stand at: all but the start."""
        return [node for node in self.nodes if node.place.lane is not Lane.START]

    @property
    def often(self) -> list[Edge]:
        """One of each question that many steps ask."""
        found: dict[str, Edge] = {}
        for node in self.nodes:
            for edge in node.often:
                found.setdefault(edge.asked.key, edge)
        return list(found.values())


def chart(
    moves: Iterable[Move],
    places: Mapping[str, Place],
    *,
    ask: Callable[[Move], Asked | None],
    phrases: Phrases,
) -> Chart:
    """Draw these moves between these places (by state). A move of which its readers are told nothing is left out."""
    edges: dict[tuple[str, str], Edge] = {}
    for move in moves:
        asked = ask(move)
        for state in move.sources:
            if asked and state in places:
                edge = _edge(move, state, asked, places, phrases)
                edges.setdefault((asked.key, edge.source.key), edge)
    steps = list(dict.fromkeys(places.values()))
    return Chart(tuple(_nodes(steps, list(edges.values()))))


def _edge(move: Move, state: str, asked: Asked, places: Mapping[str, Place], phrases: Phrases) -> Edge:
    source = places[state]
    ends = (state,) if _keeps_state(move) else move.targets
    targets = tuple(dict.fromkeys(places[end] for end in ends if end in places))
    return Edge(source, asked, targets, _leads(source, targets, phrases))


def _keeps_state(move: Move) -> bool:
    """Whether it may start wherever it may end: something else begins, and the track goes on where it is."""
    return len(move.targets) > 1 and set(move.targets) == set(move.sources)


def _leads(source: Place, targets: tuple[Place, ...], phrases: Phrases) -> str:
    if targets == (source,):
        return phrases.stays
    if len(targets) > FEW_ENDS:
        return phrases.back
    return phrases.either.join(place.name for place in targets)


def _nodes(steps: Sequence[Place], edges: Sequence[Edge]) -> list[Node]:
    layers = _layers(steps, edges)
    asked_at = [edge.asked.key for edge in edges]
    lanes = list(Lane)
    steps = sorted(steps, key=lambda place: (lanes.index(place.lane), layers.get(place.key, 0)))
    found = []
    for place in steps:
        here = [edge for edge in edges if edge.source == place]
        own = [edge for edge in here if asked_at.count(edge.asked.key) <= MANY_STEPS]
        often = [replace(edge, often=True) for edge in here if edge not in own]
        found.append(Node(place, layers.get(place.key, 0), (*_numbered(own), *often)))
    return found


def _numbered(edges: Sequence[Edge]) -> list[Edge]:
    numbers = range(1, len(edges) + 1)
    return [
        replace(edge, number=number, no=number + 1 if number < len(edges) else 0)
        for number, edge in zip(numbers, edges, strict=True)
    ]


def _layers(steps: Sequence[Place], edges: Sequence[Edge]) -> dict[str, int]:
    """How far along the road each step is: by the longest way from the first one. Ways back do not count."""
    road = {place.key for place in steps if place.lane in {Lane.START, Lane.MAIN}}
    arrows: dict[str, list[str]] = {key: [] for key in road}
    for edge in edges:
        if edge.source.key in road:
            arrows[edge.source.key] += [target.key for target in edge.targets if target.key in road]
    first = next(place.key for place in steps if place.key in road)
    forward, reached = _forward(first, arrows)
    layers = {first: 0}
    for key in reached:
        for target in forward.get(key, ()):
            layers[target] = max(layers.get(target, 0), layers[key] + 1)
    beyond = max(layers.values()) + 1
    return {key: layers.get(key, beyond) for key in road}


def _forward(first: str, arrows: Mapping[str, Sequence[str]]) -> tuple[dict[str, list[str]], list[str]]:
    """The arrows without those that lead back, and the steps in an order in which every arrow leads on."""
    forward: dict[str, list[str]] = {}
    left: list[str] = []
    entered: list[str] = []

    def visit(key: str) -> None:
        entered.append(key)
        for target in arrows[key]:
            if target not in entered or target in left:
                forward.setdefault(key, []).append(target)
            if target not in entered:
                visit(target)
        left.append(key)

    visit(first)
    return forward, left[::-1]


def rule_of(gate: Gate) -> str:
    """What a guard holds to, in the sentence that stands at its head, without its code."""
    sentence = " ".join((gate.__doc__ or gate.__name__.replace("_", " ")).split("\n\n", 1)[0].split())
    code, colon, rest = sentence.partition(": ")
    text = rest if colon and code.startswith("G_") else sentence
    return text[:1].upper() + text[1:]
