"""Ends that are no answer, coming back, asking for more help, and what the service's clock does by itself."""

from reconciliation.oversight.scenarios.stage import Turn
from reconciliation.oversight.scenarios.vocabulary import choice, code, numbers, plain, text, verb
from reconciliation.tracks import actions
from reconciliation.tracks.actions import Told
from reconciliation.tracks.models import Elsewhere
from reconciliation.tracks.selectors.collect import open_closing
from reconciliation.tracks.sweeps import remind_and_finish


@verb(
    "redirects", "sends it to where it belongs",
    choice("where", *map(plain, Elsewhere.values)), text("reason"), text("told", needed=False),
)  # fmt: skip
def redirects(turn: Turn) -> None:
    """S4. ``told`` is what the family reads."""
    actions.redirect(
        actor=turn.actor, pk=turn.pk, where=code(turn.given["where"]), reason=turn.given["reason"],
        told=Told(turn.text("told")),
    )  # fmt: skip


@verb("disagrees_and_finishes", "does not agree, and finishes here", text("words", needed=False))
def disagrees_and_finishes(turn: Turn) -> None:
    """S10b."""
    actions.disagree_and_finish(actor=turn.actor, pk=turn.pk, words=turn.text("words"))


@verb(
    "proposes_no_further_action", "proposes to take it no further",
    text("reason"), text("told", needed=False), text("support", needed=False),
)  # fmt: skip
def proposes_no_further_action(turn: Turn) -> None:
    """With what the family will be told, and the offer of support."""
    told = Told(turn.text("told"), support=turn.text("support"))
    actions.propose_no_further_action(actor=turn.actor, pk=turn.pk, reason=turn.given["reason"], told=told)


@verb("approves_no_further_action", "approves that it is taken no further")
def approves_no_further_action(turn: Turn) -> None:
    """S10c, in exactly what was proposed."""
    actions.no_further_action(actor=turn.actor, pk=turn.pk, version_shown=_closing(turn))


@verb("returns_no_further_action", "says why it should go on", text("reason"))
def returns_no_further_action(turn: Turn) -> None:
    """The worker goes on."""
    actions.return_no_further_action(
        actor=turn.actor, pk=turn.pk, reason=turn.given["reason"], version_shown=_closing(turn)
    )


@verb("finishes_without_reply", "finishes without a reply")
def finishes_without_reply(turn: Turn) -> None:
    """S11 by the worker; the service's clock does it by itself."""
    actions.no_reply(actor=turn.actor, pk=turn.pk)


@verb("makes_its_rounds", "makes its rounds: it reminds, and finishes where nobody replied", by_clock=True)
def makes_its_rounds(turn: Turn) -> None:
    """What the service does by itself, here for the questions of the scenario alone."""
    remind_and_finish(list(turn.stage.questions.values()))


@verb("reopens", "opens it again", text("words"), numbers("parts"))
def reopens(turn: Turn) -> None:
    """S18. The parts that are numbered are open again."""
    actions.reopen(actor=turn.actor, pk=turn.pk, words=turn.given["words"], numbers=turn.numbers())


@verb("asks_for_more_help", "asks for more help than an answer")
def asks_for_more_help(turn: Turn) -> None:
    """S14: a long-term request opens, and the question goes on."""
    actions.step_up(actor=turn.actor, pk=turn.pk)


def _closing(turn: Turn) -> str:
    proposal = open_closing(turn.track)
    return proposal.digest if proposal else ""
