"""What the person who asked says of the answer."""

from portal.workflow.decisions import Decision
from reconciliation.oversight.scenarios.stage import Turn
from reconciliation.oversight.scenarios.vocabulary import number, numbers, text, verb
from reconciliation.tracks import actions
from reconciliation.tracks.actions import Reply
from reconciliation.tracks.actions.moving import make


@verb(
    "replies", "says part by part whether it is answered",
    numbers("answered"), numbers("not_answered"), text("missing", needed=False),
)  # fmt: skip
def replies(turn: Turn) -> None:
    """S9, S10 or S12: the rules say what follows."""
    said = {number: Reply(answers_me=True) for number in turn.numbers("answered")}
    missing = turn.text("missing")
    said |= {number: Reply(answers_me=False, missing=missing) for number in turn.numbers("not_answered")}
    actions.reply(actor=turn.actor, pk=turn.pk, replies=said)


@verb("finishes", "says that all of it is answered and tries to finish")
def finishes(turn: Turn) -> None:
    """S9 by itself, whatever was said part by part: for trying what must not be possible."""
    decision = Decision(text="The person who asked says that it is answered.", family_view="This answers me.")
    make(actor=turn.actor, pk=turn.pk, event="family_satisfied", version=None, decision=decision)


@verb("asks_for_review", "asks for a decision to be looked at again", number("part"), text("why"))
def asks_for_review(turn: Turn) -> None:
    """S12, on one part."""
    actions.ask_for_review(actor=turn.actor, pk=turn.pk, number=turn.given["part"], missing=turn.given["why"])
