"""A person's own page about safe contact, a worker's check of a caller, and the demo's page of mails."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.accounts.codes import limit
from portal.accounts.pages import page, reauthenticated
from portal.accounts.roles import Role
from portal.audit.actor import Actor
from portal.notifications import actions, forms, selectors
from portal.notifications.described import confirmed, lines
from portal.notifications.words import Channel
from portal.ui.components import Row
from portal.ui.forms import GovForm
from portal.ui.pages import check_answers, posted, question_page
from portal.ui.refusals import NotYours

FAMILY = (Role.FAMILY_MEMBER, Role.YOUNG_PERSON)
WORKERS = (Role.CASEWORKER, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD)
BOTH = ("GET", "POST")
TITLE = gettext_lazy("My details")

# The pages that change one thing each: the form, and its heading where the form asks more than one thing.
ITEMS: dict[str, tuple[type[GovForm], Any]] = {
    "private": (forms.PrivateForm, gettext_lazy("Who can see it?")),
    "days": (forms.DaysForm, ""),
    "times": (forms.TimesForm, gettext_lazy("At what time of day is it safe?")),
    "calls": (forms.CallsForm, gettext_lazy("If you do not answer")),
    "words": (forms.WordsForm, gettext_lazy("What the email says")),
    "code_word": (forms.CodeWordForm, ""),
    "format": (forms.FormatForm, ""),
    "language": (forms.LanguageForm, ""),
}


@page(*FAMILY, methods=BOTH)
def contact(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything that this person said, each with a way to change it; sending it says that it is right."""
    if request.method == "POST":
        actions.confirm(actor=actor)
        messages.success(request, _("Thank you. We will ask you again in 30 days."))
        return redirect("contact")
    own = selectors.own(actor)
    rows = [_row(line.key, line.value, line.item) for line in lines(own)]
    if own.confirmed_at is None:
        inset = _("We send you nothing until you say that this is right.")
    else:
        inset = _("You said on %(day)s that this is right.") % {"day": confirmed(own)}
    return check_answers(
        request, heading=_("How we can reach you safely"), rows=rows, form=GovForm(), submit=_("This is right"),
        back=reverse("family_home"), inset=inset, title=str(TITLE),
    )  # fmt: skip


def _row(key: Any, value: str, item: str) -> Row:
    return Row(str(key), value, [(_("Change"), reverse(f"contact_{item}"), str(key))])


@page(*FAMILY, methods=BOTH)
def item(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """Change one thing."""
    kind, heading = ITEMS[name]
    own = selectors.own(actor)
    initial = {field: getattr(own, field) for field in kind.base_fields if field != "code_word"}
    form = kind(request.POST if request.method == "POST" else None, initial=_as_choices(initial))
    if form.is_valid():
        actions.save_safe_contact(actor=actor, **form.cleaned_data)
        return _done(request)
    return _question(request, form, heading)


def _as_choices(initial: dict[str, Any]) -> dict[str, Any]:
    """A time as the value of its choice."""
    return {name: value.isoformat() if name.startswith("safe_") and value and name != "safe_days" else value
            for name, value in initial.items()}  # fmt: skip


@page(*FAMILY, methods=BOTH)
def reach(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The channel; all but one lead on to its address."""
    own = selectors.own(actor)
    form = forms.ReachForm(
        request.POST if request.method == "POST" else None, ruled_out=own.never_use, initial={"channel": own.channel}
    )
    if not form.is_valid():
        return _question(request, form)
    channel = form.cleaned_data["channel"]
    if channel != Channel.PORTAL_ONLY:
        return redirect(f"contact_{channel}")
    actions.reach_by(actor=actor, channel=channel)
    return _done(request)


@page(*FAMILY, methods=BOTH)
@reauthenticated()
def address(request: HttpRequest, actor: Actor, channel: str) -> HttpResponse:
    """The address, from whoever showed lately that the account is theirs."""
    own = selectors.own(actor)
    if channel in own.never_use:
        raise NotYours
    form = forms.AddressForm(
        request.POST if request.method == "POST" else None, channel=channel, has_old=own.takes_notices,
        initial={"address": own.address if own.channel == channel else ""},
    )  # fmt: skip
    if not form.is_valid():
        return _question(request, form, _("Where can we reach you?"), back=reverse("contact_reach"))
    actions.reach_by(
        actor=actor, channel=channel, address=form.cleaned_data["address"], verified=True,
        tell_old=bool(form.cleaned_data.get("tell_old")),
    )  # fmt: skip
    return _done(request)


@page(*FAMILY, methods=BOTH)
def never_use(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is ruled out, at once and silently."""
    own = selectors.own(actor)
    form = forms.NeverUseForm(request.POST if request.method == "POST" else None, initial={"channels": own.never_use})
    if not form.is_valid():
        return _question(request, form)
    actions.never_use(actor=actor, channels=form.cleaned_data["channels"])
    return _done(request)


@page(*WORKERS, methods=BOTH)
def caller(request: HttpRequest, actor: Actor, user_id: UUID) -> HttpResponse:
    """Somebody calls: is it they? Tries are counted by the person called about, whoever types."""
    selectors.with_code_word(actor, user_id)
    form = forms.CallerWordForm(posted(request))
    if form.is_valid():
        limit(request, "code_word", str(user_id))
        if actions.try_code_word(actor=actor, user_id=user_id, word=form.cleaned_data["code_word"]):
            messages.success(request, "The code word fits.")
            return redirect("contact_caller", user_id=user_id)
        form.add_error("code_word", "This is not their code word. Say nothing about the family, and end the call")
    return question_page(
        request, form=form, heading="Which code word do they say?", submit="Check", title="Contact",
        inset="Ask the caller for their code word and type what they say. Never tell it to them. 5 tries an hour.",
    )  # fmt: skip


@login_not_required
@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The demo alone: the mails that would have gone, newest first."""
    if not settings.PORTAL_DEMO:
        raise NotYours
    return render(request, "notifications/demo_mail.html", {"mails": selectors.newest_mails()})


def _question(request: HttpRequest, form: GovForm, heading: Any = "", back: str = "") -> HttpResponse:
    heading = heading or next(iter(form.fields.values())).label
    return question_page(
        request, form=form, heading=str(heading), submit=_("Save"), back=back or reverse("contact"), title=str(TITLE)
    )


def _done(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("contact")
