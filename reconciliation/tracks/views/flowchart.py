"""The drawn flowchart of the short-term track: everybody signed in may read how a question goes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.accounts.models import FAMILY_ROLES
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.workflow.drawing import Size, draw
from portal.workflow.flowchart import Chart
from reconciliation.tracks import flow
from reconciliation.tracks.selectors.flowchart import holders_of, live_counts

LARGE = Size(column=222, gap=24, letters=15)


@page(receipt=True)
def short_term(request: HttpRequest, actor: Actor) -> HttpResponse:
    """As a picture and as a list. Families read it in their own words; some staff see how many questions there are."""
    context = _for_family() if actor.role in FAMILY_ROLES else _for_staff(actor)
    return render(request, "tracks/flowchart.html", {**context, "page_title": _("Step by step")})


def _for_family() -> dict[str, Any]:
    chart = flow.for_family()
    titles = flow.family_titles()
    drawing = draw(chart, titles=titles, size=LARGE)
    return {"family": True, "drawing": drawing, "steps": _steps(chart, {}), "often": chart.often, "titles": titles}


def _for_staff(actor: Actor) -> dict[str, Any]:
    chart = flow.for_staff(holders_of(actor, flow.posts()))
    counts = live_counts(actor)
    notes = {} if counts is None else {node.place.key: _now(counts.get(node.place.key, 0)) for node in chart.counted}
    drawing = draw(chart, titles=flow.STAFF_TITLES, notes=notes)
    return {
        "drawing": drawing, "steps": _steps(chart, notes), "often": chart.often, "titles": flow.STAFF_TITLES,
        "counted": counts is not None, "total": sum((counts or {}).values()),
    }  # fmt: skip


def _now(count: int) -> str:
    return f"{count} question{'' if count == 1 else 's'} now"


def _steps(chart: Chart, notes: dict[str, str]) -> list[Any]:
    return [(node, notes.get(node.place.key, "")) for node in chart.nodes]
