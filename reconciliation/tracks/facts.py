"""The facts that the guards of the short-term track judge: plain values, with the ids of their evidence."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from portal.workflow.guards import GuardResult
from reconciliation.safeguards.facts import LanguageFacts, ProceedingsFacts, ScreenFacts

PROCESS_INFORMATION = "process_information"
INCIDENT_INFORMATION = "incident_information"
# Why a part may not be answered, or not wholly. That we do not own something is no reason.
REASONS = frozenset({
    "third_party_data", "legal_privilege", "live_proceedings", "safety", "court_order", "not_held", "out_of_scope_here",
})  # fmt: skip
# There is nothing here to share in a lesser form: who holds it, or where to ask, is what the family needs.
ELSEWHERE = frozenset({"not_held", "out_of_scope_here"})


@dataclass(frozen=True)
class PartFact:
    """One part of the question, with the answer that is drafted or proposed for it (none: ``status`` is empty)."""

    id: UUID
    number: int
    shared_status: str
    answer_id: UUID | None = None
    status: str = ""
    reason_code: str = ""
    explains: bool = True
    considered: tuple[str, ...] = ()
    best_interests: bool = False
    dated: bool = False
    info_class: str = ""
    has_text: bool = False
    answers_me: bool | None = None
    can_go_on: bool = False
    held: bool = False


@dataclass(frozen=True)
class Facts:
    """Everything that any guard of the track may judge; what a move does not need stays at its default."""

    today: dt.date
    now: dt.datetime
    actor_id: UUID | None
    actor_is_asker: bool = False
    screen: ScreenFacts | None = None
    proceedings: ProceedingsFacts | None = None
    language: LanguageFacts | None = None
    parts: tuple[PartFact, ...] = ()
    named: frozenset[int] = frozenset()
    worker_id: UUID | None = None
    worker_answer: str = ""
    worker_answer_id: UUID | None = None
    worker_on_other_side: bool = False
    restated: bool = False
    restated_held: bool = False
    restated_verbatim: bool = False
    restated_days: int = 0
    restated_rejected: bool = False
    proposal_id: UUID | None = None
    proposed_by: UUID | None = None
    version_shown: str = ""
    version_proposed: str = ""
    actor_is_approver: bool = False
    loops: int = 0
    reason: str = ""
    reason_code: str = ""
    told: str = ""
    told_held: bool = False
    support_offered: str = ""
    asked_before: bool = False
    reminders: int = 0
    safe_channel: bool = False
    waited_days: int = 0
    considered: tuple[str, ...] = ()
    outcome: str = ""
    involved_before: bool = False
    review_on: dt.date | None = None
    from_state: str = ""
    paused_by_family: bool = False
    paused_for_family: bool = False
    closed_on: dt.date | None = None
    rechecked: tuple[GuardResult, ...] = field(default=())

    @property
    def proposed(self) -> tuple[PartFact, ...]:
        """The parts that go: those named of those that have an answer ready, or all of these."""
        return tuple(
            part for part in self.parts if part.answer_id is not None and (not self.named or part.number in self.named)
        )
