"""The family's pages around the end of a question: disagree, ask for more help, come back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.ui.pages import posted, question_page
from portal.ui.refusals import OutOfDate
from portal.workflow import clock
from reconciliation.tracks import actions, states
from reconciliation.tracks.ending_forms import ComeBackForm, DisagreeForm
from reconciliation.tracks.selectors import family, own_question
from reconciliation.tracks.selectors.help import OFFER_DAYS
from reconciliation.tracks.selectors.told import day
from reconciliation.tracks.views.common import acted, button_page
from reconciliation.tracks.views.endings import opened_again
from reconciliation.tracks.views.family import BOTH, FAMILY


@page(*FAMILY, methods=BOTH, receipt=True)
def disagree(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The other ways first; then finish, saying why only if they want to."""
    track = own_question(actor, pk)
    if track.current != states.ANSWER_SHARED:
        raise OutOfDate()
    form = DisagreeForm(posted(request), initial={"version": track.version})
    if request.method == "POST":
        seen = form.seen
        if form.is_valid() and acted(form, actor, lambda: _disagreed(actor, pk, form, seen)):
            return redirect("question", pk=pk)
    return question_page(
        request, form=form, heading=_("You do not agree and want to finish"), submit=_("Finish here"),
        back=reverse("question", args=[pk]), title=_("Question"), caption=family.caption_of(track),
        template="tracks/disagree.html", extra={"track": track},
    )  # fmt: skip


def _disagreed(actor: Actor, pk: UUID, form: DisagreeForm, seen: int) -> None:
    actions.disagree_and_finish(actor=actor, pk=pk, words=form.cleaned_data["why"], version=seen)


@page(*FAMILY, methods=BOTH)
def more_help(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """More than an answer: what it opens, by when they hear, and that the question goes on."""
    track = own_question(actor, pk)
    if not track.is_open:
        raise OutOfDate()
    return button_page(
        request, actor, track, heading=_("Do you want to ask for more help?"), submit=_("Ask for more help"),
        action=lambda seen: actions.step_up(actor=actor, pk=pk, version=seen),
        done=lambda: redirect("question", pk=pk), back=reverse("question", args=[pk]),
        caption=family.caption_of(track), template="tracks/more_help.html",
        extra={"by": day(clock.due_on(clock.now(), OFFER_DAYS))},
    )  # fmt: skip


@page(*FAMILY, methods=BOTH, receipt=True)
def come_back(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Come back to a question that was finished, within twelve months."""
    track = own_question(actor, pk)
    if track.current not in states.CLOSED:
        raise OutOfDate()
    form = ComeBackForm(posted(request), parts=list(track.parts.all()), initial={"version": track.version})
    if request.method == "POST":
        seen = form.seen
        if form.is_valid() and acted(form, actor, lambda: opened_again(actor, pk, form, seen)):
            return redirect("question", pk=pk)
    return question_page(
        request, form=form, heading=_("Come back to this question"), submit=_("Send"),
        back=reverse("question", args=[pk]), title=_("Question"), caption=family.caption_of(track),
        status=409 if form.non_field_errors() else 200,
    )  # fmt: skip
