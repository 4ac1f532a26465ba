"""Pausing and going on."""

from reconciliation.oversight.scenarios.stage import CannotPlay, Turn
from reconciliation.oversight.scenarios.vocabulary import choice, code, day, plain, text, verb
from reconciliation.tracks import actions
from reconciliation.tracks.actions import PauseText
from reconciliation.tracks.models import PauseReason


@verb(
    "pauses", "pauses it", choice("reason", *map(plain, PauseReason.values), needed=False),
    day("review_on", needed=False), text("why", needed=False), text("told", needed=False),
)  # fmt: skip
def pauses(turn: Turn) -> None:
    """S15. The family pauses at once and says nothing more; a worker says why, until when and what was told."""
    reason, review_on = turn.given.get("reason"), turn.given.get("review_on")
    if reason is None:
        actions.pause(actor=turn.actor, pk=turn.pk)
        return
    if review_on is None:
        raise CannotPlay("A pause with a reason needs “review_on”, the day to look again.")
    told = PauseText(code(reason), review_on, turn.text("why"), turn.text("told"))
    actions.pause(actor=turn.actor, pk=turn.pk, text=told)


@verb("resumes", "goes on after the pause")
def resumes(turn: Turn) -> None:
    """S16."""
    actions.resume(actor=turn.actor, pk=turn.pk)
