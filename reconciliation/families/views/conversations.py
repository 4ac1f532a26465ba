"""The lists of conversations: a worker's own, a family's, and who else of the family takes part."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.ui.pages import posted, question_page
from portal.workflow import clock
from reconciliation.families import actions
from reconciliation.families.errors import CannotLink
from reconciliation.families.selectors import conversations
from reconciliation.families.wall_forms import FamilyMessagesForm, ReadersForm, StartMessagesForm

BOTH = ("GET", "POST")


@page(Role.CASEWORKER)
def waiting(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every conversation of this worker, whoever waits for a reply first."""
    found = conversations.waiting_talks(actor)
    return render(request, "families/messages_waiting.html", {"talks": found, "today": clock.today()})


@page(Role.CASEWORKER, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD, Role.INFORMATION_GOVERNANCE, methods=BOTH)
def of_family(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """The conversations of one family. Its worker begins one with whoever has a sign-in."""
    engagement = conversations.family_to_read(actor, pk)
    if request.method == "POST":
        form = StartMessagesForm(request.POST)
        form.is_valid()
        thread = actions.open_conversation(actor=actor, person_id=form.cleaned_data.get("person") or pk)
        return redirect("thread", thread=thread.pk)
    context = {
        "engagement": engagement, "talks": conversations.talks_of(actor, engagement),
        "works": actor.role == Role.CASEWORKER, "in_team": actor.role in {Role.CASEWORKER, Role.SUPERVISOR},
    }  # fmt: skip
    return render(request, "families/messages.html", context)


@page(Role.SAFEGUARDING_LEAD, Role.INFORMATION_GOVERNANCE, methods=BOTH)
def find(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A family by its reference, for whoever may open its messages with a reason."""
    form = FamilyMessagesForm(posted(request))
    if form.is_valid():
        try:
            engagement = conversations.family_by_reference(actor, form.cleaned_data["reference"])
        except CannotLink as refusal:
            form.add_error("reference", refusal.words)
        else:
            return redirect("engagement_messages", pk=engagement.pk)
    return question_page(
        request, form=form, heading=str(form.fields["reference"].label), title="Messages",
        inset="You say why before you read. The family sees that your role opened their messages, and when.",
    )  # fmt: skip


@page(Role.FAMILY_MEMBER, Role.YOUNG_PERSON, methods=BOTH)
def readers(request: HttpRequest, actor: Actor, thread: UUID) -> HttpResponse:
    """Who else of the family takes part, chosen by whose conversation it is."""
    people = conversations.people_to_let_read(actor, thread)
    now = {"people": [str(person.pk) for person, takes_part in people if takes_part]}
    form = ReadersForm(posted(request), others=[person for person, _takes_part in people], initial=now)
    if request.method == "POST" and form.is_valid():
        chosen = {UUID(value) for value in form.cleaned_data["people"]}
        actions.choose_readers(actor=actor, thread_id=thread, person_ids=chosen)
        messages.success(request, _("Saved."))
        return redirect("thread", thread=thread)
    return question_page(
        request, form=form, heading=str(form.fields["people"].label), submit=_("Save"),
        back=reverse("thread", args=[thread]), title=_("Messages"), template="tracks/share.html",
        extra={"others": people},
    )  # fmt: skip
