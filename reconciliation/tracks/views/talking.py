"""Where a member of a family finds their conversations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.messaging.selectors import family_talks, next_reply_by
from portal.ui.refusals import NotYours
from reconciliation.families.actions import open_conversation
from reconciliation.families.selectors import current_worker_told
from reconciliation.tracks.selectors import family
from reconciliation.tracks.views.family import ABOUT


@page(Role.FAMILY_MEMBER, Role.YOUNG_PERSON, methods=("GET", "POST"))
def messages(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own conversation, and those that others of the family let one read. Who reads it is said beforehand."""
    person = family.current_row(actor, request.session.get(ABOUT))
    if person is None and family.rows_of(actor):
        return redirect("about")
    if request.method == "POST":
        if person is None:
            raise NotYours
        return redirect("thread", thread=open_conversation(actor=actor, person_id=person.pk).pk)
    talks = family_talks(actor, person.engagement_id) if person else []
    own = next((talk for talk in talks if person and talk.thread.about == person.pk), None)
    if own is not None and len(talks) == 1:
        return redirect("thread", thread=own.thread.pk)
    context = {
        "person": person, "own": own, "others": [talk for talk in talks if talk is not own],
        "worker": current_worker_told(person.engagement_id) if person else None, "next_reply_by": next_reply_by(),
        "page_title": _("Messages"),
    }  # fmt: skip
    return render(request, "tracks/messages.html", context)
