"""Pausing and going on: the family at once, the worker with a reason and a day to look again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.ui.pages import posted, question_page
from portal.ui.refusals import OutOfDate
from portal.workflow.errors import MoveRefused
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import PauseText
from reconciliation.tracks.forms import VersionedForm
from reconciliation.tracks.pausing_forms import PauseForm
from reconciliation.tracks.selectors import family, own_question
from reconciliation.tracks.selectors.pauses import paused_for_family
from reconciliation.tracks.views.common import acted, button_page, caption_of
from reconciliation.tracks.views.family import BOTH, FAMILY
from reconciliation.tracks.views.working import WORKER, to_family, worked


@page(*FAMILY, methods=BOTH, receipt=True)
def pause(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """At once, no reason asked."""
    track = own_question(actor, pk)
    if track.current not in states.WORKING:
        raise OutOfDate()
    return button_page(
        request, actor, track, heading=_("Do you want to pause this question?"), submit=_("Pause it"),
        action=lambda seen: actions.pause(actor=actor, pk=pk, version=seen),
        done=lambda: redirect("question", pk=pk), back=reverse("question", args=[pk]),
        caption=family.caption_of(track), template="tracks/pause.html",
    )  # fmt: skip


@page(*FAMILY, methods=BOTH, receipt=True)
def resume(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Go on after a pause that the family wanted."""
    track = own_question(actor, pk)
    if track.current != states.PAUSED or not paused_for_family(track):
        raise OutOfDate()
    form = VersionedForm(posted(request), initial={"version": track.version})
    if request.method == "POST":
        try:
            actions.resume(actor=actor, pk=pk, version=form.seen)
        except MoveRefused:
            # What stands in the way now is not for the family to read: it may tell of others.
            form.add_error(None, _("We cannot go on right now. Your worker will look at it and tell you."))
        else:
            return redirect("question", pk=pk)
    return question_page(
        request, form=form, heading=_("Do you want to go on?"), submit=_("Go on"), title=_("Question"),
        back=reverse("question", args=[pk]), caption=family.caption_of(track),
        inset=_("We go on from where we stopped."), status=409 if form.errors else 200,
    )  # fmt: skip


@page(WORKER, methods=BOTH)
def pause_for(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Why it waits, until when, and what the family was told."""
    track = worked(actor, pk, *states.WORKING)
    form = PauseForm(posted(request), initial={"version": track.version})
    if request.method == "POST":
        seen = form.seen
        if form.is_valid() and acted(form, actor, lambda: _paused(actor, pk, form, seen)):
            return redirect(to_family(track))
    return question_page(
        request, form=form, heading="Pause the question", submit="Pause", back=to_family(track),
        caption=caption_of(track), title="Question", status=409 if form.non_field_errors() else 200,
    )  # fmt: skip


def _paused(actor: Actor, pk: UUID, form: PauseForm, seen: int) -> None:
    data = form.cleaned_data
    text = PauseText(
        reason=data["reason"], review_on=data["review_on"], why=form.reason_in_full, told=data["told"],
        told_how=data["how"], kept_words=form.kept_words,
    )  # fmt: skip
    actions.pause(actor=actor, pk=pk, text=text, version=seen)


@page(WORKER, methods=BOTH)
def resume_for(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The reason is gone; what led to the earlier state has to hold still."""
    track = worked(actor, pk, states.PAUSED)
    return button_page(
        request, actor, track, heading="Go on with the question", submit="Go on",
        action=lambda seen: actions.resume(actor=actor, pk=pk, version=seen),
        done=lambda: redirect(to_family(track)), back=to_family(track), caption=caption_of(track),
        inset="It goes back to where it was. Dates that stood still move by the working days of the pause.",
    )  # fmt: skip
