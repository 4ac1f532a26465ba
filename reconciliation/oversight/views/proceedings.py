"""The list of families for which police or court are waited for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.workflow import clock
from reconciliation.oversight.forms import ProceedingsFilterForm
from reconciliation.oversight.selectors.proceedings import waiting_list


@page(Role.CASEWORKER, Role.SUPERVISOR)
def proceedings_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who waits, since when they were last asked after, and what waits because of it."""
    narrow = ProceedingsFilterForm(request.GET or None)
    show = narrow.cleaned_data["show"] if narrow.is_bound and narrow.is_valid() else ""
    context = {
        "narrow": narrow,
        "show": show,
        "list": waiting_list(actor, show, request.GET.get("after", "")),
        "today": clock.today(),
        "supervises": actor.role == Role.SUPERVISOR,
        "contact": settings.PARTNERSHIP_CONTACT,
    }
    return render(request, "oversight/proceedings.html", context)
