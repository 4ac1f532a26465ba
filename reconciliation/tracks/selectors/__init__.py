"""Reads of this room."""

from reconciliation.tracks.selectors.collect import Inputs, collect
from reconciliation.tracks.selectors.questions import own_question, question_for

__all__ = ["Inputs", "collect", "own_question", "question_for"]
