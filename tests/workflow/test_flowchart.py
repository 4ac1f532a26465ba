"""The drawn flowchart: worked out from the table of transitions and from nothing else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

import pytest

from portal.workflow.declare import Move
from portal.workflow.drawing import Box, Size, Titles, draw
from portal.workflow.flowchart import Asked, Chart, Lane, Phrases, Place, chart, rule_of
from portal.workflow.guards import GuardResult, passed
from reconciliation.tracks import flow, states
from reconciliation.tracks.short_term import ShortTermTrack

PHRASES = Phrases("stays", "back", " or ")
TITLES = Titles("Often", "Beside", "Ends")


def a_move(event: str, sources: Sequence[str], targets: Sequence[str], **more: object) -> Move:
    declared = {"question": f"{event}?", "label": event, "accountable": "Somebody", "by": frozenset(), **more}
    return Move(id=event, event=event, method=event, sources=tuple(sources), targets=tuple(targets), **declared)  # type: ignore[arg-type]


def asked(move: Move) -> Asked:
    return Asked(key=move.event, question=move.question, label=move.label)


def drawn(moves: Iterable[Move], *, side: str = "", closed: str = "") -> Chart:
    names = dict.fromkeys(state for move in moves for state in (*move.sources, *move.targets))
    lanes = {"": Lane.START, **dict.fromkeys(side, Lane.SIDE), **dict.fromkeys(closed, Lane.CLOSED)}
    places = {name: Place(name or "start", name or "start", lanes.get(name, Lane.MAIN)) for name in names}
    return chart(moves, places, ask=asked, phrases=PHRASES)


def overlap(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.foot and other.y < one.foot


# --- What is drawn -------------------------------------------------------------------------------


def test_every_declared_move_stands_once_at_each_of_its_sources_in_the_chart_of_staff() -> None:
    found = Counter((edge.source.key, edge.asked.key) for node in flow.for_staff({}).nodes for edge in node.edges)
    declared = {(s or flow.START, event) for event, move in ShortTermTrack.moves().items() for s in move.sources}
    assert found == Counter(declared)


def test_every_move_is_drawn_once_at_each_of_its_sources_in_the_picture_of_staff() -> None:
    whole = flow.for_staff({})
    picture = draw(whole, titles=TITLES)
    own = [box.edge for box in picture.boxes if box.kind == "question" and box.edge and not box.edge.often]
    short = [box.edge for box in picture.boxes if box.kind == "often" and box.edge]
    found = Counter((edge.source.key, edge.asked.key) for edge in own + short)
    assert found == Counter((edge.source.key, edge.asked.key) for node in whole.nodes for edge in node.edges)


def test_a_question_that_many_steps_ask_is_told_once_and_named_at_each() -> None:
    whole = drawn([a_move("go", "abcd", "e"), a_move("stop", "abcd", "z"), a_move("first", "a", "b")], closed="z")
    assert [edge.asked.key for edge in whole.often] == ["go", "stop"]
    told = [box for box in draw(whole, titles=TITLES).boxes if box.kind == "question" and box.edge]
    assert Counter(box.edge.asked.key for box in told if box.edge) == {"go": 1, "stop": 1, "first": 1}


def test_every_state_has_a_box_for_staff() -> None:
    picture = draw(flow.for_staff({}), titles=TITLES)
    assert Counter(box.place.key for box in picture.boxes if box.place) == Counter([flow.START, *states.ALL])


def test_yes_makes_the_move_and_no_leads_to_the_next_question_of_the_step() -> None:
    whole = drawn([a_move("one", "a", "b"), a_move("two", "a", "c"), a_move("three", "a", "b")])
    first = whole.nodes[0].own
    assert [(edge.number, edge.leads, edge.no) for edge in first] == [(1, "b", 2), (2, "c", 3), (3, "b", 0)]


def test_what_is_not_simply_another_step_is_told_in_words() -> None:
    moves = [
        a_move("more", "abc", "abc"), a_move("resume", "p", "abc"), a_move("either", "c", "xy"), a_move("go", "a", "b"),
    ]  # fmt: skip
    whole = drawn(moves, side="p", closed="xy")
    leads = {edge.asked.key: edge.leads for node in whole.nodes for edge in node.edges}
    assert leads == {"more": "stays", "resume": "back", "either": "x or y", "go": "b"}


def test_a_move_of_which_its_readers_are_told_nothing_is_left_out() -> None:
    places = {name: Place(name, name) for name in "ab"}
    moves = [a_move("told", "a", "b"), a_move("inside", "b", "a")]
    whole = chart(moves, places, ask=lambda move: asked(move) if move.event == "told" else None, phrases=PHRASES)
    assert [edge.asked.key for node in whole.nodes for edge in node.edges] == ["told"]


def test_states_that_its_readers_know_as_one_are_one_step() -> None:
    one = Place("one", "One")
    moves = [a_move("out", "ab", "c")]
    whole = chart(moves, {"a": one, "b": one, "c": Place("c", "C")}, ask=asked, phrases=PHRASES)
    assert [(node.place.key, len(node.edges)) for node in whole.nodes] == [("one", 1), ("c", 0)]


def test_a_rule_is_the_sentence_of_its_guard_without_the_code() -> None:
    def gate(facts: object) -> GuardResult:
        """G_THIS: it holds
        today.

        No more of it.
        """
        return passed("G_THIS")

    assert rule_of(gate) == "It holds today."


# --- Where it stands -----------------------------------------------------------------------------


def test_the_road_goes_by_the_longest_way_and_ways_back_do_not_count() -> None:
    moves = [
        a_move("start", [""], "a"), a_move("skip", "a", "c"), a_move("on", "a", "b"), a_move("further", "b", "c"),
        a_move("again", "c", "a"), a_move("same", "b", "b"),
    ]  # fmt: skip
    layers = {node.place.key: node.layer for node in drawn(moves).nodes}
    assert layers == {"start": 0, "a": 1, "b": 2, "c": 3}


def test_a_step_that_no_move_reaches_is_still_drawn() -> None:
    whole = drawn([a_move("on", "a", "b"), a_move("lost", "x", "b")])
    assert "x" in {box.place.key for box in draw(whole, titles=TITLES).boxes if box.place}


def test_the_short_term_road_runs_in_the_order_of_the_work() -> None:
    road = [node.place.key for node in flow.for_staff({}).of(Lane.MAIN)]
    assert road == [state for state in states.WORKING if state not in flow.SIDE]


@pytest.mark.parametrize("size", [Size(), Size(column=222, gap=24, letters=15)])
@pytest.mark.parametrize("family", [True, False])
def test_no_box_lies_over_another_and_none_leaves_the_picture(size: Size, family: bool) -> None:
    whole = flow.for_family() if family else flow.for_staff({})
    notes = {node.place.key: "1,234 questions now" for node in whole.nodes}
    picture = draw(whole, titles=TITLES, size=size, notes=notes)
    assert [pair for pair in combinations(picture.boxes, 2) if overlap(*pair)] == []
    heads = [panel for panel in picture.panels if panel.kind == "head"]
    assert [(head, box) for head in heads for box in picture.boxes if overlap(head, box)] == []
    panels = [panel for panel in picture.panels if panel.kind == "panel"]
    assert [pair for pair in combinations(panels, 2) if overlap(*pair)] == []
    assert all(box.x >= 0 and box.y >= 0 for box in picture.boxes)
    assert all(box.right <= picture.width and box.foot <= picture.height for box in picture.boxes)


def test_every_line_stands_inside_its_box() -> None:
    for box in draw(flow.for_staff({}), titles=TITLES).boxes:
        assert all(box.x < text.x < box.right and box.y < text.y <= box.foot for text in box.texts), box


def test_the_same_table_is_drawn_alike_every_time() -> None:
    first, again = (draw(flow.for_staff({}), titles=TITLES) for _ in range(2))
    assert (first.boxes, first.arrows, first.panels) == (again.boxes, again.arrows, again.panels)


def test_an_arrow_joins_each_step_of_the_road_with_the_next() -> None:
    whole = flow.for_staff({})
    arrows = [arrow for arrow in draw(whole, titles=TITLES).arrows if arrow.kind == "yes"]
    assert len(arrows) >= len(whole.of(Lane.MAIN))


def test_many_ends_stand_in_more_than_one_row() -> None:
    moves = [a_move("on", "a", "b"), *(a_move(f"end{end}", "b", end) for end in "qrstuvwxyz")]
    picture = draw(drawn(moves, closed="qrstuvwxyz"), titles=TITLES)
    rows = {box.y for box in picture.boxes if box.kind == "step-closed"}
    assert len(rows) == 2
    assert [pair for pair in combinations(picture.boxes, 2) if overlap(*pair)] == []
