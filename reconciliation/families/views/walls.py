"""Who works with a family: the next worker, matches to decide, and a look with a reason."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.accounts.models import Role, User
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.ui.pages import question_page
from reconciliation.families import actions, selectors
from reconciliation.families.errors import CannotLink
from reconciliation.families.forms import ReferenceAndReasonForm
from reconciliation.families.models import FamilyEngagement
from reconciliation.families.selectors.conflicts import conflict_to_decide, seen_by
from reconciliation.families.wall_forms import ChangeWorkerForm, DecideConflictForm

BOTH = ("GET", "POST")


@page(Role.SUPERVISOR, methods=BOTH)
def change_worker(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Another worker, with a handover. Whoever may not be chosen is simply not in the list."""
    engagement = selectors.supervised_engagement(actor, pk)
    now = selectors.current_worker(pk)
    workers = [
        user
        for user in selectors.workers_of(engagement.team)
        if selectors.is_available(user, engagement) and (now is None or user.pk != now.user_id)
    ]
    form = ChangeWorkerForm(request.POST if request.method == "POST" else None, workers=workers)
    if form.is_valid():
        return _changed(actor, engagement, workers, form)
    return question_page(
        request, form=form, heading="Change the worker", submit="Change", back=engagement.get_absolute_url(),
        caption=engagement.caption, title="Worker",
        inset="The family is told that its worker has changed, and nothing else.",
    )  # fmt: skip


def _changed(actor: Actor, engagement: FamilyEngagement, workers: list[User], form: ChangeWorkerForm) -> HttpResponse:
    data = form.cleaned_data
    worker = next(user for user in workers if str(user.pk) == data["worker"])
    if data["link"]:
        actions.record_conflict_answer(
            actor=actor, engagement=engagement, worker=worker, answer="declared", kind=data["kind"]
        )
        return redirect("engagement_worker", pk=engagement.pk)
    actions.change_worker(actor=actor, engagement=engagement, worker=worker, summary=data["summary"])
    return redirect(engagement)


@page(Role.SUPERVISOR, methods=BOTH)
def decide(request: HttpRequest, actor: Actor, pk: UUID, conflict: UUID) -> HttpResponse:
    """A match that was found: does it mean something? With what they have seen so far."""
    row = conflict_to_decide(actor, pk, conflict)
    form = DecideConflictForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.decide_conflict(actor=actor, conflict=row, **form.cleaned_data)
        return redirect(row.engagement)
    return question_page(
        request, form=form, heading="A name in this family is the worker's own", submit="Decide",
        back=row.engagement.get_absolute_url(), caption=row.engagement.caption, title="Match",
        template="families/conflict.html", extra={"worker": row.user, "seen": seen_by(row.user_id, pk)},
    )  # fmt: skip


@page(Role.CASEWORKER, methods=BOTH)
def look(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A caseworker opens a family of their team that is not theirs, to read and for a reason."""
    form = ReferenceAndReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            engagement = selectors.linkable(actor, form.cleaned_data["reference"])
        except CannotLink as refusal:
            form.add_error("reference", refusal.words)
        else:
            actions.open_with_reason(actor=actor, engagement=engagement, reason=form.cleaned_data["reason"])
            return redirect(engagement)
    return question_page(
        request, form=form, heading="Open a family of your team", submit="Open", back=reverse("worklist"),
        title="Reason",
        inset="You can read it until the end of tomorrow. Who looked, and why, stays on its record.",
    )  # fmt: skip
