"""Saying that one must not work with a family."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.ui.pages import confirmation, question_page
from reconciliation.families import actions, selectors
from reconciliation.families.forms import ConflictForm


@page(Role.CASEWORKER, Role.SUPERVISOR, methods=("GET", "POST"))
def declare(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Declared is enough: access ends with the click."""
    engagement = selectors.engagement_for(actor, pk)
    form = ConflictForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.declare_conflict(actor=actor, engagement=engagement, **form.cleaned_data)
        return redirect("conflict_recorded")
    return question_page(
        request,
        form=form,
        heading="Declare a conflict of interest",
        caption=engagement.caption,
        submit="Declare and give up access",
        inset="You lose access to this family at once. They are told only that their worker has changed.",
        back=engagement.get_absolute_url(),
        title="Declaration",
    )


@page(Role.CASEWORKER, Role.SUPERVISOR)
def recorded(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Names no family: who declared a conflict has no more to do with it."""
    return confirmation(
        request,
        heading="Recorded",
        next_steps=[
            "You no longer have access to this family.",
            "Your team gives it to someone else. You do not need to do anything.",
        ],
        links=[("Go to your start page", reverse("start"))],
    )
