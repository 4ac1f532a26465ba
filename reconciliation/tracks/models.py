"""The tables of this room: the track itself stands in short_term.py, what hangs on it in parts.py and asking.py."""

from reconciliation.tracks.asking import QuestionDraft, QuestionShare, Restatement
from reconciliation.tracks.parts import Answer, PartResponse, Proposal, ProposalState, QuestionPart, Waiting
from reconciliation.tracks.short_term import ShortTermTrack

__all__ = [
    "Answer", "PartResponse", "Proposal", "ProposalState", "QuestionDraft", "QuestionPart", "QuestionShare",
    "Restatement",     "ShortTermTrack", "Waiting",
]  # fmt: skip
