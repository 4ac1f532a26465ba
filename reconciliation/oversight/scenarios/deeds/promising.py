"""Promises with a day, and apologies that a second person approves."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from reconciliation.oversight.scenarios.stage import CannotPlay, Turn
from reconciliation.oversight.scenarios.vocabulary import choice, code, day, plain, text, verb
from reconciliation.tracks import actions
from reconciliation.tracks.actions import ApologyText
from reconciliation.tracks.models import HowGiven, Outcome

Row = TypeVar("Row", bound=Model)


@verb("promises", "promises something by a day", text("what"), text("owner_post"), text("owner_name"), day("by_day"))
def promises(turn: Turn) -> None:
    """Somebody with a post and a name; the family sees it."""
    actions.promise(
        actor=turn.actor, pk=turn.pk, what=turn.given["what"], owner_post=turn.given["owner_post"],
        owner_name=turn.given["owner_name"], due=turn.given["by_day"],
    )  # fmt: skip


@verb("keeps_promise", "says that the promise was kept", text("words"))
def keeps_promise(turn: Turn) -> None:
    """The newest one that is open."""
    actions.keep_promise(actor=turn.actor, commitment_id=_open_promise(turn), words=turn.given["words"])


@verb("breaks_promise", "says that the promise was not kept", text("words"), day("again_by", needed=False))
def breaks_promise(turn: Turn) -> None:
    """With ``again_by`` it is promised anew; this one stays as it was, not kept."""
    actions.break_promise(
        actor=turn.actor, commitment_id=_open_promise(turn), words=turn.given["words"],
        again_by=turn.given.get("again_by"),
    )  # fmt: skip


@verb(
    "apologises", "writes an apology", text("for_what"), text("sorry"), text("by_post"), text("by_name"),
    choice("how", *map(plain, HowGiven.values), needed=False), text("enquiries", needed=False),
    text("support", needed=False),
)  # fmt: skip
def apologises(turn: Turn) -> None:
    """It waits for a second person. Without more said: given here, in writing, today."""
    said = ApologyText(
        for_what=turn.given["for_what"], sorry=turn.given["sorry"], by_post=turn.given["by_post"],
        by_name=turn.given["by_name"], how_given=code(turn.given.get("how", HowGiven.HERE)),
        given_on=turn.today, enquiries=turn.text("enquiries"), support=turn.text("support"),
    )  # fmt: skip
    actions.apologise(actor=turn.actor, pk=turn.pk, text=said)


@verb("approves_apology", "approves the apology")
def approves_apology(turn: Turn) -> None:
    """Somebody else than its writer."""
    actions.approve_apology(actor=turn.actor, apology_id=_apology(turn))


@verb("returns_apology", "returns the apology to its writer", text("reason"))
def returns_apology(turn: Turn) -> None:
    """With what has to change."""
    actions.return_apology(actor=turn.actor, apology_id=_apology(turn), reason=turn.given["reason"])


def _open_promise(turn: Turn) -> UUID:
    return _last(turn.track.commitments.filter(outcome=Outcome.OPEN), "There is no promise that is open.")


def _apology(turn: Turn) -> UUID:
    return _last(turn.track.apologies.all(), "Nobody has written an apology.")


def _last(rows: "QuerySet[Row]", missing: str) -> UUID:
    found: UUID | None = rows.order_by("at", "pk").values_list("pk", flat=True).last()
    if found is None:
        raise CannotPlay(missing)
    return found
