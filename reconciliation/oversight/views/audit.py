"""The auditor's pages: decisions and who opened what; and for a family, who opened their record."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit import anchoring
from portal.audit.actor import Actor
from portal.ui.refusals import NotYours
from reconciliation.oversight.forms import DecisionFilterForm
from reconciliation.oversight.selectors import decisions as log
from reconciliation.oversight.selectors import opened
from reconciliation.tracks.selectors import family
from reconciliation.tracks.views.family import ABOUT


@page(Role.AUDITOR)
def decisions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Decisions and reasons; never a question, an answer or a message."""
    narrow = DecisionFilterForm(request.GET or None)
    chosen = narrow.cleaned_data if narrow.is_bound and narrow.is_valid() else {}
    filters = log.Filters(event=chosen.get("event", ""), post=chosen.get("post", ""))
    rows, following = log.decision_log(actor, filters, _key(request))
    context = {
        "rows": rows, "narrow": narrow, "broken": [shown for shown in rows if not shown.sound],
        "next": _next(following, event=filters.event, post=filters.post), "narrowed": filters != log.Filters(),
        **log.checks(actor),
    }  # fmt: skip
    return render(request, "oversight/decisions.html", context)


@page(Role.AUDITOR, methods=("POST",))
def check(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Check the whole record now; the result is kept."""
    if not anchoring.checked(actor=actor):
        messages.success(request, "The whole record was checked and is unbroken.")
    return redirect("audit_home")


@page(Role.AUDITOR)
def opened_log(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who opened what, when and why."""
    rows, following = opened.opened_log(actor, _key(request))
    return render(request, "oversight/opened_log.html", {"rows": rows, "next": _next(following)})


@page(Role.FAMILY_MEMBER, Role.YOUNG_PERSON)
def opened_by(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who has opened my record: roles, and only of what this person can see themselves."""
    person = family.current_row(actor, request.session.get(ABOUT))
    if person is None:
        if family.rows_of(actor):
            return redirect("about")
        raise NotYours
    rows, following = opened.opened_by(actor, person, _key(request))
    return render(request, "oversight/opened_by.html", {"rows": rows, "next": _next(following), "nav": "family_home"})


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None


def _next(following: UUID | None, **chosen: str) -> str:
    if following is None:
        return ""
    return "?" + urlencode({**{name: text for name, text in chosen.items() if text}, "after": following})
