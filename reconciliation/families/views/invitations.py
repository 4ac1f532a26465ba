"""A supervisor invites a person; the link is shown once, as a letter to print or read out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.ui.pages import question_page
from portal.ui.text import visible
from reconciliation.families import actions, selectors
from reconciliation.families.errors import CannotInvite
from reconciliation.families.forms import InviteForm
from reconciliation.families.models import Person


@page(Role.SUPERVISOR, methods=("GET", "POST"))
def invite(request: HttpRequest, actor: Actor, pk: UUID, person: UUID) -> HttpResponse:
    """Ask for the address, then show the letter, which can never be shown again."""
    engagement = selectors.supervised_family(actor, pk)
    row = selectors.person_for(engagement, person)
    form = InviteForm(request.POST if request.method == "POST" else None, young=actions.needs_confirmation(row))
    if form.is_valid():
        try:
            return _letter(request, actor, row, form)
        except CannotInvite as refusal:
            form.add_error("email", refusal.words)
    return question_page(
        request,
        form=form,
        heading=f"Invite {visible(row.name)} to sign in",
        caption=engagement.caption,
        submit="Make the invitation",
        inset="Nothing is sent. You get a letter with a link that works once, to hand over or read out.",
        back=reverse("engagement_people", kwargs={"pk": pk}),
        title="Invitation",
    )


def _letter(request: HttpRequest, actor: Actor, person: Person, form: InviteForm) -> HttpResponse:
    invitation, token = actions.invite_person(actor=actor, person=person, **form.cleaned_data)
    link = request.build_absolute_uri(reverse("invitation", kwargs={"token": token}))
    context = {
        "person": person,
        "link": link,
        "expires_at": invitation.expires_at,
        "back": reverse("engagement_people", kwargs={"pk": person.engagement_id}),
    }
    return render(request, "families/letter.html", context)
