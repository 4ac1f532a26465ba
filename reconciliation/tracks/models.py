"""The tables of this room: the tracks stand in short_term.py and long_term.py, what hangs on them beside."""

from reconciliation.tracks.asking import QuestionDraft, QuestionShare, Restatement
from reconciliation.tracks.endings import ClosingProposal, ComeBack, Elsewhere, Reminder, TextKind, ToldText
from reconciliation.tracks.long_term import HelpRequest, LongTermTrack
from reconciliation.tracks.parts import Answer, PartResponse, Proposal, ProposalState, QuestionPart, Waiting
from reconciliation.tracks.pauses import UNSPOKEN, Pause, PauseReason
from reconciliation.tracks.promises import Apology, Commitment, HowGiven, Outcome
from reconciliation.tracks.short_term import ShortTermTrack
from reconciliation.tracks.withholding import Covered, ReviewRequest, WithheldItem

__all__ = [
    "UNSPOKEN", "Answer", "Apology", "ClosingProposal", "ComeBack", "Commitment", "Covered", "Elsewhere", "HelpRequest",
    "HowGiven", "LongTermTrack", "Outcome", "PartResponse", "Pause", "PauseReason", "Proposal", "ProposalState",
    "QuestionDraft", "QuestionPart", "QuestionShare", "Reminder", "Restatement", "ReviewRequest", "ShortTermTrack",
    "TextKind", "ToldText", "Waiting", "WithheldItem",
]  # fmt: skip
