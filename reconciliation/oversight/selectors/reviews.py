"""Decisions that somebody asked to be looked at again: the list, by the date owed next, and one of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.accounts.roles import FAMILY_ROLES
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.recipients.selectors import held_subjects
from portal.ui.refusals import NotYours
from portal.workflow.models import Deadline
from reconciliation.oversight.selectors.counting import PAGE_SIZE
from reconciliation.oversight.selectors.worklist import after_key, first_due, key_of
from reconciliation.tracks import policy, states
from reconciliation.tracks.models import Answer, QuestionPart, ReviewRequest, ShortTermTrack, WithheldItem
from reconciliation.tracks.selectors.collect import was_involved


@dataclass(frozen=True)
class Line:
    """One question with decisions to look at again. A paused one owes nothing until it goes on."""

    track: ShortTermTrack
    numbers: Sequence[int]
    asked_by: str
    acknowledged: bool
    acknowledge_by: dt.date | None
    decide_by: dt.date | None

    @property
    def paused(self) -> bool:
        return self.track.current == states.PAUSED


@dataclass(frozen=True)
class Waiting:
    """One page of the list, and where the next page starts."""

    lines: Sequence[Line]
    following: str = ""


def reviews(actor: Actor, after: str = "") -> Waiting:
    """The reviews that wait, the next due first, with the same number of queries whatever there is."""
    seen = policy.visible_to(actor)
    lists = [seen.filter(state=state) for state in (states.INFORMATION_ESCALATION, states.PAUSED)]
    found = list(first_due(lists, after_key(after)).select_related("engagement")[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    keys.warm([track.engagement_id for track in page])
    asked, due = _requests(page), _due(page)
    lines = [_line(track, asked[track.pk], due[track.pk]) for track in page]
    return Waiting(lines, key_of(page[-1]) if len(found) > PAGE_SIZE else "")


def _line(track: ShortTermTrack, asked: list[ReviewRequest], due: dict[str, dt.date]) -> Line:
    askers = {_asker(row) for row in asked}
    return Line(
        track=track, numbers=[row.part.number for row in asked], asked_by=" and ".join(sorted(askers)),
        acknowledged=all(row.acknowledged_at for row in asked), acknowledge_by=due.get("review_acknowledge"),
        decide_by=due.get("review"),
    )  # fmt: skip


def _asker(row: ReviewRequest) -> str:
    return "the family" if row.actor_role in FAMILY_ROLES else "their worker"


def _requests(tracks: Sequence[ShortTermTrack]) -> dict[UUID, list[ReviewRequest]]:
    by_track: dict[UUID, list[ReviewRequest]] = defaultdict(list)
    rows = ReviewRequest.objects.filter(part__track__in=[track.pk for track in tracks], decided_at=None)
    for row in rows.select_related("part").order_by("part__number"):
        by_track[row.part.track_id].append(row)
    return by_track


def _due(tracks: Sequence[ShortTermTrack]) -> dict[UUID, dict[str, dt.date]]:
    by_track: dict[UUID, dict[str, dt.date]] = defaultdict(dict)
    kinds = ("review", "review_acknowledge")
    running = Deadline.objects.filter(track_id__in=[t.pk for t in tracks], kind__in=kinds, stopped_at=None)
    for row in running:
        by_track[row.track_id][row.kind] = row.due_on
    return by_track


@dataclass(frozen=True)
class Part:
    """One part under review: who asked and why, what the family reads of it now, and the item behind it.

    ``held``: a decision was written that waits for the safeguarding lead.
    """

    part: QuestionPart
    request: ReviewRequest
    asked_by: str
    answer: Answer | None
    item: WithheldItem | None
    held: bool


@dataclass(frozen=True)
class Case:
    """One question with its parts under review, and whether this actor may decide on them."""

    line: Line
    parts: Sequence[Part]
    involved: bool


def case_of(actor: Actor, track: ShortTermTrack) -> Case:
    """Everything that whoever looks again needs; for somebody who was involved without the items."""
    involved = was_involved(actor, track)
    asked = _requests([track])[track.pk]
    line = _line(track, asked, _due([track])[track.pk])
    return Case(line, [_part(track, row, involved=involved) for row in asked], involved)


def _part(track: ShortTermTrack, row: ReviewRequest, *, involved: bool) -> Part:
    part = row.part
    written = part.answers.last()
    waits = written is not None and written.pk != part.shared_answer_id
    return Part(
        part=part, request=row, asked_by=_asker(row), answer=part.shared_answer,
        item=None if involved else part.withheld.last(),
        held=written is not None and waits and bool(held_subjects(track.holder, [written.pk])),
    )  # fmt: skip


def part_under_review(track: ShortTermTrack, number: int) -> QuestionPart:
    """A part that somebody asked to be looked at again; otherwise the one refusal."""
    part = track.parts.filter(number=number, reviews__decided_at=None, reviews__isnull=False).first()
    if part is None:
        raise NotYours()
    return part


def written_before(actor: Actor, part: QuestionPart, form: str) -> Answer | None:
    """What this actor wrote in this form and could not share yet, to go on from."""
    newest = part.answers.last()
    if newest is None or newest.actor_id != actor.id or newest.pk == part.shared_answer_id or newest.form != form:
        return None
    return newest
