"""A conversation and what can be done in it. The lists of conversations are pages of the rooms that know families."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.pages import by_script, page
from portal.accounts.roles import FAMILY_ROLES, Role
from portal.audit import reads
from portal.audit.actor import Actor
from portal.messaging import actions, selectors
from portal.messaging.forms import LookForm, MessageForm, SearchForm
from portal.messaging.models import Ending, Thread
from portal.messaging.selectors.ways_back import way_back
from portal.ui.forms import GovForm
from portal.ui.pages import posted, question_page
from portal.ui.refusals import TooOften
from portal.workflow import clock

FAMILY = (Role.FAMILY_MEMBER, Role.YOUNG_PERSON)
MEMBERS = (*FAMILY, Role.CASEWORKER)
LOOKERS = (Role.SUPERVISOR, Role.SAFEGUARDING_LEAD, Role.INFORMATION_GOVERNANCE)
BOTH = ("GET", "POST")


@page(*MEMBERS, *LOOKERS, methods=BOTH)
def thread(request: HttpRequest, actor: Actor, thread: UUID) -> HttpResponse:
    """Read it; whoever takes part writes. A button keeps for later what is not sent yet."""
    if request.method == "POST":
        row = selectors.writable_thread(actor, thread)
        form = MessageForm(request.POST)
        if "later" in request.POST:
            actions.keep_draft(actor=actor, thread_id=thread, text=_as_typed(form))
            messages.success(request, _("Kept. It is not sent yet."))
            return redirect("thread", thread=thread)
        if form.is_valid():
            return _sent(request, actor, row, form)
        return _page(request, actor, row, form)
    row = selectors.thread_for(actor, thread)
    typed = {"text": selectors.draft_of(actor, row), "client_id": uuid4()}
    return _page(request, actor, row, MessageForm(initial=typed))


def _sent(request: HttpRequest, actor: Actor, row: Thread, form: MessageForm) -> HttpResponse:
    text = form.cleaned_data["text"]
    try:
        sent = actions.send(actor=actor, thread_id=row.pk, text=text, client_id=form.cleaned_data["client_id"])
    except TooOften:
        actions.keep_draft(actor=actor, thread_id=row.pk, text=text)
        raise
    if sent.held is not None:
        messages.success(request, "Not sent yet: it may name the other side, so a second person reads it first.")
    else:
        messages.success(request, _("Sent."))
    return redirect("thread", thread=row.pk)


def _page(request: HttpRequest, actor: Actor, row: Thread, form: MessageForm) -> HttpResponse:
    before = _number(request.GET.get("before", ""))
    shown = selectors.conversation(actor, row, before)
    family = actor.role in FAMILY_ROLES
    if not family:
        reads.opened(actor, row.holder, "messages", row.pk)
    if shown.last_number:
        actions.mark_read(actor=actor, thread=row, number=shown.last_number)
    context: dict[str, Any] = {
        "talk": shown, "form": form, "family": family, "today": clock.today(), "writes": actor.role in MEMBERS,
        "newest": before is None,
    }  # fmt: skip
    return render(request, "messaging/thread.html", context)


def _as_typed(form: MessageForm) -> str:
    """What is kept for later is not judged, but for its length."""
    form.is_valid()
    return str(form.cleaned_data.get("text", ""))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


@by_script
@page(*MEMBERS, methods=("POST",))
def draft(request: HttpRequest, actor: Actor, thread: UUID) -> HttpResponse:
    """What is typed, kept at each pause by the page's script."""
    form = MessageForm(request.POST)
    text = _as_typed(form)
    actions.keep_draft(actor=actor, thread_id=thread, text=text, client_id=form.cleaned_data.get("client_id"))
    return HttpResponse(status=204)


@page(*MEMBERS, *LOOKERS, methods=BOTH)
def find(request: HttpRequest, actor: Actor, thread: UUID) -> HttpResponse:
    """Words in one conversation. They are sent in the form, so that no address and no history holds them."""
    row = selectors.thread_for(actor, thread)
    form = SearchForm(posted(request))
    found = selectors.search(actor, row, form.cleaned_data["words"]) if form.is_valid() else None
    return question_page(
        request, form=form, heading=str(form.fields["words"].label), submit=_("Find"),
        back=reverse("thread", args=[thread]), title=_("Messages"), template="messaging/find.html",
        extra={"found": found},
    )  # fmt: skip


@page(*MEMBERS, methods=BOTH)
def take_back(request: HttpRequest, actor: Actor, thread: UUID, number: int) -> HttpResponse:
    """Take one's own message back, after a look at it."""
    row = selectors.writable_thread(actor, thread)
    message = selectors.own_message(actor, row, number)
    if request.method == "POST":
        actions.take_back(actor=actor, thread_id=thread, number=number)
        messages.success(request, _("Your message is taken back."))
        return redirect("thread", thread=thread)
    says = _("A line stays that says that you took a message back. It stays on the council’s record.")
    if way_back(message) == Ending.RECALLED:
        says = "Nobody of the family has opened it. They will see nothing of it. The record keeps that you recalled it."
    return _sure(request, thread, _("Take this message back?"), _("Take it back"), says, message.text)


@page(Role.CASEWORKER, methods=BOTH)
def take_back_held(request: HttpRequest, actor: Actor, thread: UUID, held: UUID) -> HttpResponse:
    """What waits for a second person need not be sent at all."""
    selectors.writable_thread(actor, thread)
    text = selectors.held_message(actor, thread, held).text
    if request.method == "POST":
        actions.take_back_held(actor=actor, thread_id=thread, held_id=held)
        return redirect("thread", thread=thread)
    return _sure(request, thread, "Take this message back?", "Take it back", "It was not sent to the family.", text)


@page(Role.CASEWORKER, methods=BOTH)
def close(request: HttpRequest, actor: Actor, thread: UUID) -> HttpResponse:
    """Close a conversation, or open it again."""
    row = selectors.writable_thread(actor, thread)
    act = actions.open_again if row.closed_at else actions.close
    if request.method == "POST":
        act(actor=actor, thread_id=thread)
        return redirect("thread", thread=thread)
    if row.closed_at:
        return _sure(request, thread, "Open this conversation again?", "Open it again", "Both sides can write again.")
    says = "Everybody who takes part can still read it. Nobody can write. You can open it again."
    return _sure(request, thread, "Close this conversation?", "Close it", says)


@page(Role.CASEWORKER, methods=("POST",))
def settle(request: HttpRequest, actor: Actor, thread: UUID) -> HttpResponse:
    """What the family wrote last needs no reply."""
    actions.settle(actor=actor, thread_id=thread)
    return redirect("thread", thread=thread)


@page(*LOOKERS, methods=BOTH)
def look(request: HttpRequest, actor: Actor, thread: UUID) -> HttpResponse:
    """Whoever takes no part says why they need to read it."""
    row = selectors.openable_thread(actor, thread)
    form = LookForm(posted(request))
    if form.is_valid():
        actions.look(actor=actor, thread_id=thread, reason=form.cleaned_data["reason"])
        return redirect("thread", thread=thread)
    return question_page(
        request, form=form, heading="Open somebody’s messages", submit="Open",
        back=selectors.about(actor, row).back, title="Messages",
        inset="You can read them until the end of tomorrow.",
    )  # fmt: skip


def _sure(request: HttpRequest, thread: UUID, heading: str, submit: str, inset: str, text: str = "") -> HttpResponse:
    return question_page(
        request, form=GovForm(), heading=heading, submit=submit, inset=inset, back=reverse("thread", args=[thread]),
        title=_("Messages"), template="messaging/sure.html", extra={"text": text},
    )  # fmt: skip
