"""Written scenarios: what is played, by whom it is played now, and the dated results that are kept."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from reconciliation.oversight import actions
from reconciliation.oversight.selectors import scenarios as written

WHO = (Role.SUPERVISOR, Role.SAFEGUARDING_LEAD, Role.AUDITOR)
BOTH = ("GET", "POST")


@page(*WHO, methods=BOTH)
def scenarios(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All of them with their last result; sending the page plays them all."""
    rows = written.scenarios(actor)
    if request.method == "POST":
        _play(request, actor, rows)
        return redirect("scenarios")
    return render(request, "oversight/scenarios.html", {"rows": rows})


@page(*WHO, methods=BOTH)
def scenario(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """One of them, step by step, as it went the last time or on the day that was chosen; sending the page plays it."""
    row = written.scenario_named(actor, slug)
    if request.method == "POST":
        _play(request, actor, [row])
        return redirect("scenario", slug=slug)
    results = written.results_of(actor, slug)
    chosen = _chosen(request)
    shown = written.result(actor, slug, chosen) if chosen else next(iter(results), None)
    return render(request, "oversight/scenario.html", {"row": row, "results": results, **_steps(row, shown)})


def _play(request: HttpRequest, actor: Actor, rows: list[written.Listed]) -> None:
    readable = [row for row in rows if row.scenario is not None]
    passed = sum(actions.run_scenario(actor=actor, path=row.path).passed for row in readable)
    if len(rows) == 1:
        words = "Played. It went as written." if passed else "Played. It did not go as written."
        words = words if readable else "It could not be played."
    else:
        words = f"Played. {passed} of {len(rows)} went as written."
    messages.info(request, words)


def _steps(row: written.Listed, shown: Any) -> dict[str, Any]:
    if shown is not None:
        return {"shown": shown, "steps": shown.steps}
    steps = written.steps_as_written(row.scenario) if row.scenario is not None else []
    return {"shown": None, "steps": [step.as_record() for step in steps]}


def _chosen(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("result", ""))
    except ValueError:
        return None
