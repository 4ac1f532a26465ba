"""The pages on which workers record what the guards read."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.accounts.pages import page
from portal.accounts.roles import Role
from portal.audit import reads
from portal.audit.actor import Actor
from portal.ui.forms import GovForm
from portal.ui.pages import posted, question_page
from portal.ui.text import visible
from portal.workflow import clock
from reconciliation.families.models import FamilyEngagement
from reconciliation.families.selectors import (
    engagement_for,
    person_for,
    supervised_engagement,
    workable_engagement,
)
from reconciliation.safeguards import actions, selectors
from reconciliation.safeguards.errors import NotEscalated, NothingToAsk
from reconciliation.safeguards.forms import (
    CheckForm,
    EscalationForm,
    NeedForm,
    NeedMetForm,
    ProceedingsForm,
    ScreenForm,
)

WORKERS = (Role.CASEWORKER, Role.SUPERVISOR)
ASKED = ("GET", "POST")


@page(*WORKERS, methods=ASKED)
def screen(request: HttpRequest, actor: Actor, pk: UUID, subject: UUID) -> HttpResponse:
    """The safeguarding screen of one question."""
    engagement = workable_engagement(actor, pk)
    selectors.must_be_question_of(engagement, subject)
    form = ScreenForm(posted(request))
    if form.is_valid():
        actions.record_screen(actor=actor, engagement=engagement, subject=subject, **form.cleaned_data)
        return _saved(request, engagement, "The safeguarding screen is recorded.", subject)
    return _ask(request, engagement, form, "Record the safeguarding screen", title="Screen")


@page(*WORKERS, Role.SAFEGUARDING_LEAD)
def proceedings(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Where police and court work stands, what is due, and everything that was recorded of it."""
    engagement = engagement_for(actor, pk)
    reads.opened(actor, engagement.pk, "proceedings", engagement.pk)
    watch = selectors.watch_of(pk)
    context = {
        "engagement": engagement,
        "watch": watch,
        "today": clock.today(),
        "recorded": selectors.recorded_of(pk, request.GET.get("before", "")),
        "may_record": selectors.may_record(actor, engagement),
        "may_check": selectors.can_be_checked(watch),
        "may_escalate": bool(watch and watch.to_take_on) and selectors.may_escalate(actor, engagement),
        "contact": settings.PARTNERSHIP_CONTACT,
    }
    return render(request, "safeguards/proceedings.html", context)


@page(*WORKERS, methods=ASKED)
def proceedings_status(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Where police and court work stands, with the check that says so; both or neither."""
    engagement = workable_engagement(actor, pk)
    now = selectors.current_status(pk)
    form = ProceedingsForm(
        posted(request),
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
def proceedings_check(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One check with an officer, answered or not."""
    engagement = workable_engagement(actor, pk)
    watch = selectors.watch_of(pk)
    if watch is None or not selectors.can_be_checked(watch):
        raise NothingToAsk
    last = watch.last_check
    asked = {"officer_role": last.officer_role, "officer_ref": last.officer_ref} if last else None
    form = CheckForm(posted(request), initial=asked)
    if form.is_valid():
        check = actions.record_check(actor=actor, engagement=engagement, **form.cleaned_data)
        messages.success(request, f"The check is recorded. The next one is due on {check.next_check_due:%-d %B %Y}.")
        return redirect("proceedings", pk=pk)
    return _ask(request, engagement, form, "Record a check with police or court", title="Police or court")


@page(Role.SUPERVISOR, methods=ASKED)
def proceedings_escalation(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """What nobody answered was taken to the partnership contact."""
    engagement = supervised_engagement(actor, pk)
    form = EscalationForm(posted(request))
    if form.is_valid():
        actions.record_escalation(actor=actor, engagement=engagement, **form.cleaned_data)
        messages.success(request, "It is recorded that this was taken to the partnership contact.")
        return redirect("proceedings", pk=pk)
    watch = selectors.watch_of(pk)
    if watch is None or not watch.to_take_on:
        raise NotEscalated
    inset = f"The partnership contact: {settings.PARTNERSHIP_CONTACT}"
    return _ask(request, engagement, form, "Taken to the partnership contact", title="Police or court", inset=inset)


@page(*WORKERS, methods=ASKED)
def need(request: HttpRequest, actor: Actor, pk: UUID, person: UUID) -> HttpResponse:
    """The language and the format that one person needs."""
    engagement = workable_engagement(actor, pk)
    whose = person_for(engagement, person)
    now = selectors.needs_of([whose.pk]).get(whose.pk)
    initial = {"language": now.language, "format": now.format} if now else None
    form = NeedForm(posted(request), initial=initial)
    if form.is_valid():
        actions.record_need(actor=actor, engagement=engagement, person=whose, **form.cleaned_data)
        return _saved(request, engagement, "The language and format are recorded.")
    heading = f"How does {visible(whose.name)} need to be told?"
    return _ask(request, engagement, form, heading, title="Language and format")


@page(*WORKERS, methods=ASKED)
def need_met(request: HttpRequest, actor: Actor, pk: UUID, person: UUID, subject: UUID) -> HttpResponse:
    """How one person's need was met for one question."""
    engagement = workable_engagement(actor, pk)
    selectors.must_be_question_of(engagement, subject)
    whose = person_for(engagement, person)
    form = NeedMetForm(posted(request))
    if form.is_valid():
        actions.record_need_met(actor=actor, engagement=engagement, subject=subject, person=whose, **form.cleaned_data)
        return _saved(request, engagement, "It is recorded how they get it.", subject)
    heading = f"How does {visible(whose.name)} get the answer?"
    return _ask(request, engagement, form, heading, title="Language and format")


def _saved(request: HttpRequest, engagement: FamilyEngagement, words: str, subject: UUID | None = None) -> HttpResponse:
    """Back to the family, at the question that this was about."""
    messages.success(request, words)
    at = f"?{urlencode({'question': subject})}" if subject else ""
    return redirect(engagement.get_absolute_url() + at)


def _ask(
    request: HttpRequest, engagement: FamilyEngagement, form: GovForm, heading: str, *, title: str, inset: str = ""
) -> HttpResponse:
    return question_page(
        request,
        form=form,
        heading=heading,
        caption=engagement.caption,
        submit="Save",
        back=engagement.get_absolute_url(),
        title=title,
        inset=inset,
    )
