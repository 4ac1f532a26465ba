"""The page of one family."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.ui.components import ClosedMove, OpenMove
from portal.workflow import clock
from reconciliation.families.policy import workable_by
from reconciliation.families.selectors import engagement_for
from reconciliation.oversight.selectors.case import page_of
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors.staff import MoveNow


@page(Role.CASEWORKER, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD)
def engagement(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The record on the left, what you can do now on the right."""
    row = engagement_for(actor, pk)
    shown = page_of(actor, row, _uuid(request.GET.get("question", "")))
    opened, closed = _moves(shown.get("moves", []), shown["track"])
    context = {
        "engagement": row, "today": clock.today(), "workable": workable_by(actor).filter(pk=row.pk).exists(),
        **shown,
        "opened": opened,
        "closed": closed,
    }  # fmt: skip
    return render(request, "oversight/engagement.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


# Where the page of a move is not named like its event.
PAGES = {
    "confirm_question": "confirm_for",
    "propose_answer": "propose",
    "return": "return_answer",
    "share_process_information": "share_process",
}


def _moves(moves: list[MoveNow], track: ShortTermTrack | None) -> tuple[list[OpenMove], list[ClosedMove]]:
    """The open moves as links, the first as a button; the closed ones with the guard that closes them."""
    opened: list[OpenMove] = []
    for now in moves:
        if not now.why and track is not None:
            name = PAGES.get(now.move.event, now.move.event)
            url = reverse(name, args=[track.pk])
            opened.append(OpenMove(now.move.label, url, kind="link" if opened else "button"))
    return opened, [ClosedMove(now.move.label, now.why, now.opens) for now in moves if now.why]
