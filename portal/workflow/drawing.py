"""The chart as a picture: where each box, text and arrow stands, in whole pixels. The same chart is always drawn alike.

Each step is a column: the step, its questions below it, and the names of those that many steps ask. The road runs
from left to right; steps beside it stand where there is room below it, and the ends in a row at the foot.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from portal.workflow.flowchart import Chart, Edge, Lane, Node, Place

PAD = 10
ROUND = 6
HEAD = 6
NO = 32  # from one question to the next
MOST_ENDS = 8  # in a row


@dataclass(frozen=True)
class Size:
    """The measures of a picture: the width of a step, the room between two, and the size of its letters."""

    column: int = 180
    gap: int = 20
    letters: int = 13

    @property
    def line(self) -> int:
        """From one line to the next."""
        return self.letters + 4

    def wrap(self, text: str, width: int, wide: float = 0.47) -> list[str]:
        """The lines of a text in this width; ``wide`` is how wide a letter is at most, against its height."""
        return textwrap.wrap(text, max(4, int((width - 2 * PAD) / (self.letters * wide))))


@dataclass(frozen=True)
class Text:
    """One line of letters, at its left foot."""

    x: int
    y: int
    text: str
    kind: str = ""


@dataclass(frozen=True)
class Box:
    """A rectangle with its lines. ``round`` says which of its corners are: all, top or foot."""

    kind: str
    x: int
    y: int
    width: int
    height: int
    texts: tuple[Text, ...] = ()
    round: str = "all"
    edge: Edge | None = None
    place: Place | None = None

    @property
    def right(self) -> int:
        """Where it ends."""
        return self.x + self.width

    @property
    def foot(self) -> int:
        """Where it ends below."""
        return self.y + self.height

    @property
    def outline(self) -> str:
        """The path around it."""
        top = 0 if self.round == "foot" else ROUND
        foot = 0 if self.round == "top" else ROUND
        across, down = self.width - 2 * top, self.height - top - foot
        return (
            f"M{self.x + top} {self.y}h{across}q{top} 0 {top} {top}v{down}q0 {foot} {-foot} {foot}"
            f"h{-(self.width - 2 * foot)}q{-foot} 0 {-foot} {-foot}v{-down}q0 {-top} {top} {-top}z"
        )


@dataclass(frozen=True)
class Arrow:
    """A line with its head; ``kind`` is ``yes`` or ``no``, and the word stands beside it."""

    kind: str
    line: str
    head: str
    x: int = 0
    y: int = 0


@dataclass
class Drawing:
    """The whole picture."""

    width: int
    height: int = 0
    letters: int = 13
    panels: list[Box] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)


@dataclass(frozen=True)
class Titles:
    """What stands above the questions that many steps ask, the steps beside the road, and the ends."""

    often: str = ""
    side: str = ""
    closed: str = ""


def draw(chart: Chart, *, titles: Titles, size: Size | None = None, notes: Mapping[str, str] | None = None) -> Drawing:
    """Draw the chart. ``notes`` stand in the boxes of their steps (by key)."""
    size = size or Size()
    road = chart.of(Lane.MAIN)
    first = min((node.layer for node in road), default=0)
    columns = max([node.layer - first + 1 for node in road] + [2])
    pen = _Pen(size, notes or {}, Drawing(columns * (size.column + size.gap) - size.gap, letters=size.letters))
    top = pen.beginning(chart, titles.often)
    feet, lines = [top] * columns, pen.tallest(road, size.column)
    for node in road:
        column = node.layer - first
        feet[column] = pen.step(node, column, feet[column], lines) + 2 * size.gap
    for node in chart.of(Lane.SIDE):
        column = feet.index(min(feet))
        feet[column] = pen.beside(node, column, feet[column], titles.side) + 2 * size.gap
    pen.ends(chart.of(Lane.CLOSED), max(feet), titles.closed)
    pen.join()
    pen.drawing.height = max(box.foot for box in pen.drawing.panels + pen.drawing.boxes) + 2
    return pen.drawing


@dataclass
class _Pen:
    size: Size
    notes: Mapping[str, str]
    drawing: Drawing

    def across(self, column: int) -> int:
        return column * (self.size.column + self.size.gap)

    def lines(self, wrapped: Sequence[tuple[str, str]], x: int, y: int, indent: int = 0) -> tuple[list[Text], int]:
        """These lines, each of its kind, from here down; and where they end."""
        texts = []
        for kind, text in wrapped:
            y += self.size.line
            texts.append(Text(x + PAD + indent, y - 4, text, kind))
        return texts, y

    def put(self, box: Box) -> Box:
        self.drawing.boxes.append(box)
        return box

    def named(self, node: Node, x: int, y: int, width: int, lines: int = 0) -> Box:
        """The box of a step with its name and its note; as tall as with so many lines at least."""
        wrapped = self.told(node, width)
        texts, foot = self.lines(wrapped, x, y + 6)
        height = foot + 8 - y + max(0, lines - len(wrapped)) * self.size.line
        return self.put(Box(f"step-{node.place.lane}", x, y, width, height, tuple(texts), place=node.place))

    def told(self, node: Node, width: int) -> list[tuple[str, str]]:
        """What stands in the box of a step, each line of its kind."""
        name = [("name", text) for text in self.size.wrap(node.place.name, width, 0.53)]
        about = [("about", text) for text in self.size.wrap(node.place.about, width)]
        return name + about + [("note", note) for note in (self.notes.get(node.place.key),) if note]

    def tallest(self, nodes: Sequence[Node], width: int) -> int:
        """The lines of the tallest box of these steps."""
        return max((len(self.told(node, width)) for node in nodes), default=0)

    def question(self, edge: Edge, x: int, y: int, width: int) -> Box:
        """A question with what is known of it, and at its foot where yes leads."""
        told = edge.asked
        wrapped = [("ask", text) for text in self.size.wrap(told.question, width, 0.5)]
        wrapped += [("known", text) for known in told.drawn for text in self.size.wrap(known, width)]
        texts, foot = self.lines(wrapped, x, y + 4)
        self.put(Box("question", x, y, width, foot + 6 - y, tuple(texts), "top", edge=edge))
        y, indent = foot + 6, 3 * self.size.letters
        texts, foot = self.lines(
            [("leads", t) for t in self.size.wrap(edge.leads, width - indent, 0.53)], x, y + 3, indent
        )
        texts.insert(0, replace(texts[0], x=x + PAD, text="", kind="yes"))
        lane = edge.targets[0].lane if edge.targets else Lane.MAIN
        return self.put(Box(f"yes-{lane}", x, y, width, foot + 5 - y, tuple(texts), "foot", edge=edge))

    def questions(self, node: Node, x: int, y: int, width: int) -> int:
        """The questions of a step, one below the other, and the names of those that many steps ask."""
        for number, edge in enumerate(node.own):
            if number:
                self.no(x + width // 2, y, y + NO)
                y += NO
            y = self.question(edge, x, y, width).foot
        if node.own and node.often:
            y += self.size.gap // 2
        for edge in node.often:
            texts, foot = self.lines([("often", t) for t in self.size.wrap(edge.asked.label, width)], x, y + 2)
            y = self.put(Box("often", x, y, width, foot + 6 - y, tuple(texts), edge=edge)).foot + 4
        return y

    def step(self, node: Node, column: int, y: int, lines: int = 0) -> int:
        """A step with its questions, in a column; back comes where it ends."""
        x, width = self.across(column), self.size.column
        return self.questions(node, x, self.named(node, x, y, width, lines).foot + self.size.gap // 2, width)

    def title(self, text: str, x: int, y: int) -> Text:
        return Text(x + PAD, y + self.size.line - 1, text, "title")

    def beginning(self, chart: Chart, title: str) -> int:
        """The first question, and beside it those that many steps ask; back comes where the road begins."""
        feet = [self.step(node, 0, 0) for node in chart.of(Lane.START)] or [0]
        room = max(1, (self.drawing.width + self.size.gap) // (self.size.column + self.size.gap) - 1)
        y, often = 0, chart.often
        for row in range(0, len(often), room):
            x = self.across(1)
            head = Box("head", x, y, self.drawing.width - x, self.size.line + 6, (self.title(title, x, y),))
            if not row:
                self.drawing.panels.append(head)
                y = head.foot + HEAD
            y = max(
                self.question(e, self.across(n), y, self.size.column).foot for n, e in enumerate(often[row:][:room], 1)
            )
            feet.append(y)
            y += self.size.gap
        return max(feet) + 2 * self.size.gap if max(feet) else 0

    def beside(self, node: Node, column: int, y: int, title: str) -> int:
        """A step beside the road, on a panel of its own."""
        x, edge = self.across(column), self.size.gap // 2 - 2
        foot = self.step(node, column, y + self.size.line + HEAD + 2)
        panel = Box(
            "panel", x - edge, y - edge, self.size.column + 2 * edge, foot - y + 2 * edge, (self.title(title, x, y),)
        )
        self.drawing.panels.append(panel)
        return panel.foot

    def ends(self, nodes: Sequence[Node], y: int, title: str) -> None:
        """The ends in a row; the road does not go on below them."""
        if not nodes:
            return
        rows = -(-len(nodes) // MOST_ENDS)
        each = -(-len(nodes) // rows)
        width = min(self.size.column, (self.drawing.width - (each - 1) * self.size.gap) // each)
        head = Box("head", 0, y, self.drawing.width, self.size.line + 6, (self.title(title, 0, y),))
        self.drawing.panels.append(head)
        y = head.foot + HEAD
        for row in range(0, len(nodes), each):
            feet, lines = [], self.tallest(nodes, width)
            for number, node in enumerate(nodes[row : row + each]):
                x = number * (width + self.size.gap)
                named = self.named(node, x, y, width, lines)
                feet.append(self.questions(node, x, named.foot + self.size.gap // 2, width))
            y = max(feet) + self.size.gap

    def no(self, x: int, y: int, foot: int) -> None:
        """From a question down to the next one."""
        self.drawing.arrows.append(Arrow("no", f"M{x} {y}V{foot - HEAD}", _down(x, foot), x + 8, (y + foot) // 2 + 2))

    def join(self) -> None:
        """An arrow from each yes to the next step of the road; all other ends are named and not joined."""
        steps = {box.place.key: box for box in self.drawing.boxes if box.place}
        for box in list(self.drawing.boxes):
            edge = box.edge
            if edge and not edge.often and box.kind.startswith("yes") and edge.source.lane in {Lane.START, Lane.MAIN}:
                for place in edge.to:
                    self.arrow(box, steps[place.key])

    def arrow(self, box: Box, step: Box) -> None:
        """To a step of the next column through the room between them, or straight down."""
        if step.x == box.right + self.size.gap:
            x, y = step.x - self.size.gap // 2, step.y + 16
            line = f"M{box.right} {box.y + box.height // 2}H{x}V{y}H{step.x - HEAD}"
            self.drawing.arrows.append(Arrow("yes", line, _right(step.x, y)))
        elif box.edge and box.edge.source.lane is Lane.START and step.x == box.x:
            x = box.x + box.width // 2
            self.drawing.arrows.append(Arrow("yes", f"M{x} {box.foot}V{step.y - HEAD}", _down(x, step.y)))


def _down(x: int, y: int) -> str:
    return f"M{x} {y}l-5 -{HEAD + 2}h10z"


def _right(x: int, y: int) -> str:
    return f"M{x} {y}l-{HEAD + 2} -5v10z"
