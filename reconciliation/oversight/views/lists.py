"""The worklist and the supervisor's queue."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.ui.pages import posted
from portal.workflow import clock
from reconciliation.oversight.forms import FilterForm, LookUpForm
from reconciliation.oversight.selectors.queue import queue
from reconciliation.oversight.selectors.worklist import Filters, looked_up, worklist

STAFF = (Role.CASEWORKER, Role.SUPERVISOR)


@page(*STAFF, methods=("GET", "POST"))
def show_worklist(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open questions by the date owed next; a look-up is posted, so that a name stays out of addresses."""
    look_up = LookUpForm(posted(request))
    found = None
    if request.method == "POST" and look_up.is_valid():
        found = looked_up(actor, look_up.cleaned_data["wanted"])
    narrow = FilterForm(request.GET or None)
    chosen = narrow.cleaned_data if narrow.is_bound and narrow.is_valid() else {}
    filters = Filters(due=chosen.get("due", ""), stage=chosen.get("stage", ""), after=request.GET.get("after", ""))
    context = {
        "form": look_up, "narrow": narrow, "found": found, "list": worklist(actor, filters), "filters": filters,
        "today": clock.today(), "supervises": actor.role == Role.SUPERVISOR,
    }  # fmt: skip
    return render(request, "oversight/worklist.html", context)


@page(Role.SUPERVISOR)
def show_queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for a supervisor: screen, give a worker, approve, and what is late."""
    sections, late_for_long = queue(actor)
    context = {"sections": sections, "escalated": late_for_long, "today": clock.today()}
    return render(request, "oversight/queue.html", context)
