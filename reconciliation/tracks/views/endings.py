"""The staff's pages around the end of a question: elsewhere, no further, no reply, looked at again, opened again."""

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
from reconciliation.tracks import actions, parties, states
from reconciliation.tracks.actions import Told
from reconciliation.tracks.ending_forms import (
    NoFurtherForm,
    OpenAgainForm,
    RedirectForm,
    ReferForm,
    ReturnShownForm,
    ShownForm,
)
from reconciliation.tracks.models import ClosingProposal, ShortTermTrack
from reconciliation.tracks.selectors import staff
from reconciliation.tracks.selectors.collect import open_closing
from reconciliation.tracks.views.common import acted, button_page, caption_of
from reconciliation.tracks.views.supervising import as_party
from reconciliation.tracks.views.working import BOTH, WORKER, to_family, worked

STAFF = (Role.CASEWORKER, Role.SUPERVISOR)


@page(Role.SUPERVISOR, methods=BOTH)
def redirect_question(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """It belongs to another procedure: where, why, and what the family was told."""
    track = as_party(actor, pk, parties.SUPERVISOR, states.SCREENING)
    form = RedirectForm(posted(request), initial={"version": track.version})
    if request.method == "POST":
        seen = form.seen
        if form.is_valid() and acted(form, actor, lambda: _redirected(actor, pk, form, seen)):
            return redirect(to_family(track))
    return question_page(
        request, form=form, heading="Send the question elsewhere", submit="Send it elsewhere", back=to_family(track),
        caption=caption_of(track), title="Question", template="tracks/answer.html", extra={"wording": track.question},
    )  # fmt: skip


def _redirected(actor: Actor, pk: UUID, form: RedirectForm, seen: int) -> None:
    data = form.cleaned_data
    told = Told(text=data["told"], how=data["how"], kept_words=form.kept_words)
    actions.redirect(actor=actor, pk=pk, where=data["where"], reason=data["reason"], told=told, version=seen)


@page(WORKER, methods=BOTH)
def propose_no_further_action(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The worker proposes not to go on; an approver decides on exactly this."""
    track = worked(actor, pk, states.ANSWERING)
    form = NoFurtherForm(posted(request), initial={"version": track.version, **_last_proposed(track)})
    if request.method == "POST":
        if form.seen != track.version:
            raise OutOfDate()
        if form.is_valid():
            data = form.cleaned_data
            told = Told(text=data["told"], how=data["how"], support=data["support"], kept_words=form.kept_words)
            actions.propose_no_further_action(actor=actor, pk=pk, reason=data["reason"], told=told)
            return redirect(to_family(track))
    return question_page(
        request, form=form, heading="Propose to take it no further", submit="Send to an approver",
        back=to_family(track), caption=caption_of(track), title="Question",
        inset="It goes to an approver who is not you, in exactly this version. Nothing ends before they approve it.",
    )  # fmt: skip


def _last_proposed(track: ShortTermTrack) -> dict[str, str]:
    """What was proposed last, to change it rather than to write it again."""
    last = track.closing_proposals.filter(at__gte=track.counts_from).select_related("told").last()
    if last is None:
        return {}
    told = last.told
    kept = {"keep_words": told.kept_words} if told.kept_words else {}
    return {"reason": last.reason, "told": told.text, "support": told.support, "how": last.told_how, **kept}


def _closing(track: ShortTermTrack) -> ClosingProposal:
    proposal = open_closing(track)
    if proposal is None:
        raise OutOfDate()
    return proposal


@page(*STAFF, methods=BOTH)
def no_further_action(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Read exactly what is proposed, then approve it."""
    track = as_party(actor, pk, parties.APPROVER, states.ANSWERING)
    proposal = _closing(track)
    reads.opened(actor, track.engagement_id, "approval", pk)
    form = ShownForm(posted(request), initial={"version": track.version, "shown": proposal.digest})
    if request.method == "POST":
        seen = form.seen
        if form.is_valid() and acted(form, actor, lambda: _not_further(actor, pk, form, seen)):
            return redirect(to_family(track))
    return question_page(
        request, form=form, heading="Read and approve", submit="Approve and finish", back=to_family(track),
        caption=caption_of(track), title="Question", template="tracks/approve_closing.html",
        extra={"proposal": proposal, "track": track, "asked": track.question},
        status=409 if form.errors else 200,
    )  # fmt: skip


def _not_further(actor: Actor, pk: UUID, form: ShownForm, seen: int) -> None:
    actions.no_further_action(actor=actor, pk=pk, version_shown=form.cleaned_data["shown"], version=seen)


@page(*STAFF, methods=BOTH)
def return_no_further_action(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Say why it should go on, or what has to change in what the family is told."""
    track = as_party(actor, pk, parties.APPROVER, states.ANSWERING)
    form = ReturnShownForm(posted(request), initial={"version": track.version, "shown": _closing(track).digest})
    if request.method == "POST" and form.seen != track.version:
        raise OutOfDate()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.return_no_further_action(actor=actor, pk=pk, reason=data["reason"], version_shown=data["shown"])
        return redirect(to_family(track))
    return question_page(
        request, form=form, heading="Return it to the worker", submit="Return", back=to_family(track),
        caption=caption_of(track), title="Question",
    )  # fmt: skip


@page(WORKER, methods=BOTH)
def no_reply(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Nobody replied to the answer."""
    track = worked(actor, pk, states.ANSWER_SHARED)
    return button_page(
        request, actor, track, heading="Finish without a reply", submit="Finish",
        action=lambda seen: actions.no_reply(actor=actor, pk=pk, version=seen),
        done=lambda: redirect(to_family(track)), back=to_family(track), caption=caption_of(track),
        inset="The family is told that it is finished for now, and that they can come back at any time.",
    )  # fmt: skip


@page(WORKER, methods=BOTH)
def refer_for_review(request: HttpRequest, actor: Actor, pk: UUID, number: int) -> HttpResponse:
    """The worker asks that somebody new looks at the decision on one part that was shared."""
    track = worked(actor, pk, states.ANSWERING, states.ANSWER_SHARED)
    part = staff.part_for_staff(track, number)
    if part.shared_answer_id is None:
        raise NotYours()
    form = ReferForm(posted(request), initial={"version": track.version})
    if request.method == "POST":
        seen = form.seen
        if form.is_valid() and acted(form, actor, lambda: _referred(actor, pk, number, form, seen)):
            return redirect(to_family(track))
    return question_page(
        request, form=form, heading="Ask information governance to look again", submit="Send", back=to_family(track),
        caption=f"{caption_of(track)}, part {number}", title="Question", template="tracks/answer.html",
        extra={"wording": part.wording},
    )  # fmt: skip


def _referred(actor: Actor, pk: UUID, number: int, form: ReferForm, seen: int) -> None:
    actions.refer_for_review(actor=actor, pk=pk, number=number, why=form.cleaned_data["why"], version=seen)


@page(Role.SUPERVISOR, methods=BOTH)
def open_again(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """A supervisor opens a question again, whenever it was finished."""
    track = as_party(actor, pk, parties.SUPERVISOR, *states.CLOSED)
    form = OpenAgainForm(posted(request), parts=list(track.parts.all()), initial={"version": track.version})
    if request.method == "POST":
        seen = form.seen
        if form.is_valid() and acted(form, actor, lambda: opened_again(actor, pk, form, seen)):
            return redirect(f"{to_family(track)}?question={pk}")
    return question_page(
        request, form=form, heading="Open the question again", submit="Open it again",
        back=f"{reverse('engagement', args=[track.engagement_id])}?question={pk}", caption=caption_of(track),
        title="Question", inset="It starts again with the safeguarding screen. What was shared stays to be read.",
    )  # fmt: skip


def opened_again(actor: Actor, pk: UUID, form: OpenAgainForm, seen: int) -> None:
    """The same move for a supervisor and for whoever asked."""
    why, numbers = form.cleaned_data["why"], form.numbers
    actions.reopen(actor=actor, pk=pk, words=why, numbers=numbers, version=seen)
