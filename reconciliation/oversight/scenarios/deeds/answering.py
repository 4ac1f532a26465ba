"""Writing answers, sending them on, and the dates that are promised."""

from reconciliation.oversight.scenarios.stage import NotAccepted, Turn
from reconciliation.oversight.scenarios.vocabulary import Field, choice, code, day, number, numbers, plain, text, verb
from reconciliation.tracks import actions, forms
from reconciliation.tracks.actions import AnswerText
from reconciliation.tracks.parts import PartStatus, ReasonCode
from reconciliation.tracks.selectors.answers import open_proposal

KINDS = {"what happened": "incident_information", "what happens next": "process_information"}
REASONS = {plain(label): value for value, label in ReasonCode.choices}


@verb(
    "writes_answer", "writes the answer to one part",
    number("part"), text("text"), choice("about", *KINDS, needed=False),
    choice("status", *(plain(value) for value in PartStatus.values if value != PartStatus.NOT_YET), needed=False),
    text("reason", needed=False), text("elsewhere", needed=False), day("look_again", needed=False),
    Field("considered", "a text for each form", needed=False), text("best_interests", needed=False),
)  # fmt: skip
def writes_answer(turn: Turn) -> None:
    """Without more said: it is answered, and about what happened."""
    answer = AnswerText(
        status=code(turn.given.get("status", PartStatus.ANSWERED)), text=turn.given["text"],
        info_class=KINDS[turn.given.get("about", "what happened")], reason_code=reason_code(turn.text("reason")),
        elsewhere=turn.text("elsewhere"), next_date=turn.given.get("look_again"),
        considered=turn.given.get("considered", {}), best_interests=turn.text("best_interests"),
    )  # fmt: skip
    actions.write_answer(actor=turn.actor, pk=turn.pk, number=turn.given["part"], answer=answer)


def reason_code(words: str) -> str:
    """A reason by its code or its label; any other is passed on as it stands, for the rules to refuse."""
    return REASONS.get(plain(words), code(words))


@verb(
    "waits_for", "says whom we wait for on one part", number("part"), text("whom"), day("asked_on"),
    day("chased_on", needed=False), day("answer_by", needed=False),
)  # fmt: skip
def waits_for(turn: Turn) -> None:
    """``answer_by`` is the date that the family is given for this part."""
    actions.wait_for(
        actor=turn.actor, pk=turn.pk, number=turn.given["part"], whom=turn.given["whom"],
        asked_on=turn.given["asked_on"], chased_on=turn.given.get("chased_on"), next_date=turn.given.get("answer_by"),
    )  # fmt: skip


@verb("proposes", "proposes the answers that are ready to an approver", numbers("parts"))
def proposes(turn: Turn) -> None:
    """S6: the parts numbered, or all that are ready."""
    actions.propose(actor=turn.actor, pk=turn.pk, numbers=turn.numbers())


@verb("returns", "returns the answer to the worker", text("reason"))
def returns(turn: Turn) -> None:
    """S7."""
    actions.return_answer(actor=turn.actor, pk=turn.pk, reason=turn.given["reason"])


@verb("shares", "approves this exact version and shares it with the family")
def shares(turn: Turn) -> None:
    """S8."""
    proposal = open_proposal(turn.track)
    actions.share_answer(actor=turn.actor, pk=turn.pk, version_shown=proposal.digest if proposal else "")


@verb("shares_process_information", "shares what happens next, without approval", numbers("parts"))
def shares_process_information(turn: Turn) -> None:
    """S8b: the parts numbered, or all that are ready."""
    actions.share_process_information(actor=turn.actor, pk=turn.pk, numbers=turn.numbers())


@verb("goes_on", "goes on with a part that is still open")
def goes_on(turn: Turn) -> None:
    """S10a."""
    actions.continue_part(actor=turn.actor, pk=turn.pk)


@verb(
    "extends", "moves the date of the answer", day("new_date"), text("reason", needed=False), text("told", needed=False)
)
def extends(turn: Turn) -> None:
    """Once. ``told`` is what the family was told; the page asks for it."""
    reason, told = turn.text("reason"), turn.text("told")
    form = forms.ExtendForm({"reason": reason, "family_told": told})
    missing = [*form.errors.get("reason", ()), *form.errors.get("family_told", ())]
    if missing:
        raise NotAccepted(" ".join(map(str, missing)))
    actions.extend_answer(actor=turn.actor, pk=turn.pk, new_due=turn.given["new_date"], reason=reason, family_told=told)
