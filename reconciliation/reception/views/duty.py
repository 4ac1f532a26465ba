"""The duty team's list, the calls, and what the asker says of who they are."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.ui.pages import posted, question_page
from portal.ui.refusals import NotYours
from reconciliation.families.selectors import on_duty
from reconciliation.reception import actions, selectors
from reconciliation.reception.forms import CallForm, SaidForm
from reconciliation.reception.models import Receipt

DUTY = (Role.CASEWORKER, Role.SUPERVISOR)
BOTH = ("GET", "POST")


@page(*DUTY)
def duty(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Questions without a family, safety first."""
    if not on_duty(actor):
        raise NotYours
    return render(request, "reception/duty.html", {"sections": selectors.duty_list(actor)})


@page(*DUTY, methods=BOTH)
def call(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Write down a call."""
    receipt = selectors.duty_receipt(actor, pk)
    form = CallForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.record_call(actor=actor, pk=pk, **form.cleaned_data)
        return redirect(receipt.question.engagement)
    return question_page(
        request, form=form, heading="Write down a call", submit="Save", title="Call", template="reception/call.html",
        back=receipt.question.engagement.get_absolute_url(), caption=_caption(receipt), extra={"receipt": receipt},
    )  # fmt: skip


@page(*DUTY, methods=BOTH)
def said(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Write down who they say they are, and whether they agree."""
    receipt = selectors.duty_receipt(actor, pk)
    last = selectors.latest_said(receipt)
    initial = {"name": last.name, "words": last.words, "how": last.how, "agrees": last.agrees} if last else {}
    form = SaidForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.record_said(actor=actor, pk=pk, **form.cleaned_data)
        return redirect(receipt.question.engagement)
    return question_page(
        request, form=form, heading="Who they say they are", submit="Save", title="Question",
        back=receipt.question.engagement.get_absolute_url(), caption=_caption(receipt),
    )  # fmt: skip


def _caption(receipt: Receipt) -> str:
    return f"No family yet, question {receipt.reference}"
