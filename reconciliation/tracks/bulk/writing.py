"""Writing many pasts of questions: every table in bulk, every chain once a batch."""

from collections.abc import Iterable, Sequence
from itertools import islice
from operator import attrgetter
from uuid import UUID

from django.db import transaction

from portal.audit.digest import digest_of
from portal.audit.record import NewEntry, append_many
from portal.encryption import keys
from portal.workflow import bulk
from portal.workflow.models import DeadlineChange, DecisionRecord
from reconciliation.safeguards.models import SafetyScreen
from reconciliation.tracks.bulk.question import QuestionPast
from reconciliation.tracks.bulk.steps import Said
from reconciliation.tracks.models import (
    Answer,
    Apology,
    ClosingProposal,
    ComeBack,
    Commitment,
    Covered,
    HelpRequest,
    PartResponse,
    Pause,
    Proposal,
    QuestionPart,
    QuestionShare,
    Reminder,
    Restatement,
    ReviewRequest,
    ToldText,
    Waiting,
    WithheldItem,
)

BATCH = 1000
WRITTEN = (
    SafetyScreen, Restatement, QuestionPart, Answer, Proposal, PartResponse, Waiting, QuestionShare, DeadlineChange,
    ToldText, ClosingProposal, Reminder, Pause, WithheldItem, Covered, ReviewRequest, ComeBack, HelpRequest,
    Commitment, Apology,
)  # fmt: skip


@transaction.atomic
def write(questions: Iterable[QuestionPast]) -> None:
    """Write all of them or none; a batch at a time, so that a generator of many needs little memory."""
    given = iter(questions)
    with keys.key_ring():
        while batch := list(islice(given, BATCH)):
            _write(batch)


def _write(batch: Sequence[QuestionPast]) -> None:
    keys.warm({question.track.holder for question in batch})
    bulk.write([question.past for question in batch])
    bulk.write([question.long_term for question in batch if question.long_term])
    for model in WRITTEN:
        rows = [row for question in batch for row in question.rows[model]]
        model._default_manager.bulk_create(rows, batch_size=500)
    through = Proposal.answers.through
    links = [
        through(proposal_id=proposal.pk, answer_id=answer.pk)
        for question in batch
        for proposal, answers in question.proposed
        for answer in answers
    ]
    through._default_manager.bulk_create(links, batch_size=500)
    _record(batch)


def _record(batch: Sequence[QuestionPast]) -> None:
    decided = {str(row.pk): row for question in batch for row in question.past.decisions}
    entries = (_entry(question.track.holder, said, decided) for question in batch for said in question.said)
    append_many(sorted(entries, key=attrgetter("at")))


def _entry(holder: UUID, said: Said, decided: dict[str, DecisionRecord]) -> NewEntry:
    actor, action, row, at, details = said
    if decision := decided.get(details.get("decision", "")):
        details = {**details, "decision_digest": digest_of(decision)}
    return NewEntry(
        actor=actor, holder=holder, action=action, table=row._meta.db_table, row=row.pk, digest=digest_of(row),
        details={**details, "given": True}, at=at,
    )  # fmt: skip
