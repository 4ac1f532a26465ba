"""The page of one family."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit import reads
from portal.audit.actor import Actor
from portal.ui.components import ClosedMove, OpenMove
from portal.workflow import clock
from reconciliation.families.policy import supervised_by
from reconciliation.families.selectors import engagement_for
from reconciliation.oversight.selectors.case import page_of, questions_of, record_of
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors import promises, question_for
from reconciliation.tracks.selectors.help import help_asked
from reconciliation.tracks.selectors.staff import MoveNow
from reconciliation.tracks.selectors.told import title_of

STAFF = (Role.CASEWORKER, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD)


@page(*STAFF)
def engagement(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The record on the left, what you can do now on the right."""
    shown = page_of(actor, pk, _uuid(request.GET.get("question", "")))
    if not shown["read_lately"]:
        reads.opened(actor, pk, *_shown_row(shown))
    opened, closed = _moves(shown)
    context = {**shown, "today": clock.today(), "opened": opened, "closed": closed}
    return render(request, "oversight/engagement.html", context)


@page(*STAFF)
def family(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The people and how to reach them, the safeguards, the worker, and what more help was asked for."""
    row = engagement_for(actor, pk)
    reads.opened(actor, row.pk, "family", row.pk)
    wanted = _uuid(request.GET.get("question", ""))
    track = questions_of(actor, row).filter(pk=wanted).first() if wanted else None
    context = {
        "engagement": row, "track": track, "help": help_asked(row.pk), "today": clock.today(),
        "supervises": supervised_by(actor).filter(pk=row.pk).exists(),
    }  # fmt: skip
    return render(request, "oversight/family.html", context)


@page(*STAFF)
def record(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The promises and apologies of one question, and everything that was recorded of it."""
    track = question_for(actor, pk)
    reads.opened(actor, track.holder, "question", track.pk)
    context = {
        "track": track, "engagement": track.engagement, "title": title_of(track.question), "today": clock.today(),
        "promised": promises.for_staff(actor, track), "entries": record_of(track),
    }  # fmt: skip
    return render(request, "oversight/record.html", context)


def _shown_row(shown: dict[str, Any]) -> tuple[str, UUID]:
    """What the record calls this read: of the question that is open here, or of a family without one."""
    track: ShortTermTrack | None = shown["track"]
    return ("question", track.pk) if track else ("family", shown["engagement"].pk)


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
    "redirect": "redirect_question",
    "pause": "pause_for",
    "resume": "resume_for",
    "reopen": "open_again",
}
# What a move asks for, where it is no next step: it is drawn as a link.
NOTES = {
    "redirect": "Needs the reason, and what the family was told and how they get there.",
    "pause": "Needs a reason, a date to look again and what the family was told.",
    "reopen": "It starts again with the safeguarding screen.",
}


# What can be done besides a move: its label, and a line about it.
BESIDE = {
    "screen": ("Record the safeguarding screen", ""),
    "restate": ("Write what is asked, part by part", ""),
    "assign": ("Choose another worker", ""),
    "extend": ("Move the date of the answer", "Once. Needs a reason, a new date and what the family was told."),
    "promise": ("Promise something", "What, by whom and by when. The family sees it."),
    "apologise": ("Say sorry", "What happened, and sorry. An approver reads it before the family does."),
    "propose_no_further_action": (
        "Propose to take it no further",
        "Needs a reason and an offer of support. An approver decides.",
    ),
}


def _moves(shown: dict[str, Any]) -> tuple[list[OpenMove], list[ClosedMove]]:
    """What is open now, the first as a button; the closed moves with the guard that closes them."""
    track: ShortTermTrack | None = shown["track"]
    if track is None:
        return [], []
    now: list[MoveNow] = shown["moves"]
    links = [
        (
            m.move.label, reverse(PAGES.get(m.move.event, m.move.event), args=[track.pk]),
            NOTES.get(m.move.event, ""),
        )
        for m in now
        if not m.why
    ]  # fmt: skip
    for name in shown["beside"]:
        label, note = BESIDE[name]
        place = [track.engagement_id, track.pk] if name == "screen" else [track.pk]
        links.insert(0 if name in {"screen", "restate"} else len(links), (label, reverse(name, args=place), note))
    opened = [
        OpenMove(label, url, note, kind="link" if number or note else "button")
        for number, (label, url, note) in enumerate(links)
    ]
    return opened, [ClosedMove(m.move.label, m.why, m.opens) for m in now if m.why]
