"""What the pages of this room share."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from portal.audit.actor import Actor
from portal.ui.forms import GovForm
from portal.ui.pages import posted, question_page
from portal.workflow.errors import MoveRefused
from reconciliation.tracks.forms import VersionedForm
from reconciliation.tracks.models import ShortTermTrack

F = TypeVar("F", bound=GovForm)


def acted(form: GovForm, actor: Actor, action: Callable[[], object]) -> bool:
    """Run an action; where a guard refuses, its plain words become errors of the form and nothing typed is lost."""
    try:
        action()
    except MoveRefused as refused:
        for reason in refused.reasons(actor.role):
            form.add_error(None, reason)
        return False
    return True


def caption_of(track: ShortTermTrack) -> str:
    """Which question a staff page is about: reference and side, in words."""
    return f"{track.engagement.caption}, question {track.reference}"


def button_page(
    request: HttpRequest,
    actor: Actor,
    track: ShortTermTrack,
    *,
    heading: str,
    submit: str,
    action: Callable[[int], object],
    done: Callable[[], HttpResponse],
    back: str,
    inset: str = "",
    caption: str = "",
    template: str = "components/question_page.html",
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """A page that asks for nothing but the decision itself. ``action`` gets the version that the page showed."""
    form = VersionedForm(posted(request), initial={"version": track.version})
    if request.method == "POST" and acted(form, actor, lambda: action(form.seen)):
        return done()
    return question_page(
        request, form=form, heading=heading, submit=submit, back=back, inset=inset, caption=caption, title="Question",
        status=409 if form.errors else 200, template=template, extra=extra,
    )  # fmt: skip
