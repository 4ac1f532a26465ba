"""The safeguarding lead ties a question to a family, or takes a wrong tie back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit import reads
from portal.audit.actor import Actor
from portal.ui.pages import posted, question_page
from portal.ui.refusals import NotYours
from reconciliation.families import actions as families
from reconciliation.families.errors import CannotLink
from reconciliation.families.selectors import engagement_for, linkable, people_of
from reconciliation.reception import actions, selectors
from reconciliation.reception.forms import NOT_LISTED, FamilyForm, TieForm, UntieForm

LEAD = Role.SAFEGUARDING_LEAD
BOTH = ("GET", "POST")


@page(LEAD)
def questions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits to be tied to a family, and ties that can still be taken back."""
    return render(request, "reception/questions.html", {"ties": selectors.to_tie(actor)})


@page(LEAD, methods=BOTH)
def tie(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """First the family, opened with a reason like any other."""
    receipt = selectors.receipt_to_tie(actor, pk)
    form = FamilyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            family = linkable(actor, form.cleaned_data["reference"])
            if not family.is_family:
                raise CannotLink("This is a question without a family. Enter the reference of a family.")
        except CannotLink as refused:
            form.add_error("reference", str(refused.words))
        else:
            families.open_with_reason(actor=actor, engagement=family, reason=form.cleaned_data["reason"])
            return redirect("question_tie_to", pk=pk, family=family.pk)
    return question_page(
        request, form=form, heading="Which family is this question from?", title="Question",
        back=receipt.question.engagement.get_absolute_url(), caption=f"Question {receipt.reference}",
        template="reception/tie.html", extra={"said": selectors.latest_said(receipt)},
    )  # fmt: skip


@page(LEAD, methods=BOTH)
def tie_to(request: HttpRequest, actor: Actor, pk: UUID, family: UUID) -> HttpResponse:
    """Then who of it asked, and why it is this family."""
    receipt = selectors.receipt_to_tie(actor, pk)
    engagement = engagement_for(actor, family)
    said = selectors.latest_said(receipt)
    if not engagement.is_family or said is None or not said.agrees:
        raise NotYours
    reads.opened(actor, engagement.pk, "family", engagement.pk)
    form = TieForm(posted(request), people=people_of(family), name=said.name)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["person"]
        person = None if chosen == NOT_LISTED else UUID(chosen)
        actions.tie_question(actor=actor, pk=pk, family=family, person=person, reason=form.cleaned_data["reason"])
        return redirect(f"{reverse('engagement', args=[family])}?question={pk}")
    return question_page(
        request, form=form, heading="Tie the question to this family", submit="Tie it", title="Question",
        back=reverse("question_tie", args=[pk]), caption=f"{engagement.caption}, question {receipt.reference}",
        template="reception/tie.html", extra={"said": said},
        inset="From then on this family’s team works it. The duty team, and whoever works with another side, read it "
        "no longer.",
    )  # fmt: skip


@page(LEAD, methods=BOTH)
def untie(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """It was the wrong family."""
    receipt, made = selectors.receipt_to_untie(actor, pk)
    form = UntieForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.untie_question(actor=actor, pk=pk, reason=form.cleaned_data["reason"])
        return redirect("questions_to_tie")
    return question_page(
        request, form=form, heading="Take the tie back", submit="Take it back", title="Question",
        back=reverse("questions_to_tie"), caption=f"{made.family.caption}, question {receipt.reference}",
        inset="The question goes back to the duty team, and this family’s team reads it no longer. Both records keep "
        "that it was tied.",
    )  # fmt: skip
