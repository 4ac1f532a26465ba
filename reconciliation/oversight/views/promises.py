"""The list of promises."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.workflow import clock
from reconciliation.oversight.selectors.promises import promise_list, to_approve


@page(Role.CASEWORKER, Role.SUPERVISOR)
def promises_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What was promised, who owes it and by when: late first, then what is due soon."""
    context = {
        "list": promise_list(actor, request.GET.get("after", "")), "to_approve": to_approve(actor),
        "today": clock.today(), "supervises": actor.role == Role.SUPERVISOR,
    }  # fmt: skip
    return render(request, "oversight/promises.html", context)
