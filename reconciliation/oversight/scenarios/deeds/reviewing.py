"""A decision that is looked at again, by somebody who was not involved."""

from reconciliation.oversight.scenarios.deeds.answering import reason_code
from reconciliation.oversight.scenarios.stage import CannotPlay, Turn
from reconciliation.oversight.scenarios.vocabulary import Deed, Field, day, number, text, verb
from reconciliation.tracks import actions
from reconciliation.tracks.actions import Review

CONSIDERED = Field("considered", "a text for each form", needed=False)
BEST_INTERESTS = text("best_interests", needed=False)


@verb("keeps_item", "keeps the whole item that is withheld", number("part"), text("what"), text("text"))
def keeps_item(turn: Turn) -> None:
    """For whoever looks at the decision again. An empty line begins a new paragraph."""
    actions.keep_item(
        actor=turn.actor, pk=turn.pk, number=turn.given["part"], what=turn.given["what"], text=turn.given["text"]
    )


@verb("refers_for_review", "asks for somebody new to look at a decision", number("part"), text("why"))
def refers_for_review(turn: Turn) -> None:
    """S12 by the worker."""
    actions.refer_for_review(actor=turn.actor, pk=turn.pk, number=turn.given["part"], why=turn.given["why"])


@verb("acknowledges_review", "says that they look at it")
def acknowledges_review(turn: Turn) -> None:
    """Within two working days."""
    actions.acknowledge_review(actor=turn.actor, pk=turn.pk)


def _deciding(outcome: str) -> Deed:
    def decides(turn: Turn) -> None:
        covered = turn.given.get("covered", {})
        if not all(paragraph.isdecimal() for paragraph in covered):
            raise CannotPlay('Paragraphs are numbered: covered.2 = "third party data".')
        review = Review(
            outcome, reason=turn.text("why"), text=turn.text("text"), reason_code=reason_code(turn.text("reason")),
            considered=turn.given.get("considered", {}), best_interests=turn.text("best_interests"),
            covered={int(paragraph): reason_code(words) for paragraph, words in covered.items()},
            next_date=turn.given.get("look_again"),
        )  # fmt: skip
        actions.decide_review(actor=turn.actor, pk=turn.pk, number=turn.given["part"], review=review)

    return decides


verb("releases", "decides that all of it is shared", number("part"), text("why"), text("text", needed=False))(
    _deciding("released")
)
verb(
    "redacts", "decides that it is shared with paragraphs covered", number("part"), text("why"), text("reason"),
    Field("covered", "a reason for each paragraph"), CONSIDERED, text("text", needed=False), BEST_INTERESTS,
)(_deciding("redacted"))  # fmt: skip
verb(
    "summarises", "decides that a summary is shared",
    number("part"), text("why"), text("reason"), text("text"), CONSIDERED, BEST_INTERESTS,
)(_deciding("summary"))  # fmt: skip
verb(
    "refuses", "decides that it is not shared in any form", number("part"), text("why"), text("reason"), text("text"),
    CONSIDERED, BEST_INTERESTS, day("look_again", needed=False),
)(_deciding("refused"))  # fmt: skip
