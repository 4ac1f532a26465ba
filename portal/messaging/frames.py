"""What each frame of an open conversation is answered with. docs/messages.md has the protocol.

A frame is asked of the policy like a page, from the session on: whoever signed out, lost their account, or takes part
no more is told to go with the very next one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from portal.accounts.signed_in import actor_of_session
from portal.audit import reads
from portal.audit.actor import Actor
from portal.encryption.keys import key_ring
from portal.messaging import actions, selectors
from portal.messaging.forms import MessageForm
from portal.messaging.models import Party, Thread
from portal.messaging.policy import LOOKERS, party_of
from portal.ui.refusals import NotYours, Refusal, TooOften

SIGNED_OUT, NOT_THERE, NOT_UNDERSTOOD = 4401, 4404, 4400
Frame = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """A frame to send back, or the code with which the socket is closed."""

    frame: Frame | None = None
    close: int = 0


def answer(session: str, thread_id: UUID, frame: Frame) -> Answer:
    """What a frame is answered with."""
    act = ANSWERS.get(str(frame.get("type")))
    with key_ring():
        actor = actor_of_session(session)
        if actor is None:
            return Answer(close=SIGNED_OUT)
        try:
            thread = selectors.thread_for(actor, thread_id)
            return Answer(act(actor, thread, frame)) if act else Answer(close=NOT_UNDERSTOOD)
        except NotYours:
            return Answer(close=NOT_THERE)
        except Refusal as refusal:
            return Answer(_refused(frame, str(refusal.words)))


def _since(actor: Actor, thread: Thread, frame: Frame) -> Frame:
    """What stands after a number, as the page draws it; what is no longer there is not among it."""
    after = _whole(frame.get("number"))
    if party_of(actor) == Party.STAFF:
        reads.opened(actor, thread.holder, "messages", thread.pk)
    lines, last = selectors.since(actor, thread, after)
    items = [{"number": line.number, "html": _drawn(actor, thread, line)} for line in lines]
    return {"type": "lines", "after": after, "last": last, "more": last < thread.last_number, "lines": items}


def _drawn(actor: Actor, thread: Thread, line: selectors.Line) -> str:
    context = {"line": line, "talk": {"thread": thread}, "writes": actor.role not in LOOKERS}
    return render_to_string("messaging/line.html", context)


def _send(actor: Actor, thread: Thread, frame: Frame) -> Frame:
    """Stored before it is answered. Sent again with the same client id it is the same message."""
    form = MessageForm({"text": frame.get("text"), "client_id": frame.get("client_id")})
    if not form.is_valid():
        return _refused(frame, " ".join(str(words) for words in form.errors.get("text", [])))
    text, client_id = form.cleaned_data["text"], form.cleaned_data["client_id"]
    try:
        sent = actions.send(actor=actor, thread_id=thread.pk, text=text, client_id=client_id)
    except TooOften:
        actions.keep_draft(actor=actor, thread_id=thread.pk, text=text)
        raise
    number = sent.message.number if sent.message else 0
    return {"type": "sent", "client_id": str(client_id), "number": number, "held": sent.held is not None}


def _read(actor: Actor, thread: Thread, frame: Frame) -> None:
    actions.mark_read(actor=actor, thread=thread, number=min(_whole(frame.get("number")), thread.last_number))


def _stay(_actor: Actor, _thread: Thread, _frame: Frame) -> None:
    return None


def _refused(frame: Frame, words: str) -> Frame:
    return {"type": "refused", "client_id": str(frame.get("client_id", ""))[:36], "words": words}


def _whole(number: object) -> int:
    return number if isinstance(number, int) and 0 <= number < 10**9 else 0


ANSWERS: dict[str, Callable[[Actor, Thread, Frame], Frame | None]] = {
    "since": _since, "send": _send, "read": _read, "stay": _stay,
}  # fmt: skip
