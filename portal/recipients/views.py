"""The safeguarding lead's pages: the texts that wait, and each of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.accounts.pages import page
from portal.accounts.roles import Role
from portal.audit.actor import Actor
from portal.recipients import actions, selectors
from portal.recipients.forms import RELEASE, DecideForm
from portal.ui.forms import GovForm
from portal.ui.pages import posted, question_page


@page(Role.SAFEGUARDING_LEAD)
def held_texts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every text that waits, oldest first."""
    return render(request, "recipients/held_texts.html", {
        "held": selectors.waiting(actor), "matches": selectors.matches(actor),
    })  # fmt: skip


@page(Role.SAFEGUARDING_LEAD, methods=("GET", "POST"))
def held_text(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Read one text, and release it or keep it back."""
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        release = form.cleaned_data["decision"] == RELEASE
        actions.decide_hold(actor=actor, hold_id=pk, release=release, reason=form.cleaned_data["reason"])
        messages.success(request, "The text is released." if release else "The text is kept back.")
        return redirect("held_texts")
    held = actions.read_held(actor=actor, hold_id=pk)
    return question_page(
        request,
        form=form,
        heading="A text that may name the other side",
        caption=held.text.about,
        submit="Save your decision",
        back=reverse("held_texts"),
        extra={"held": held},
        template="recipients/held_text.html",
        title="Text to read",
    )


@page(Role.SAFEGUARDING_LEAD, methods=("GET", "POST"))
def matched_text(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Read what a family sent. It has arrived; there is nothing to release."""
    if request.method == "POST":
        actions.settle_match(actor=actor, match_id=pk)
        return redirect("held_texts")
    matched = actions.read_match(actor=actor, match_id=pk)
    return question_page(
        request, form=GovForm(posted(request)), heading="A family wrote of the other side", submit="I have read it",
        caption=matched.text.about, back=reverse("held_texts"), title="Text to read",
        inset="It was delivered at once, and the family and its worker do not know that you read this.",
        extra={"held": matched}, template="recipients/held_text.html",
    )  # fmt: skip
