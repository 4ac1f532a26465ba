"""The supervisor's and the approver's pages of a question: screen, worker, approve, return."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit import reads
from portal.audit.actor import Actor
from portal.ui.forms import GovForm
from portal.ui.pages import posted, question_page
from portal.ui.plain_words import found_in
from portal.ui.refusals import NotYours, OutOfDate
from portal.ui.words_check import KEEP
from reconciliation.tracks import actions, parties, policy, states
from reconciliation.tracks.models import ShortTermTrack
from reconciliation.tracks.selectors import question_for, staff
from reconciliation.tracks.supervising_forms import ApproveForm, AssignForm, ReturnForm
from reconciliation.tracks.views.common import acted, button_page, caption_of
from reconciliation.tracks.views.working import to_family

BOTH = ("GET", "POST")
STAFF = (Role.CASEWORKER, Role.SUPERVISOR)


def as_party(actor: Actor, pk: UUID, party: str, *allowed: str) -> ShortTermTrack:
    """The question, for one party of it and in one of these states."""
    track = question_for(actor, pk)
    if party not in policy.parties_of(actor, track):
        raise NotYours()
    if track.current not in (allowed or states.OPEN):
        raise OutOfDate()
    return track


@page(*STAFF, methods=BOTH)
def start_screen(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Start the screen, then record it."""
    track = question_for(actor, pk)
    if not policy.parties_of(actor, track) & {parties.WORKER, parties.SUPERVISOR, parties.DUTY_WORKER}:
        raise NotYours()
    if track.current != states.RECEIVED:
        raise OutOfDate()
    return button_page(
        request, actor, track, heading="Start the safeguarding screen", submit="Start",
        action=lambda seen: actions.start_screen(actor=actor, pk=pk, version=seen),
        done=lambda: redirect(reverse("screen", args=[track.engagement_id, pk])), back=to_family(track),
        caption=caption_of(track), inset="Look first at whether anybody is at risk now. Then record what you found.",
    )  # fmt: skip


@page(Role.SUPERVISOR, methods=BOTH)
def assign(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Choose the worker, after asking about links with the family."""
    track = as_party(actor, pk, parties.SUPERVISOR)
    first = track.current == states.SCREENING
    if not first and track.worker_id is not None:
        raise OutOfDate()
    workers = staff.available_workers(track)
    form = AssignForm(posted(request), workers=workers, initial={"version": track.version})
    if request.method == "POST":
        seen = form.seen
        if form.is_valid() and acted(form, actor, lambda: _given(actor, track, workers, form, seen)):
            return redirect("assign", pk=pk) if form.cleaned_data["link"] == "declared" else redirect(to_family(track))
    return question_page(
        request, form=form, heading="Choose the worker", submit="Save", back=to_family(track),
        caption=caption_of(track), title="Question", status=409 if form.non_field_errors() else 200,
    )  # fmt: skip


def _given(actor: Actor, track: ShortTermTrack, workers: list, form: AssignForm, seen: int) -> None:  # type: ignore[type-arg]
    data = form.cleaned_data
    worker = next(user for user in workers if str(user.pk) == data["worker"])
    if data["link"] == "declared":
        actions.note_conflict(actor=actor, pk=track.pk, worker=worker, kind="other", note=data["note"], version=seen)
    elif track.current == states.SCREENING:
        actions.assign(actor=actor, pk=track.pk, worker=worker, answer="none_declared", version=seen)
    else:
        actions.give_worker(actor=actor, pk=track.pk, worker=worker, version=seen)


@page(Role.SUPERVISOR, methods=BOTH)
def acknowledge_help(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Say that the request for more help was seen."""
    track = staff.long_term_for(actor, pk)
    if track.acknowledged_at is not None:
        raise OutOfDate()
    back = reverse("engagement", args=[track.engagement_id])
    if request.method == "POST":
        actions.acknowledge_help(actor=actor, pk=pk)
        return redirect(back)
    return question_page(
        request, form=GovForm(), heading="Acknowledge the request for more help", submit="Acknowledge", back=back,
        caption=track.engagement.caption, title="Request",
        inset="Whoever asked gets a notice, and reads by when they hear what we can offer.",
    )  # fmt: skip


@page(*STAFF, methods=BOTH)
def approve(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Read the exact version, then approve and share it."""
    track = as_party(actor, pk, parties.APPROVER, states.AWAITING_APPROVAL)
    reads.opened(actor, track.engagement_id, "approval", pk)
    proposal = staff.proposal_of(track)
    shown, answers = proposal.digest if proposal else "", staff.answers_of(proposal)
    unexplained = any(not row.kept_words and found_in(row.text, row.elsewhere) for row in answers)
    form = ApproveForm(
        posted(request), unexplained=unexplained, initial={"version": track.version, "shown": shown}
    )  # fmt: skip
    if request.method == "POST":
        seen = form.seen
        if form.is_valid() and acted(form, actor, lambda: _approved(actor, pk, form, seen)):
            return redirect(to_family(track))
    return question_page(
        request, form=form, heading="Read and approve", submit="Approve and share", back=to_family(track),
        caption=caption_of(track), title="Question", template="tracks/approve.html",
        extra={"answers": answers, "proposal": proposal, "track": track, "asked": track.question},
        status=409 if form.errors.keys() - {KEEP} else 200,
    )  # fmt: skip


def _approved(actor: Actor, pk: UUID, form: ApproveForm, seen: int) -> None:
    actions.share_answer(
        actor=actor, pk=pk, version_shown=form.cleaned_data["shown"], version=seen, kept_words=form.kept_words
    )


@page(*STAFF, methods=BOTH)
def return_answer(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Say what has to change."""
    track = as_party(actor, pk, parties.APPROVER, states.AWAITING_APPROVAL)
    form = ReturnForm(posted(request), initial={"version": track.version})
    if request.method == "POST":
        seen = form.seen
        if form.is_valid() and acted(form, actor, lambda: _returned(actor, pk, form, seen)):
            return redirect(to_family(track))
    return question_page(
        request, form=form, heading="Return it to the worker", submit="Return", back=to_family(track),
        caption=caption_of(track), title="Question",
    )  # fmt: skip


def _returned(actor: Actor, pk: UUID, form: ReturnForm, seen: int) -> None:
    actions.return_answer(actor=actor, pk=pk, reason=form.cleaned_data["reason"], version=seen)
