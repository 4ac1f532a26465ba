"""The caseworker's pages of a question: saying it back, writing answers, proposing and sharing them, dates."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit import reads
from portal.audit.actor import Actor
from portal.ui.pages import posted, question_page
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow.ledger import CannotExtend
from reconciliation.tracks import actions, parties, policy, states
from reconciliation.tracks.forms import AnswerForm, ExtendForm, ProposeForm, RestateForm, WaitingForm
from reconciliation.tracks.models import Answer, ShortTermTrack
from reconciliation.tracks.parts import PartStatus
from reconciliation.tracks.selectors import question_for, staff
from reconciliation.tracks.selectors.standing import by_the_asker, come_back_of, start_wording
from reconciliation.tracks.views.common import acted, button_page, caption_of

BOTH = ("GET", "POST")
WORKER = Role.CASEWORKER
MORE_BOXES = 3


def worked(actor: Actor, pk: UUID, *allowed: str) -> ShortTermTrack:
    """The question, for its worker, in one of these states."""
    track = question_for(actor, pk)
    if parties.WORKER not in policy.parties_of(actor, track):
        raise NotYours()
    if track.current not in (allowed or states.OPEN):
        raise OutOfDate()
    return track


def to_family(track: ShortTermTrack) -> str:
    """The page of the family that the question belongs to."""
    return reverse("engagement", args=[track.engagement_id])


@page(WORKER, methods=BOTH)
def restate(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Write what is asked, in parts."""
    track = worked(actor, pk, states.CLARIFYING)
    last = track.restatements.last()
    known, come_back = start_wording(track), come_back_of(track)
    initial: dict[str, object] = {f"part_{number}": text for number, text in enumerate(known, start=1)}
    initial["after"] = actions.place(last)
    because = last.rejected_because if last and last.rejected_at and last.at >= track.counts_from else ""
    agreed = tuple(part.wording for part in track.parts.all())
    theirs = (track.question, because, *agreed, *([come_back.words] if come_back and by_the_asker(come_back) else []))
    form = RestateForm(posted(request), boxes=len(known) + MORE_BOXES, family_words=theirs, initial=initial)
    if request.method == "POST" and form.is_valid():
        after = form.cleaned_data["after"]
        actions.restate(actor=actor, pk=pk, parts=form.wordings, after=after, kept_words=form.kept_words)
        return redirect(to_family(track))
    return question_page(
        request, form=form, heading="What is asked, part by part", submit="Save", back=to_family(track),
        caption=caption_of(track), title="Question", template="tracks/restate.html",
        extra={"asked": track.question, "because": because, "come_back": come_back},
    )  # fmt: skip


@page(WORKER, methods=BOTH)
def confirm_for(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The worker confirms: the family's own wording, or five working days without a reply."""
    track = worked(actor, pk, states.CLARIFYING)
    return button_page(
        request, actor, track, heading="Start work on the answer", submit="Start",
        action=lambda seen: actions.confirm_question(actor=actor, pk=pk, version=seen),
        done=lambda: redirect(to_family(track)), back=to_family(track), caption=caption_of(track),
        inset="It is recorded whether the wording is the family's own, or that they had five working days to reply.",
    )  # fmt: skip


@page(WORKER, methods=BOTH)
def answer(request: HttpRequest, actor: Actor, pk: UUID, number: int) -> HttpResponse:
    """Write the answer to one part; what was written before stays in the record."""
    track = worked(actor, pk, states.ANSWERING)
    part = staff.part_for_staff(track, number)
    reads.opened(actor, track.engagement_id, "answer", pk)
    last = staff.newest_answer(part)
    names = ("info_class", "status", "text", "reason_code", "elsewhere", "next_date")
    initial = {name: getattr(last, name) for name in names} if last else {}
    initial |= {"after": last.version if last else 0, "keep_words": last.kept_words if last else ""}
    form = AnswerForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in names}
        weighed = _weighed(last) if said["status"] == PartStatus.CANNOT_ANSWER else {}
        text = actions.AnswerText(**said, **weighed, kept_words=form.kept_words)
        row = actions.write_answer(actor=actor, pk=pk, number=number, answer=text, after=form.cleaned_data["after"])
        return redirect("withhold", pk, number) if row.withheld else redirect(to_family(track))
    return question_page(
        request, form=form, heading=f"Answer part {number}", submit="Save", back=to_family(track),
        caption=caption_of(track), title="Question", template="tracks/answer.html", extra={"wording": part.wording},
    )  # fmt: skip


