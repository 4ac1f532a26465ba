"""The pages of a family: home, one question, and what they can do with it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.ui.pages import posted, question_page
from reconciliation.tracks import actions
from reconciliation.tracks.forms import AboutForm, ConfirmWordingForm, ReplyForm, ReviewForm, ShareForm
from reconciliation.tracks.selectors import family, own_question, question_for
from reconciliation.tracks.selectors.parts_told import part_to_review
from reconciliation.tracks.views.common import acted, button_page

FAMILY = (Role.FAMILY_MEMBER, Role.YOUNG_PERSON)
BOTH = ("GET", "POST")
ABOUT = "about_person"


@page(*FAMILY)
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Where my questions are, what happens next, by when and who."""
    person = family.current_row(actor, request.session.get(ABOUT))
    if person is None and family.rows_of(actor):
        return redirect("about")
    context = family.home_of(actor, person) if person else {"questions": []}
    return render(request, "tracks/home.html", {**context, "person": person, "name": actor.name, "nav": "family_home"})


@page(*FAMILY, methods=BOTH)
def about(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Someone who belongs to two engagements chooses which one; the two are never shown together."""
    children = family.children_of_rows(actor)
    form = AboutForm(posted(request), children=children)
    if request.method == "POST" and form.is_valid():
        request.session[ABOUT] = form.cleaned_data["about"]
        return redirect("family_home")
    return question_page(request, form=form, heading=_("Who is this about?"), title=_("Home"))


@page(*FAMILY, receipt=True)
def question(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One question: what is and is not answered, in the family's words."""
    shown = family.question_page_of(actor, question_for(actor, pk))
    return render(request, "tracks/question.html", {**shown, "nav": "family_home"})


@page(*FAMILY, methods=BOTH, receipt=True)
def confirm(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Is this what you are asking?"""
    track = own_question(actor, pk)
    restatement = family.to_confirm(track)
    shown = {"version": track.version, "wording": restatement.version}
    form = ConfirmWordingForm(posted(request), initial=shown)
    if request.method == "POST":
        seen = form.seen
        if form.is_valid() and acted(form, actor, lambda: _confirmed(actor, pk, form, seen)):
            return redirect("question", pk=pk)
    return question_page(
        request, form=form, heading=_("We want to check we have understood you"), submit=_("Send"),
        back=reverse("question", args=[pk]), title=_("Question"), template="tracks/confirm.html",
        extra={"parts": restatement.parts, "asked": track.question, "kept": family.keeps_answers(track)},
    )  # fmt: skip


def _confirmed(actor: Actor, pk: UUID, form: ConfirmWordingForm, seen: int) -> None:
    if form.cleaned_data["right"]:
        actions.confirm_question(actor=actor, pk=pk, version=seen, wording=form.wording_seen)
    else:
        actions.reject_restatement(
            actor=actor, pk=pk, because=form.cleaned_data["instead"], version=seen, wording=form.wording_seen
        )


@page(*FAMILY, methods=BOTH, receipt=True)
def reply(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """This does or does not answer me, part by part."""
    track = own_question(actor, pk)
    parts = family.parts_to_reply(track)
    form = ReplyForm(posted(request), parts=parts, initial={"version": track.version})
    if request.method == "POST":
        seen = form.seen
        if form.is_valid() and acted(form, actor, lambda: _replied(actor, pk, form, seen)):
            return redirect("question", pk=pk)
    return question_page(
        request, form=form, heading=_("Does this answer you?"), submit=_("Send"),
        back=reverse("question", args=[pk]), title=_("Question"), status=409 if form.non_field_errors() else 200,
        template="tracks/reply.html", extra={"parts": parts},
    )  # fmt: skip


def _replied(actor: Actor, pk: UUID, form: ReplyForm, seen: int) -> None:
    said = form.cleaned_data
    replies = {
        part.number: actions.Reply(said[f"part_{part.number}"], said[f"missing_{part.number}"]) for part in form.parts
    }
    actions.reply(actor=actor, pk=pk, replies=replies, version=seen)


@page(*FAMILY, methods=BOTH, receipt=True)
def review(request: HttpRequest, actor: Actor, pk: UUID, number: int) -> HttpResponse:
    """Ask for a decision to be looked at again, on one part that was shared."""
    track = own_question(actor, pk)
    part = part_to_review(track, number)
    form = ReviewForm(posted(request), initial={"version": track.version})
    if request.method == "POST":
        seen = form.seen
        if form.is_valid():
            missing = form.cleaned_data["missing"]
            actions.ask_for_review(actor=actor, pk=pk, number=part.number, missing=missing, version=seen)
            return redirect("question", pk=pk)
    return question_page(
        request, form=form, heading=_("Ask for this decision to be looked at again"), submit=_("Send"),
        back=reverse("question", args=[pk]), title=_("Question"), caption=family.caption_of(track),
        template="tracks/review.html", extra={"part": part},
    )  # fmt: skip


@page(*FAMILY, methods=BOTH, receipt=True)
def withdraw(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """At once, no reason asked."""
    track = own_question(actor, pk)
    return button_page(
        request, actor, track, heading=_("Do you want to take this question back?"), submit=_("Take it back"),
        action=lambda seen: actions.withdraw(actor=actor, pk=pk, version=seen),
        done=lambda: redirect("question", pk=pk), back=reverse("question", args=[pk]),
        inset=_("We stop work on it at once. You do not have to say why. Only your own question ends."),
        caption=family.caption_of(track),
    )  # fmt: skip


@page(*FAMILY, methods=BOTH)
def share(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Who else of the family reads along."""
    track = own_question(actor, pk)
    others, without = family.others_of(track)
    form = ShareForm(posted(request), others=others, initial={"people": family.shared_with(track)})
    if request.method == "POST" and form.is_valid():
        chosen = {UUID(value) for value in form.cleaned_data["people"]}
        actions.share_question(actor=actor, pk=pk, person_ids=chosen)
        return redirect("question", pk=pk)
    return question_page(
        request, form=form, heading=_("Who else can read this question and its answer?"), submit=_("Save"),
        back=reverse("question", args=[pk]), title=_("Question"), caption=family.caption_of(track),
        template="tracks/share.html", extra={"others": others, "without": without},
    )  # fmt: skip
