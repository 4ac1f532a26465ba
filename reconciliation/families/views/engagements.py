"""A supervisor opens an engagement, checks it and is told what happens next."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.ui.components import Row
from portal.ui.pages import check_answers, confirmation, question_page
from portal.ui.refusals import NotYours
from portal.ui.templatetags.portal_ui import shown
from portal.ui.text import visible
from reconciliation.families import actions, selectors
from reconciliation.families.errors import CannotChange
from reconciliation.families.forms import DetailsForm, EngagementForm
from reconciliation.families.models import FamilyEngagement


@page(Role.SUPERVISOR, methods=("GET", "POST"))
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whose family this is; the people follow, one at a time."""
    teams = selectors.teams_of(actor)
    if not teams:
        raise NotYours
    form = EngagementForm(request.POST if request.method == "POST" else None, teams=teams)
    if form.is_valid():
        engagement = actions.open_engagement(actor=actor, team=form.team, **form.details)
        return redirect("engagement_add_child", pk=engagement.pk)
    return question_page(
        request,
        form=form,
        heading="Open an engagement",
        back=reverse("start"),
        inset="You add the family's people on the next pages.",
        title="New",
    )


@page(Role.SUPERVISOR, methods=("GET", "POST"))
def details(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Correct what was said on the first page."""
    engagement = selectors.supervised_family(actor, pk)
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=_initial(engagement))
    if form.is_valid():
        try:
            actions.change_details(actor=actor, engagement=engagement, **form.cleaned_data)
        except CannotChange as refusal:
            form.add_error("side", refusal.words)
        else:
            return redirect("engagement_check", pk=pk)
    return question_page(
        request,
        form=form,
        heading="Change the details",
        caption=engagement.caption,
        submit="Save",
        back=reverse("engagement_check", kwargs={"pk": pk}),
        title="Details",
    )


@page(Role.SUPERVISOR, methods=("GET", "POST"))
def check(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Everything that was answered, before it is confirmed."""
    engagement = selectors.supervised_family(actor, pk)
    if request.method == "POST":
        actions.confirm_engagement(actor=actor, engagement=engagement)
        return redirect("engagement_opened", pk=pk)
    return check_answers(
        request,
        heading="Check your answers",
        caption=engagement.caption,
        rows=[*_detail_rows(engagement), *_people_rows(engagement)],
        submit="Confirm",
        back=reverse("engagement_people", kwargs={"pk": pk}),
        inset="The side cannot be changed here once you confirm it.",
    )


@page(Role.SUPERVISOR)
def opened(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The reference, and what happens next."""
    engagement = selectors.supervised_family(actor, pk)
    return confirmation(
        request,
        heading="Engagement opened",
        reference=engagement.reference,
        next_steps=[
            "Invite each person who should have their own account. You give them the link yourself.",
            "When one of them asks a question, it is in your team's queue to screen and assign.",
            "If another family is involved, tell the safeguarding lead the reference.",
        ],
        links=[
            ("Invite people and add contact details", reverse("engagement_people", kwargs={"pk": pk})),
            ("Go to the engagement", engagement.get_absolute_url()),
        ],
    )


def _initial(engagement: FamilyEngagement) -> dict[str, Any]:
    names = DetailsForm.base_fields
    return {name: getattr(engagement, name) for name in names}


def _detail_rows(engagement: FamilyEngagement) -> list[Row]:
    change = reverse("engagement_details", kwargs={"pk": engagement.pk})
    known = engagement.known_to_social_care
    answers = [
        ("Team", engagement.team.name, ""),
        ("Side", engagement.get_side_display(), "the side"),
        ("How we know", engagement.get_side_basis_display(), "how we know"),
        ("Social care", "Known" if known else "Not known to social care", "social care"),
        ("Other case system", shown(engagement.external_system or "None"), "the other case system"),
        ("Reference there", shown(engagement.external_ref or "None"), "the reference there"),
    ]
    return [Row(key, value, [("Change", change, about)] if about else []) for key, value, about in answers]


def _people_rows(engagement: FamilyEngagement) -> list[Row]:
    change = reverse("engagement_people", kwargs={"pk": engagement.pk})
    people = selectors.people_of(engagement.pk)
    if not people:
        return [Row("People", "Nobody yet", [("Add", change, "people")])]
    return [
        Row(
            "Child" if person.is_child else "Adult",
            shown(person.name),
            [("Change", change, f"the details of {visible(person.name)}")],
        )
        for person in people
    ]