def _weighed(last: Answer | None) -> dict[str, Any]:
    """What was weighed for the version before, so that a changed word does not lose it."""
    if last is None or not last.withheld:
        return {}
    return {"considered": last.considered, "best_interests": last.best_interests}


def _send_parts(
    request: HttpRequest, actor: Actor, pk: UUID, *, heading: str, submit: str, inset: str, unapproved: bool
) -> HttpResponse:
    track = worked(actor, pk, states.ANSWERING)
    ready = staff.ready_parts(track)
    if not ready:
        raise OutOfDate("No part has an answer ready.")
    form = ProposeForm(posted(request), ready=ready, initial={"version": track.version})
    send = actions.share_process_information if unapproved else actions.propose
    if request.method == "POST":
        seen = form.seen
        if form.is_valid() and acted(form, actor, lambda: send(actor=actor, pk=pk, numbers=form.numbers, version=seen)):
            return redirect(to_family(track))
    return question_page(
        request, form=form, heading=heading, submit=submit, back=to_family(track), caption=caption_of(track),
        inset=inset, title="Question", status=409 if form.non_field_errors() else 200,
    )  # fmt: skip


@page(WORKER, methods=BOTH)
def propose(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The parts that are ready go to a second person."""
    return _send_parts(
        request, actor, pk, heading="Propose the answer", submit="Send to an approver", unapproved=False,
        inset="It goes to an approver who is not you, in exactly this version.",
    )  # fmt: skip


@page(WORKER, methods=BOTH)
def share_process(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """What happens next, rights and contacts go without a second person."""
    return _send_parts(
        request, actor, pk, heading="Share without approval", submit="Share with the family", unapproved=True,
        inset="Only what happens next, rights and contacts can go without a second person. A sample is read later.",
    )  # fmt: skip


@page(WORKER, methods=BOTH)
def continue_part(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """A part that was still open is taken up again."""
    track = worked(actor, pk, states.ANSWER_SHARED)
    return button_page(
        request, actor, track, heading="Go on with a part that is still open", submit="Go on",
        action=lambda seen: actions.continue_part(actor=actor, pk=pk, version=seen),
        done=lambda: redirect(to_family(track)), back=to_family(track), caption=caption_of(track),
    )  # fmt: skip


@page(WORKER, methods=BOTH)
def waiting(request: HttpRequest, actor: Actor, pk: UUID, number: int) -> HttpResponse:
    """Whom we wait for on one part."""
    track = worked(actor, pk)
    part = staff.part_for_staff(track, number)
    last = part.waits.last()
    names = ("whom", "asked_on", "chased_on")
    initial = {name: getattr(last, name) for name in names} if last else {}
    form = WaitingForm(posted(request), initial={**initial, "next_date": part.next_date})
    if request.method == "POST" and form.is_valid():
        try:
            actions.wait_for(actor=actor, pk=pk, number=number, **form.cleaned_data, kept_words=form.kept_words)
        except CannotExtend as error:
            form.add_error("next_date", str(error.words))
        else:
            return redirect(to_family(track))
    return question_page(
        request, form=form, heading=f"What part {number} waits for", submit="Save", back=to_family(track),
        caption=caption_of(track), title="Question",
    )  # fmt: skip


@page(WORKER, methods=BOTH)
def extend(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One new date, with a reason and what the family was told."""
    track = worked(actor, pk)
    form = ExtendForm(posted(request), initial={"version": track.version})
    if request.method == "POST":
        seen = form.seen
        if form.is_valid() and _extended(actor, pk, form, seen):
            return redirect(to_family(track))
    return question_page(
        request, form=form, heading="Move the date of the answer", submit="Move the date", back=to_family(track),
        caption=caption_of(track), title="Question",
        inset="Once only, and no later than 20 working days from receipt. The family sees the reason.",
    )  # fmt: skip


def _extended(actor: Actor, pk: UUID, form: ExtendForm, seen: int) -> bool:
    data = {name: form.cleaned_data[name] for name in ("new_due", "reason", "family_told")}
    try:
        actions.extend_answer(actor=actor, pk=pk, version=seen, **data, kept_words=form.kept_words)
    except CannotExtend as error:
        form.add_error("new_due", str(error.words))
        return False
    return True
