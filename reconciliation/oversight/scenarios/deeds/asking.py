"""Asking, sharing within the family, and taking a question back."""

from portal.notifications import actions as contacts
from reconciliation.oversight.scenarios.stage import CannotPlay, Turn
from reconciliation.oversight.scenarios.vocabulary import Field, person, text, verb
from reconciliation.tracks import actions


@verb("asks", "asks a question", text("text"), person("asker", needed=False))
def asks(turn: Turn) -> None:
    """S1. ``asker`` is whom a worker writes it down for."""
    name = turn.question or "the question"
    if name in turn.stage.questions:
        raise CannotPlay(f'There is a question called “{name}” already. Give this one a name: question = "second".')
    whose = turn.person(turn.given.get("asker", turn.who))
    draft = actions.save_draft(actor=turn.actor, person=whose, text=turn.given["text"])
    turn.stage.add(name, actions.submit_question(actor=turn.actor, draft_id=draft.pk).pk)


@verb("lets_read", "lets others of the family read along", Field("people", "a list of people"))
def lets_read(turn: Turn) -> None:
    """An empty list makes it private again."""
    people = {turn.person(key).pk for key in turn.given["people"]}
    actions.share_question(actor=turn.actor, pk=turn.pk, person_ids=people)


@verb("can_be_reached", "says that an email is safe to send")
def can_be_reached(turn: Turn) -> None:
    """From now on they get notices that say nothing but that something waits for them."""
    contacts.reach_by(actor=turn.actor, channel="email", address=turn.user(turn.who).email, verified=True)
    contacts.save_safe_contact(actor=turn.actor, is_private=True)
    contacts.confirm(actor=turn.actor)


@verb("withdraws", "takes the question back")
def withdraws(turn: Turn) -> None:
    """S17: at once, no reason asked."""
    actions.withdraw(actor=turn.actor, pk=turn.pk)


@verb("looks", "looks at what there is")
def looks(turn: Turn) -> None:
    """Nothing happens: for a step that only says what is expected by now."""
