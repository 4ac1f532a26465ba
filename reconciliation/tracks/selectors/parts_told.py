"""What a family is told of each part: how far it is answered, in which form, who decided, and what they can do."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from portal.workflow.models import MoveRecord
from reconciliation.tracks import states, words
from reconciliation.tracks.models import Answer, Proposal, ProposalState, QuestionPart, ReviewRequest, ShortTermTrack
from reconciliation.tracks.parts import AnswerForm, PartStatus
from reconciliation.tracks.selectors.known import known_of
from reconciliation.tracks.selectors.told import day, shown_waits, wait_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHORT = frozenset({PartStatus.PART, PartStatus.CANNOT_ANSWER})
COVERING = frozenset({AnswerForm.REDACTED, AnswerForm.SUMMARY})
CAN_ASK = frozenset({states.ANSWERING, states.ANSWER_SHARED})
SHARES = ("share_answer", "share_process_information")


@dataclass(frozen=True)
class Decided:
    """Who decided on a shared answer, by post, and on which day; ``anew`` where it was looked at again."""

    post: str
    day: str
    anew: bool = False


@dataclass(frozen=True)
class PartTold:
    """One part as the family reads it. ``withheld``: not all of it is shared."""

    part: QuestionPart
    status: "StrOrPromise"
    colour: str
    reason: "StrOrPromise" = ""
    answer: Answer | None = None
    waiting: str = ""
    by: str = ""
    withheld: bool = False
    form: "StrOrPromise" = ""
    decided: Decided | None = None
    can_ask: bool = False
    later: "StrOrPromise" = ""


def parts_told(track: ShortTermTrack) -> list[PartTold]:
    """Each part with its answer, its reason and whom we wait for."""
    waits = {wait.part_id: wait_words(wait) for wait in shown_waits(track, known_of([track]))}
    parts = list(track.parts.select_related("shared_answer"))
    withheld = {part.pk for part in parts if is_withheld(part)}
    decided = _decided(track, [part for part in parts if part.pk in withheld])
    asked = set(ReviewRequest.objects.filter(part__in=withheld, decided_at=None).values_list("part_id", flat=True))
    return [
        PartTold(
            part=part,
            status=words.PART_STATUS[part.status],
            colour=_colour(part.status),
            reason=words.REASON.get(part.reason_code, ""),
            answer=part.shared_answer,
            waiting=waits.get(part.pk, ""),
            by=day(part.next_date) if part.next_date and track.is_open else "",
            withheld=part.pk in withheld,
            form=words.FORM.get(part.form, ""),
            decided=decided.get(part.shared_answer_id) if part.pk in withheld else None,
            can_ask=part.pk in withheld and track.current in CAN_ASK,
            later=_later(track, asked=part.pk in asked) if part.pk in withheld else "",
        )
        for part in parts
    ]


def part_to_review(track: ShortTermTrack, number: int) -> QuestionPart:
    """A part that was shared and can be looked at again now; otherwise the one refusal, or a page out of date."""
    part = track.parts.filter(number=number).exclude(shared_answer=None).select_related("shared_answer").first()
    if part is None:
        raise NotYours()
    if track.current not in CAN_ASK:
        raise OutOfDate()
    return part


def previewed(answer: Answer) -> PartTold:
    """The same of a decision that is not made yet, for whoever is about to make it."""
    short = answer.status in SHORT
    return PartTold(
        part=answer.part, status=words.PART_STATUS[answer.status], colour=_colour(answer.status),
        reason=words.REASON.get(answer.reason_code, ""), answer=answer, withheld=short or answer.form in COVERING,
        by=day(answer.next_date) if answer.next_date else "", form=words.FORM.get(answer.form, ""),
        decided=Decided(answer.actor_post, day(clock.today()), anew=True),
    )  # fmt: skip


def is_withheld(part: QuestionPart) -> bool:
    """Something was shared of it, and not all."""
    return part.shared_answer_id is not None and (part.status in SHORT or part.form in COVERING)


def _colour(status: str) -> str:
    return "green" if status == PartStatus.ANSWERED else ""


def _later(track: ShortTermTrack, *, asked: bool) -> "StrOrPromise":
    """Why the family cannot ask for a new look just now, and when they can."""
    if asked:
        return words.LOOKED_AT_NOW
    return words.ASK_AGAIN_LATER.get("closed" if track.current in states.CLOSED else track.current, "")


def _decided(track: ShortTermTrack, parts: list[QuestionPart]) -> dict[UUID | None, Decided]:
    """By answer: whoever looked again, or the second person who approved it; a few queries for all parts."""
    if not parts:
        return {}
    found: dict[UUID | None, Decided] = {}
    moves = list(MoveRecord.objects.filter(track_id=track.pk, event__in=SHARES).order_by("number"))
    for proposal in Proposal.objects.filter(
        track=track, state__in=(ProposalState.SHARED, ProposalState.SHARED_UNAPPROVED)
    ).prefetch_related("answers"):
        at = proposal.decided_at or proposal.at
        shared = next((move for move in moves if move.at >= at), None)
        if shared is not None:
            found |= {answer.pk: _by(shared.actor_post, shared.at) for answer in proposal.answers.all()}
    for review in ReviewRequest.objects.filter(part__in=parts).exclude(decided_at=None).select_related("answer"):
        if review.answer is not None and review.decided_at is not None:
            found[review.answer_id] = _by(review.answer.actor_post, review.decided_at, anew=True)
    return found


def _by(post: str, at: dt.datetime, *, anew: bool = False) -> Decided:
    return Decided(post, day(clock.london_date(at)), anew)
