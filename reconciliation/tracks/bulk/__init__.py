"""Written histories of questions: for the demo, for an import, and for measuring with many rows."""

from portal.workflow.bulk import WrongPast
from reconciliation.tracks.bulk.question import QuestionPast
from reconciliation.tracks.bulk.writing import write

__all__ = ["QuestionPast", "WrongPast", "write"]
