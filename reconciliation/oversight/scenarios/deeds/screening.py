"""The safeguarding screen, the worker, and saying back what was asked."""

from reconciliation.oversight.scenarios.stage import Turn
from reconciliation.oversight.scenarios.vocabulary import Field, choice, code, person, plain, text, verb
from reconciliation.safeguards.actions import record_screen
from reconciliation.safeguards.words import ScreenOutcome
from reconciliation.tracks import actions

NO_RISK = "no immediate risk"
LINKED = "declared"


@verb("starts_screen", "starts the safeguarding screen")
def starts_screen(turn: Turn) -> None:
    """S2."""
    actions.start_screen(actor=turn.actor, pk=turn.pk)


@verb(
    "records_screen", "records the safeguarding screen", text("reason"),
    choice("outcome", *map(plain, ScreenOutcome.values), needed=False), text("contact", needed=False),
)  # fmt: skip
def records_screen(turn: Turn) -> None:
    """Without an outcome: no immediate risk."""
    record_screen(
        actor=turn.actor, engagement=turn.engagement, subject=turn.pk, reason=turn.given["reason"],
        outcome=code(turn.given.get("outcome", NO_RISK)), contact_outcome=turn.text("contact"),
    )  # fmt: skip


@verb(
    "assigns", "chooses the worker, who was asked about links with the family",
    person("worker"), text("link", needed=False),
)  # fmt: skip
def assigns(turn: Turn) -> None:
    """S3. ``link`` is what the worker said, where they have one: then they are barred and nobody is chosen."""
    worker, link = turn.user(turn.given["worker"]), turn.text("link")
    if link:
        actions.note_conflict(actor=turn.actor, pk=turn.pk, worker=worker, kind="other", note=link)
    else:
        actions.assign(actor=turn.actor, pk=turn.pk, worker=worker, answer="none_declared")


@verb("chooses_another_worker", "gives the question to another worker", person("worker"))
def chooses_another_worker(turn: Turn) -> None:
    """For a question whose worker has stepped off."""
    actions.give_worker(actor=turn.actor, pk=turn.pk, worker=turn.user(turn.given["worker"]))


@verb("restates", "writes down what is asked, part by part", Field("parts", "a list of texts"))
def restates(turn: Turn) -> None:
    """Said back to the family."""
    actions.restate(actor=turn.actor, pk=turn.pk, parts=turn.given["parts"])


@verb("says_wording_is_wrong", "says that this is not what was asked", text("instead"))
def says_wording_is_wrong(turn: Turn) -> None:
    """And how they would put it."""
    actions.reject_restatement(actor=turn.actor, pk=turn.pk, because=turn.given["instead"])


@verb("confirms", "confirms what is asked")
def confirms(turn: Turn) -> None:
    """S5."""
    actions.confirm_question(actor=turn.actor, pk=turn.pk)
