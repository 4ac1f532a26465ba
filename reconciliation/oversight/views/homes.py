"""Where information governance lands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit import reads
from portal.audit.actor import Actor
from portal.workflow import clock
from reconciliation.oversight.selectors import homes


@page(Role.INFORMATION_GOVERNANCE)
def information(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The decisions that somebody asked to be looked at again."""
    waiting = homes.reviews(actor)
    reads.opened_all(actor, "review", [(review.track.engagement_id, review.track.pk) for review in waiting])
    context = {"reviews": waiting, "today": clock.today()}
    return render(request, "oversight/reviews.html", context)
