"""The pages on which workers record what the guards read."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.accounts.pages import page
from portal.accounts.roles import Role
from portal.audit.actor import Actor
from portal.ui.forms import GovForm
from portal.ui.pages import question_page
from reconciliation.families.models import FamilyEngagement
from reconciliation.families.selectors import person_for, workable_engagement
from reconciliation.safeguards import actions, selectors
from reconciliation.safeguards.forms import NeedForm, NeedMetForm, ProceedingsForm, ScreenForm

WORKERS = (Role.CASEWORKER, Role.SUPERVISOR)
ASKED = ("GET", "POST")


@page(*WORKERS, methods=ASKED)
def screen(request: HttpRequest, actor: Actor, pk: UUID, subject: UUID) -> HttpResponse:
    """The safeguarding screen of one question."""
    engagement = workable_engagement(actor, pk)
    selectors.must_be_question_of(engagement, subject)
    form = ScreenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.record_screen(actor=actor, engagement=engagement, subject=subject, **form.cleaned_data)
        return _saved(request, engagement, "The safeguarding screen is recorded.", subject)
    return _ask(request, engagement, form, "Record the safeguarding screen", title="Screen")


@page(*WORKERS, methods=ASKED)
def proceedings(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Where police and court work stands, with the check that says so; both or neither."""
    engagement = workable_engagement(actor, pk)
    now = selectors.current_status(pk)
    form = ProceedingsForm(
        request.POST if request.method == "POST" else None,
        # A non-objection counts for the status that it was given for, so it is asked again each time.
        initial={"status": now.status} if now else None,
    )
    if form.is_valid():
        with transaction.atomic():
            actions.record_proceedings(actor=actor, engagement=engagement, **form.status_answers)
            if form.has_check:
                actions.record_check(actor=actor, engagement=engagement, **form.check_answers)
        return _saved(request, engagement, "The police or court status is recorded.")
    return _ask(request, engagement, form, "Record the police or court status", title="Police or court")


@page(*WORKERS, methods=ASKED)
def need(request: HttpRequest, actor: Actor, pk: UUID, person: UUID) -> HttpResponse:
    """The language and the format that one person needs."""
    engagement = workable_engagement(actor, pk)
    whose = person_for(engagement, person)
    now = selectors.needs_of([whose.pk]).get(whose.pk)
    initial = {"language": now.language, "format": now.format} if now else None
    form = NeedForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.record_need(actor=actor, engagement=engagement, person=whose, **form.cleaned_data)
        return _saved(request, engagement, "The language and format are recorded.")
    return _ask(request, engagement, form, f"How does {whose.name} need to be told?", title="Language and format")


@page(*WORKERS, methods=ASKED)
def need_met(request: HttpRequest, actor: Actor, pk: UUID, person: UUID, subject: UUID) -> HttpResponse:
    """How one person's need was met for one question."""
    engagement = workable_engagement(actor, pk)
    selectors.must_be_question_of(engagement, subject)
    whose = person_for(engagement, person)
    form = NeedMetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.record_need_met(actor=actor, engagement=engagement, subject=subject, person=whose, **form.cleaned_data)
        return _saved(request, engagement, "It is recorded how they get it.", subject)
    return _ask(request, engagement, form, f"How does {whose.name} get the answer?", title="Language and format")


def _saved(request: HttpRequest, engagement: FamilyEngagement, words: str, subject: UUID | None = None) -> HttpResponse:
    """Back to the family, at the question that this was about."""
    messages.success(request, words)
    at = f"?{urlencode({'question': subject})}" if subject else ""
    return redirect(engagement.get_absolute_url() + at)


def _ask(
    request: HttpRequest, engagement: FamilyEngagement, form: GovForm, heading: str, *, title: str
) -> HttpResponse:
    return question_page(
        request,
        form=form,
        heading=heading,
        caption=engagement.reference,
        submit="Save",
        back=engagement.get_absolute_url(),
        title=title,
    )
