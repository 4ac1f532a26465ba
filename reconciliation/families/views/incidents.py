"""The safeguarding lead's pages: incidents, links, and opening a family with a reason."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit import reads
from portal.audit.actor import Actor
from portal.ui.pages import question_page
from portal.ui.refusals import NotYours
from reconciliation.families import actions, selectors
from reconciliation.families.errors import CannotLink
from reconciliation.families.forms import (
    IncidentForm,
    ReasonForm,
    ReferenceAndReasonForm,
    ReferenceForm,
)


@page(Role.SAFEGUARDING_LEAD)
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Incidents, newest first, and the families that are open to the lead now."""
    incidents, following = selectors.incidents_page(actor, after=_key(request.GET.get("after", "")))
    context = {
        "incidents": incidents,
        "following": following,
        "open_now": selectors.opened_now(actor),
    }
    return render(request, "families/incidents.html", context)


@page(Role.SAFEGUARDING_LEAD, methods=("GET", "POST"))
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open an incident."""
    form = IncidentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        incident = actions.open_incident(actor=actor, **form.cleaned_data)
        return redirect("incident", pk=incident.pk)
    return question_page(
        request,
        form=form,
        heading="Open an incident",
        back=reverse("safeguarding_home"),
        inset="You link the families next, each by its reference.",
        title="New",
    )


@page(Role.SAFEGUARDING_LEAD)
def incident(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One incident and the families that are linked to it."""
    row = selectors.incident_for(actor, pk)
    reads.opened(actor, row.holder, "incident", row.pk)
    context = {
        "incident": row,
        "open_ids": {engagement.pk for engagement in selectors.opened_now(actor)},
    }
    return render(request, "families/incident.html", context)


@page(Role.SAFEGUARDING_LEAD, methods=("GET", "POST"))
def link(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Link one family by its exact reference."""
    row = selectors.incident_for(actor, pk)
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            family = selectors.linkable(actor, form.cleaned_data["reference"])
            actions.link_engagement(actor=actor, incident=row, engagement=family)
        except CannotLink as refusal:
            form.add_error("reference", refusal.words)
        else:
            return redirect("incident", pk=pk)
    return question_page(
        request,
        form=form,
        heading="Link a family",
        caption=row.reference,
        submit="Link",
        inset="From then on, staff texts for one side are checked for names and contact details of the other.",
        back=reverse("incident", kwargs={"pk": pk}),
        title="Link",
    )


@page(Role.SAFEGUARDING_LEAD, methods=("GET", "POST"))
def open_family(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Open a family from its incident, with a reason."""
    engagement = selectors.engagement_to_open(actor, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.open_with_reason(actor=actor, engagement=engagement, **form.cleaned_data)
        return redirect(engagement)
    return _ask_reason(request, form, caption=engagement.reference)


@page(Role.SAFEGUARDING_LEAD, methods=("GET", "POST"))
def open_by_reference(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open a family by its reference, with a reason."""
    form = ReferenceAndReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            engagement = selectors.linkable(actor, form.cleaned_data["reference"])
        except CannotLink as refusal:
            form.add_error("reference", refusal.words)
        else:
            reason = form.cleaned_data["reason"]
            actions.open_with_reason(actor=actor, engagement=engagement, reason=reason)
            return redirect(engagement)
    return _ask_reason(request, form)


def _ask_reason(request: HttpRequest, form: ReasonForm, caption: str = "") -> HttpResponse:
    return question_page(
        request,
        form=form,
        heading="Open a family",
        caption=caption,
        submit="Open",
        inset="You can see this family until the end of tomorrow. Who looked, and why, stays on its record.",
        back=reverse("safeguarding_home"),
        title="Reason",
    )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotYours from None
