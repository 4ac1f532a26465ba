"""What the person who asked says of the answer, part by part, and where that leads."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock, ledger
from portal.workflow.decisions import Decision
from portal.workflow.models import Deadline
from reconciliation.tracks import parties, states
from reconciliation.tracks.actions.asking import must_be_in
from reconciliation.tracks.actions.clarifying import locked_for
from reconciliation.tracks.actions.ending import drop_closing
from reconciliation.tracks.actions.moving import make, open_again
from reconciliation.tracks.actions.reviewing import request_review
from reconciliation.tracks.gates import MAX_LOOPS
from reconciliation.tracks.models import PartResponse, QuestionPart, ShortTermTrack
from reconciliation.tracks.parts import PartStatus
from reconciliation.tracks.selectors import Inputs

AGAIN_DAYS = 10


@dataclass(frozen=True)
class Reply:
    """What was said of one part: does it answer, and if not, what is missing."""

    answers_me: bool
    missing: str = ""


@transaction.atomic
def reply(*, actor: Actor, pk: UUID, replies: Mapping[int, Reply], version: int | None = None) -> ShortTermTrack:
    """The person who asked says of each shared part whether it answers them; the rules say what follows.

    All parts answer: S9. A part that could not be answered, or the third round: S12, someone new looks. Any other
    part that does not answer: S10. Where a part is still owed and the rest answers, nothing moves.
    """
    track = locked_for(actor, pk, parties.ASKER)
    must_be_in(track, states.ANSWER_SHARED)
    if version is not None and version != track.version:
        raise OutOfDate()
    named = _keep(actor, track, replies)
    owed = track.parts.filter(status=PartStatus.NOT_YET).exists()
    if named:
        return _not_answered(actor, track, named)
    if owed:
        return track
    decision = Decision(
        text="The person who asked says that it is answered.",
        reason="Said part by part.",
        family_view="This answers me.",
    )
    return make(actor=actor, pk=pk, event="family_satisfied", version=None, decision=decision)


@transaction.atomic
def ask_for_review(*, actor: Actor, pk: UUID, number: int, missing: str, version: int | None = None) -> ShortTermTrack:
    """S12 on one part that was shared: somebody new looks at the decision."""
    track = locked_for(actor, pk, parties.ASKER)
    must_be_in(track, states.ANSWER_SHARED, states.ANSWERING)
    part = track.parts.filter(number=number).exclude(shared_answer=None).first()
    if part is None:
        raise NotYours()
    _respond(actor, track, part, Reply(answers_me=False, missing=missing))
    return _review(actor, track, [part], version)


def _keep(actor: Actor, track: ShortTermTrack, replies: Mapping[int, Reply]) -> list[QuestionPart]:
    named = []
    shared = track.parts.exclude(shared_answer=None).exclude(status=PartStatus.NOT_YET)
    for part in shared:
        said = replies.get(part.number)
        if said is None:
            continue
        _respond(actor, track, part, said)
        if not said.answers_me:
            named.append(part)
    return named


def _respond(actor: Actor, track: ShortTermTrack, part: QuestionPart, said: Reply) -> None:
    if part.shared_answer_id is None:
        raise NotYours()
    response = PartResponse(
        holder=track.holder, part=part, answer_id=part.shared_answer_id, person=track.asker,
        answers_me=said.answers_me, missing=said.missing, at=clock.now(),
    )  # fmt: skip
    response.save()
    changed(actor, track.holder, "part_replied", response, part=part.number, answers=said.answers_me)


def owed_again(
    track: ShortTermTrack, named: Sequence[QuestionPart], at: dt.datetime, *, other_parts_owed: bool
) -> list[Deadline]:
    """The dates of parts that are open again: the answer's own, or one a part where the answer's still runs.

    The date of a part that was never answered is not renewed by a reply to another one.
    """
    if not other_parts_owed:
        return [ledger.row(track, kind="answer", at=at, days=AGAIN_DAYS)]
    return [ledger.row(track, kind="part", at=at, days=AGAIN_DAYS, subject=part.pk) for part in named]


def _review(
    actor: Actor, track: ShortTermTrack, parts: Sequence[QuestionPart], version: int | None
) -> ShortTermTrack:  # fmt: skip
    """S12: each part that was named waits for somebody new."""

    def ask(moved: ShortTermTrack) -> None:
        drop_closing(actor, moved)
        for part in parts:
            said = part.responses.last()
            request_review(actor, moved, part, said.missing if said else "")

    return make(actor=actor, pk=track.pk, event="review_requested", version=version, effect=ask)


def _not_answered(actor: Actor, track: ShortTermTrack, named: list[QuestionPart]) -> ShortTermTrack:
    withheld = any(part.status == PartStatus.CANNOT_ANSWER for part in named)
    if withheld or track.loops >= MAX_LOOPS:
        return _review(actor, track, named, None)

    owed = track.parts.filter(status=PartStatus.NOT_YET).exists()

    def reopen(moved: ShortTermTrack) -> None:
        moved.loops += 1
        for part in named:
            open_again(actor, moved, part)
        for deadline in owed_again(moved, named, clock.now(), other_parts_owed=owed):
            ledger.open_one(deadline)

    inputs = Inputs(named=frozenset(part.number for part in named))
    return make(actor=actor, pk=track.pk, event="not_answered", version=None, inputs=inputs, effect=reopen)
