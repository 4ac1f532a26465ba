"""What is recorded about a family, and opening one with a reason."""

from reconciliation.families.actions import open_with_reason
from reconciliation.oversight.scenarios.stage import Turn
from reconciliation.oversight.scenarios.vocabulary import Field, choice, code, day, person, plain, text, verb
from reconciliation.safeguards.actions import (
    record_check,
    record_escalation,
    record_need,
    record_need_met,
    record_proceedings,
)
from reconciliation.safeguards.words import Format, HowMet, Language, Proceedings

LANGUAGES = {plain(label): value for value, label in Language.choices}


@verb(
    "records_proceedings", "records where police and court work stands",
    choice("status", *map(plain, Proceedings.values)), text("non_objection", needed=False),
)  # fmt: skip
def records_proceedings(turn: Turn) -> None:
    """``non_objection`` is the reference of a written non-objection."""
    reference = turn.text("non_objection")
    record_proceedings(
        actor=turn.actor, engagement=turn.engagement, status=code(turn.given["status"]),
        non_objection=bool(reference), non_objection_ref=reference,
    )  # fmt: skip


@verb(
    "records_check", "records a check with police or court", text("officer"), day("next_check", needed=False),
    text("outcome", needed=False), Field("answered", "yes or no", needed=False),
)  # fmt: skip
def records_check(turn: Turn) -> None:
    """The next one falls within ten working days. ``answered = false``: nobody answered."""
    record_check(
        actor=turn.actor, engagement=turn.engagement, officer_role=turn.given["officer"],
        next_check_due=turn.given.get("next_check"), outcome=turn.text("outcome"),
        answered=turn.given.get("answered", True),
    )  # fmt: skip


@verb("takes_it_to_the_partnership", "takes it to the partnership contact", day("on_day"))
def takes_it_to_the_partnership(turn: Turn) -> None:
    """After three checks in a row without an answer."""
    record_escalation(actor=turn.actor, engagement=turn.engagement, taken_on=turn.given["on_day"])


@verb(
    "records_need", "records the language and format that somebody needs", person("person"),
    choice("language", *LANGUAGES), choice("format", *map(plain, Format.values), needed=False),
)  # fmt: skip
def records_need(turn: Turn) -> None:
    """Without a format: standard print."""
    record_need(
        actor=turn.actor, engagement=turn.engagement, person=turn.person(turn.given["person"]),
        language=LANGUAGES[turn.given["language"]], format=code(turn.given.get("format", Format.STANDARD)),
    )  # fmt: skip


@verb(
    "records_need_met", "records how that need was met for this question", person("person"),
    choice("how", *map(plain, HowMet.values)), text("interpreter", needed=False),
    Field("checked_for_links", "yes or no", needed=False),
)  # fmt: skip
def records_need_met(turn: Turn) -> None:
    """With the interpreter, and whether they were checked for links with the families."""
    record_need_met(
        actor=turn.actor, engagement=turn.engagement, subject=turn.pk, person=turn.person(turn.given["person"]),
        how=code(turn.given["how"]), interpreter=turn.text("interpreter"),
        conflict_checked=turn.given.get("checked_for_links", False),
    )  # fmt: skip


@verb("opens_with_reason", "opens the family with a written reason", text("reason"))
def opens_with_reason(turn: Turn) -> None:
    """The safeguarding lead, or a worker of the same team who only reads."""
    open_with_reason(actor=turn.actor, engagement=turn.engagement, reason=turn.given["reason"])
