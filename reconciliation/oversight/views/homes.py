"""Where information governance and the auditor land."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.workflow import clock
from reconciliation.oversight.selectors import homes


@page(Role.INFORMATION_GOVERNANCE)
def information(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The decisions that somebody asked to be looked at again."""
    context = {"reviews": homes.reviews(actor), "today": clock.today()}
    return render(request, "oversight/reviews.html", context)


@page(Role.AUDITOR)
def decisions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Decisions and reasons; never a question, an answer or a message."""
    try:
        after = UUID(request.GET.get("after", ""))
    except ValueError:
        after = None
    rows, following = homes.decision_log(actor, after)
    return render(request, "oversight/decisions.html", {"rows": rows, "following": following})
