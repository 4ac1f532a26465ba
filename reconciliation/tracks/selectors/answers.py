"""The versions of answers, and which of them are on the table."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q

from portal.accounts.roles import Role
from reconciliation.tracks import states
from reconciliation.tracks.models import Answer, Proposal, ProposalState, ShortTermTrack

# What a reviewer wrote and could not share is nobody's draft.
UNDECIDED = Q(actor_role=Role.INFORMATION_GOVERNANCE) & (
    Q(part__shared_answer=None) | ~Q(part__shared_answer_id=F("pk"))
)


def digest_of_answers(answers: Iterable[Answer]) -> str:
    """The name of an exact set of versions. Versions never change, so their ids are enough."""
    return hashlib.sha256("|".join(sorted(str(answer.pk) for answer in answers)).encode()).hexdigest()


def open_proposal(track: ShortTermTrack) -> Proposal | None:
    """What waits for approval, if anything does."""
    return track.proposals.filter(state=ProposalState.PROPOSED).last()


def drafts_of(track: ShortTermTrack) -> list[Answer]:
    """The newest version of each part that was not shared yet, in the order of the parts."""
    newest: dict[UUID, Answer] = {}
    rows = Answer.objects.filter(part__track=track)
    if track.current != states.INFORMATION_ESCALATION:
        rows = rows.exclude(UNDECIDED)
    for answer in rows.select_related("part").order_by("version"):
        newest[answer.part_id] = answer
    drafts = [answer for answer in newest.values() if answer.pk != answer.part.shared_answer_id]
    return sorted(drafts, key=lambda answer: answer.part.number)


def on_the_table(track: ShortTermTrack, proposal: Proposal | None = None) -> dict[UUID, Answer]:
    """By part: the proposed versions while a proposal waits, else the drafts. ``proposal`` where it is known."""
    proposal = proposal or open_proposal(track)
    answers = proposal.answers.all() if proposal is not None else drafts_of(track)
    return {answer.part_id: answer for answer in answers}
