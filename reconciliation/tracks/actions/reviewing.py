"""Looking at a decision again: asked for by the family or the worker, decided by somebody who was not involved."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.recipients.actions import screen_text
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock, ledger
from portal.workflow.decisions import Decision
from portal.workflow.ledger import acted
from reconciliation.tracks import parties, states, words
from reconciliation.tracks.actions.answering import apply_answer, part_of
from reconciliation.tracks.actions.asking import must_be_in
from reconciliation.tracks.actions.clarifying import locked_for
from reconciliation.tracks.actions.ending import drop_closing
from reconciliation.tracks.actions.moving import make
from reconciliation.tracks.errors import WasInvolved
from reconciliation.tracks.models import Answer, Covered, QuestionPart, ReviewRequest, ShortTermTrack, WithheldItem
from reconciliation.tracks.parts import AnswerForm, InfoClass, PartStatus
from reconciliation.tracks.selectors import Inputs
from reconciliation.tracks.selectors.collect import was_involved

FORM_OF = {
    "released": AnswerForm.FULL, "redacted": AnswerForm.REDACTED, "summary": AnswerForm.SUMMARY,
    "refused": AnswerForm.REFUSED,
}  # fmt: skip


@dataclass(frozen=True)
class Review:
    """What the reviewer decides on one part.

    ``outcome`` is released, redacted, summary or refused. ``text`` is what the family reads: for a redacted one the
    lines before the item, which is added with the paragraphs of ``covered`` (number: reason code) burned out.
    ``considered`` says, by fuller form, why it will not do. ``reason`` is for the record. ``item`` is the version of
    the item that was read: the numbers of its paragraphs hold for no other.
    """

    outcome: str
    reason: str
    text: str = ""
    reason_code: str = ""
    considered: Mapping[str, str] = field(default_factory=dict)
    covered: Mapping[int, str] = field(default_factory=dict)
    best_interests: str = ""
    next_date: dt.date | None = None
    kept_words: str = ""
    elsewhere: str = ""
    item: int | None = None


def refer_for_review(*, actor: Actor, pk: UUID, number: int, why: str, version: int | None = None) -> ShortTermTrack:
    """S12 by the worker, on one part: somebody new looks at the decision."""

    def ask(track: ShortTermTrack) -> None:
        drop_closing(actor, track)
        request_review(actor, track, part_of(track, number), why)

    return make(actor=actor, pk=pk, event="review_requested", version=version, effect=ask)


def request_review(actor: Actor, track: ShortTermTrack, part: QuestionPart, why: str) -> None:
    """The row that the reviewer works from; one that waits already stands."""
    if part.reviews.filter(decided_at=None).exists():
        return
    row = ReviewRequest(**acted(actor), holder=track.holder, part=part, words=why, at=clock.now())
    row.save(force_insert=True)
    changed(actor, track.holder, "part_review_requested", row, part=part.number)


@transaction.atomic
def keep_item(
    *, actor: Actor, pk: UUID, number: int, what: str, text: str = "", kept_where: str = ""
) -> WithheldItem:  # fmt: skip
    """The whole item behind a part that is withheld, for whoever looks at the decision again.

    The worker keeps it while they answer; the reviewer may write it in while they look.
    """
    party = parties.REVIEWER if actor.role == "information_governance" else parties.WORKER
    track = locked_for(actor, pk, party)
    must_be_in(track, states.INFORMATION_ESCALATION if party == parties.REVIEWER else states.ANSWERING)
    if party == parties.REVIEWER and was_involved(actor, track):
        raise WasInvolved
    part = part_of(track, number)
    kept = part.withheld.last()
    if kept is not None and (kept.what, kept.text, kept.kept_where) == (what, text, kept_where):
        return kept
    row = WithheldItem(
        **acted(actor), holder=track.holder, part=part, version=part.withheld.count() + 1, what=what, text=text,
        kept_where=kept_where, at=clock.now(),
    )  # fmt: skip
    row.save(force_insert=True)
    changed(actor, track.holder, "withheld_item_kept", row, part=number, version=row.version)
    return row


@transaction.atomic
def acknowledge_review(*, actor: Actor, pk: UUID) -> None:
    """Somebody who was not involved says that they look at it; raises WasInvolved for anybody else."""
    track = locked_for(actor, pk, parties.REVIEWER)
    must_be_in(track, states.INFORMATION_ESCALATION)
    if was_involved(actor, track):
        raise WasInvolved
    now = clock.now()
    for row in ReviewRequest.objects.filter(part__track=track, decided_at=None, acknowledged_at=None):
        row.acknowledged_at = now
        row.save(update_fields=["acknowledged_at"])
        changed(actor, track.holder, "review_acknowledged", row)
    ledger.stop(track, ["review_acknowledge"], now)
    track.next_due = ledger.next_due(track)
    track.save(update_fields=["next_due"])


def decide_review(*, actor: Actor, pk: UUID, number: int, review: Review, version: int | None = None) -> ShortTermTrack:
    """S13 on one part. The question goes back to where it came from once no other part waits."""
    answer = _write(actor, pk, number, review)

    def decide(track: ShortTermTrack) -> None:
        row = ReviewRequest.objects.get(part_id=answer.part_id, decided_at=None)
        row.decided_at, row.outcome, row.answer = clock.now(), review.outcome, answer
        row.save(update_fields=["decided_at", "outcome", "answer"])
        changed(actor, track.holder, "review_decided", row, part=number, outcome=review.outcome)
        apply_answer(actor, track, answer)

    considered = tuple(form for form, why in review.considered.items() if why.strip())
    inputs = Inputs(
        named=frozenset({number}), outcome=review.outcome, considered=considered, reason=review.reason,
        reason_code=review.reason_code,
    )  # fmt: skip
    return make(
        actor=actor, pk=pk, event=review.outcome, version=version, inputs=inputs, effect=decide,
        decision=decision_of(number, review),
    )  # fmt: skip


def decision_of(number: int, review: Review) -> Decision:
    """The full form of this decision."""
    options = " ".join(f"{AnswerForm(form).label}: {why}" for form, why in review.considered.items() if why.strip())
    return Decision(
        text=f"Part {number}, looked at again: {FORM_OF[review.outcome].label.lower()}.", reason=review.reason,
        reason_code=review.reason_code, options_considered=options, told="The answer itself.", told_how="portal",
        next_owner_post="Caseworker",
    )  # fmt: skip


@transaction.atomic
def _write(actor: Actor, pk: UUID, number: int, review: Review) -> Answer:
    """The exact text that the family will read, kept before the move so that the recipient check can hold it."""
    track = locked_for(actor, pk, parties.REVIEWER)
    must_be_in(track, states.INFORMATION_ESCALATION)
    part = part_of(track, number)
    if review.outcome not in FORM_OF or not part.reviews.filter(decided_at=None).exists():
        raise NotYours()
    if was_involved(actor, track):
        raise WasInvolved
    item = part.withheld.last()
    if review.item is not None and (item is None or item.version != review.item):
        raise OutOfDate()
    answer, last = as_answer(actor, part, review), part.answers.last()
    if last is not None and last.actor_id == actor.id and _same(last, answer):
        answer = last
    else:
        answer.save(force_insert=True)
        changed(actor, track.holder, "answer_written", answer, part=part.number, version=answer.version)
        if item is not None:
            _cover(answer, item, review)
    earlier = part.answers.exclude(pk=answer.pk).values_list("pk", flat=True)
    screen_text(
        actor=actor, holder=track.holder, subject=answer.pk, texts=[answer.text, answer.elsewhere], replaces=earlier
    )
    return answer


def review_columns(review: Review) -> dict[str, Any]:
    """The columns of an answer that come from what the reviewer decided."""
    refused = review.outcome == "refused"
    return {
        "status": PartStatus.CANNOT_ANSWER if refused else PartStatus.ANSWERED, "form": FORM_OF[review.outcome],
        "reason_code": "" if review.outcome == "released" else review.reason_code,
        "considered_text": json.dumps({form: why for form, why in review.considered.items() if why.strip()}),
        "best_interests": review.best_interests, "kept_words": review.kept_words,
        "next_date": review.next_date if refused else None, "elsewhere": review.elsewhere,
    }  # fmt: skip


def as_answer(actor: Actor, part: QuestionPart, review: Review) -> Answer:
    """The version that the family would read, not kept yet."""
    before = part.shared_answer
    return Answer(
        **acted(actor), **review_columns(review), holder=part.holder, part=part, version=part.answers.count() + 1,
        info_class=before.info_class if before else InfoClass.INCIDENT, text=text_of(part.withheld.last(), review),
        written_at=clock.now(),
    )  # fmt: skip


def _same(kept: Answer, new: Answer) -> bool:
    """Sent again without a change, as after the safeguarding lead let it go."""
    names = {"text", *review_columns(Review("refused", ""))}
    return all(getattr(kept, name) == getattr(new, name) for name in names)


def text_of(item: WithheldItem | None, review: Review) -> str:
    """Exactly what the family reads; what is covered is not in it."""
    if review.outcome not in {"released", "redacted"}:
        return review.text
    if item is None or not item.paragraphs:
        raise OutOfDate("Write the whole item in first: there is no text to share.")
    paragraphs = [
        words.COVERED % {"reason": words.COVERED_BECAUSE[review.covered[number]]} if number in review.covered else said
        for number, said in enumerate(item.paragraphs, start=1)
    ]
    return "\n\n".join([*([review.text] if review.text.strip() else []), *map(str, paragraphs)])


def _cover(answer: Answer, item: WithheldItem, review: Review) -> None:
    for number, code in sorted(review.covered.items()):
        Covered(
            holder=answer.holder, answer=answer, item=item, paragraph=number, reason_code=code
        ).save(force_insert=True)  # fmt: skip
