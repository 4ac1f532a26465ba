"""The administrator's pages about teams: who is in which, from when until when, and nothing of any family."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.accounts.models import Role
from portal.accounts.pages import page, reauthenticated
from portal.audit.actor import Actor
from portal.ui.forms import GovForm
from portal.ui.pages import question_page
from portal.ui.text import visible
from reconciliation.families.actions import teams as actions
from reconciliation.families.errors import CannotChange, NotAvailable
from reconciliation.families.selectors import teams as selectors
from reconciliation.families.team_forms import ApproverForm, MemberForm, TeamForm


@page(Role.ADMIN)
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The teams by name."""
    return render(request, "families/teams.html", {"teams": selectors.teams_for(actor)})


@page(Role.ADMIN, methods=("GET", "POST"))
@reauthenticated()
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open a team."""
    form = TeamForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row = actions.open_team(actor=actor, **form.cleaned_data)
        except CannotChange as refusal:
            form.add_error("name", refusal.words)
        else:
            return redirect("team", pk=row.pk)
    return question_page(request, form=form, heading="Open a team", title="Team", back=reverse("teams_home"))


@page(Role.ADMIN)
def team(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One team and its members, now and later."""
    row = selectors.team_for(actor, pk)
    context = {"team": row, "members": selectors.members_of(row), "back": reverse("teams_home")}
    return render(request, "families/team.html", context)


@page(Role.ADMIN, methods=("GET", "POST"))
@reauthenticated()
def add(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Add a member."""
    row = selectors.team_for(actor, pk)
    form = MemberForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("approver", "since", "until")}
        try:
            actions.add_member(actor=actor, team=row, user=form.user, **wanted)
        except (CannotChange, NotAvailable) as refusal:
            form.add_error("email", refusal.words)
        else:
            return redirect("team", pk=pk)
    return question_page(
        request,
        form=form,
        heading="Add a member",
        caption=row.name,
        title="Team",
        submit="Add",
        back=reverse("team", kwargs={"pk": pk}),
    )


@page(Role.ADMIN, methods=("GET", "POST"))
@reauthenticated()
def approver(request: HttpRequest, actor: Actor, pk: UUID, member: UUID) -> HttpResponse:
    """Let a member approve answers, or no longer."""
    row = selectors.team_for(actor, pk)
    membership = selectors.member_of(row, member)
    form = ApproverForm(request.POST if request.method == "POST" else None, initial={"approver": membership.approver})
    if form.is_valid():
        try:
            actions.set_approver(actor=actor, team=row, membership_id=member, approver=form.cleaned_data["approver"])
        except NotAvailable as refusal:
            form.add_error("approver", refusal.words)
        else:
            return redirect("team", pk=pk)
    return question_page(
        request,
        form=form,
        heading=f"{visible(membership.user.name)}: approving answers",
        caption=row.name,
        title="Team",
        submit="Save",
        back=reverse("team", kwargs={"pk": pk}),
    )


@page(Role.ADMIN, methods=("GET", "POST"))
def end(request: HttpRequest, actor: Actor, pk: UUID, member: UUID) -> HttpResponse:
    """Ask before somebody leaves a team, then do it at once."""
    row = selectors.team_for(actor, pk)
    membership = selectors.member_of(row, member)
    if request.method == "POST":
        actions.end_membership(actor=actor, team=row, membership_id=member)
        return redirect("team", pk=pk)
    return question_page(
        request,
        form=GovForm(),
        heading=f"Take {visible(membership.user.name)} out of this team",
        caption=row.name,
        title="Team",
        submit="Take out",
        inset="From this moment they see no family of this team, and work with none. What they wrote stays.",
        back=reverse("team", kwargs={"pk": pk}),
    )
