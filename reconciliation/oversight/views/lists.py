"""The worklist, the supervisor's queue, and what could be answered later."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.ui.pages import posted
from portal.workflow import clock
from reconciliation.families.selectors import teams_of
from reconciliation.oversight.forms import FilterForm, LookUpForm
from reconciliation.oversight.selectors.later import later_come, later_list
from reconciliation.oversight.selectors.promises import late_promises, to_approve
from reconciliation.oversight.selectors.queue import queue, section
from reconciliation.oversight.selectors.worklist import Filters, worklist

STAFF = (Role.CASEWORKER, Role.SUPERVISOR)


@page(*STAFF, methods=("GET", "POST"))
def show_worklist(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open questions by the date owed next; a look-up is posted, so that a name stays out of addresses."""
    look_up = LookUpForm(posted(request))
    wanted = look_up.cleaned_data["wanted"] if request.method == "POST" and look_up.is_valid() else ""
    narrow = FilterForm(request.GET or None)
    chosen = narrow.cleaned_data if narrow.is_bound and narrow.is_valid() else {}
    filters = Filters(due=chosen.get("due", ""), stage=chosen.get("stage", ""), after=request.GET.get("after", ""))
    context = {
        "form": look_up, "narrow": narrow, "list": worklist(actor, filters, wanted), "filters": filters,
        "today": clock.today(), "supervises": actor.role == Role.SUPERVISOR,
    }  # fmt: skip
    return render(request, "oversight/worklist.html", context)


@page(Role.SUPERVISOR)
def show_queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for a supervisor and what went otherwise than promised; ``show`` is one section, page by page."""
    show = request.GET.get("show", "")
    if show:
        one = section(actor, show, request.GET.get("after", ""))
        return render(request, "oversight/queue_section.html", {"section": one, "today": clock.today()})
    context = {
        "sections": queue(actor), "apologies": to_approve(actor), "late_promises": late_promises(actor),
        "later_come": later_come(actor), "today": clock.today(), "opens_families": bool(teams_of(actor)),
    }  # fmt: skip
    return render(request, "oversight/queue.html", context)


@page(*STAFF)
def show_later(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Questions that were finished in part, the first day to look again first."""
    context = {
        "list": later_list(actor, request.GET.get("after", "")), "today": clock.today(),
        "supervises": actor.role == Role.SUPERVISOR,
    }  # fmt: skip
    return render(request, "oversight/later.html", context)
