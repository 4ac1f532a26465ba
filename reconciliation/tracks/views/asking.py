"""Asking: the question, check it, send it, and what happens next. By the family, or by their worker for them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import FAMILY_ROLES, Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.ui.components import Row
from portal.ui.forms import GovForm
from portal.ui.pages import check_answers, confirmation, posted, question_page
from portal.ui.refusals import NotYours
from portal.ui.templatetags.portal_ui import shown
from portal.workflow import clock
from reconciliation.families.selectors import people_of, workable_family
from reconciliation.tracks import actions
from reconciliation.tracks.forms import OnBehalfForm, QuestionForm
from reconciliation.tracks.selectors import family, question_for
from reconciliation.tracks.selectors.told import day, told
from reconciliation.tracks.views.family import ABOUT, BOTH, FAMILY

ASKERS = (*FAMILY, Role.CASEWORKER, Role.SUPERVISOR)


@page(*FAMILY, methods=BOTH)
def ask(request: HttpRequest, actor: Actor, draft_id: UUID | None = None) -> HttpResponse:
    """What do you want to ask?"""
    draft = actions.own_draft(actor, draft_id) if draft_id else None
    person = draft.person if draft else family.current_row(actor, request.session.get(ABOUT))
    if person is None:
        return redirect("about") if family.rows_of(actor) else redirect("family_home")
    form = QuestionForm(posted(request), initial={"question": draft.text if draft else ""})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["question"]
        saved = actions.save_draft(actor=actor, person=person, text=text, draft_id=draft_id)
        return redirect("ask_check", draft_id=saved.pk)
    return question_page(
        request, form=form, heading=_("What do you want to ask?"), back=reverse("family_home"), title=_("Question")
    )


@page(Role.CASEWORKER, Role.SUPERVISOR, methods=BOTH)
def ask_for(request: HttpRequest, actor: Actor, engagement_id: UUID, draft_id: UUID | None = None) -> HttpResponse:
    """A worker writes down what somebody of the family asked."""
    engagement = workable_family(actor, engagement_id)
    people = people_of(engagement.pk)
    draft = actions.own_draft(actor, draft_id) if draft_id else None
    if draft is not None and draft.holder != engagement_id:
        raise NotYours()
    initial = {"asker": str(draft.person_id), "question": draft.text} if draft else {}
    form = OnBehalfForm(posted(request), people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        person = next(p for p in people if str(p.pk) == form.cleaned_data["asker"])
        text = form.cleaned_data["question"]
        saved = actions.save_draft(actor=actor, person=person, text=text, draft_id=draft_id)
        return redirect("ask_check", draft_id=saved.pk)
    return question_page(
        request, form=form, heading="Write down a question for the family", title="Question",
        back=reverse("engagement", args=[engagement_id]),
        caption=f"{engagement.reference}, side: {engagement.get_side_display()}",
    )  # fmt: skip


@page(*ASKERS, methods=BOTH)
def check(request: HttpRequest, actor: Actor, draft_id: UUID) -> HttpResponse:
    """Check before sending. Sending twice makes one question."""
    if request.method == "POST":
        track = actions.submit_question(actor=actor, draft_id=draft_id)
        return redirect("ask_sent", pk=track.pk)
    draft = actions.own_draft(actor, draft_id)
    own = actor.role in FAMILY_ROLES
    change = (
        reverse("ask_again", args=[draft_id])
        if own
        else reverse("ask_for_again", args=[draft.person.engagement_id, draft_id])
    )
    links = [(_("Change"), change, _("question"))]
    rows = [Row(_("Your question"), shown(draft.text), links), Row(_("Who asks"), shown(draft.person.name))]
    return check_answers(
        request, heading=_("Check your question"), rows=rows, form=GovForm(), submit=_("Send"), back=change,
        inset=render_to_string("tracks/other_rights.html"), title=_("Question"),
    )  # fmt: skip


@page(*ASKERS)
def sent(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """We have it: the reference, and what happens next."""
    track = question_for(actor, pk)
    if not (family.is_asker(actor, track) or actor.role not in FAMILY_ROLES):
        raise NotYours()
    account = told(track)
    steps = [
        _("By %(day)s we make sure the right person sees it.") % {"day": day(clock.due_on(track.received_at, 0))},
        _("You will know who your worker is within 2 working days."),
        *([_("You will have an answer by %(day)s.") % {"day": account.by}] if account.by else []),
    ]
    home = (
        (_("Go to your questions"), reverse("family_home"))
        if actor.role in FAMILY_ROLES
        else ("Back to the family", reverse("engagement", args=[track.engagement_id]))
    )
    return confirmation(
        request, heading=_("We have your question"), reference=track.reference, next_steps=steps, links=[home],
        title=_("Question"),
    )  # fmt: skip
