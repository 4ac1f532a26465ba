"""Staff's pages of promises and apologies."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit import reads
from portal.audit.actor import Actor
from portal.ui.forms import GovForm
from portal.ui.pages import posted, question_page
from portal.ui.refusals import NotYours, OutOfDate
from portal.workflow import clock
from reconciliation.tracks import actions, parties, policy, states
from reconciliation.tracks.models import Outcome, ShortTermTrack
from reconciliation.tracks.promise_forms import SORRY, ApologyForm, OutcomeForm, PromiseForm, ReturnApologyForm
from reconciliation.tracks.selectors import promises, question_for
from reconciliation.tracks.views.common import caption_of
from reconciliation.tracks.views.working import to_family

BOTH = ("GET", "POST")
STAFF = (Role.CASEWORKER, Role.SUPERVISOR)


def _spoken_for(actor: Actor, pk: UUID, *party: str) -> ShortTermTrack:
    track = question_for(actor, pk)
    if policy.parties_of(actor, track).isdisjoint(party):
        raise NotYours()
    if track.current == states.CLOSED_WITHDRAWN:
        raise OutOfDate()
    return track


@page(*STAFF, methods=BOTH)
def promise(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Promise something: what, who and by when."""
    track = _spoken_for(actor, pk, parties.WORKER, parties.SUPERVISOR)
    form = PromiseForm(posted(request), initial={"owner_post": actor.post, "owner_name": actor.name})
    if request.method == "POST" and form.is_valid():
        actions.promise(actor=actor, pk=pk, **form.cleaned_data, kept_words=form.kept_words)
        return redirect(to_family(track))
    return question_page(
        request, form=form, heading="Promise something", submit="Promise it", back=to_family(track),
        caption=caption_of(track), title="Question",
    )  # fmt: skip


@page(*STAFF, methods=BOTH)
def promise_outcome(request: HttpRequest, actor: Actor, pk: UUID, promise: UUID) -> HttpResponse:
    """Record what became of a promise."""
    row = promises.open_promise(actor, pk, promise)
    form = OutcomeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        _settle(actor, promise, form)
        return redirect(to_family(row.track))
    return question_page(
        request, form=form, heading="What became of this promise", submit="Save", back=to_family(row.track),
        caption=caption_of(row.track), title="Question", template="tracks/promise_outcome.html",
        extra={"promise": row, "late": promises.is_late(row), "today": clock.today()},
    )  # fmt: skip


def _settle(actor: Actor, commitment_id: UUID, form: OutcomeForm) -> None:
    said = {**form.cleaned_data, "kept_words": form.kept_words}
    if said.pop("outcome") == Outcome.BROKEN:
        actions.break_promise(actor=actor, commitment_id=commitment_id, **said)
    else:
        actions.keep_promise(actor=actor, commitment_id=commitment_id, words=said["words"], kept_words=form.kept_words)


@page(Role.CASEWORKER, methods=BOTH)
def apologise(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Say sorry, in the steps of candour; one that was returned, or waits, is written again from what it said."""
    track = _spoken_for(actor, pk, parties.WORKER)
    last = promises.last_apology(track)
    initial = {"sorry": SORRY, "by_post": actor.post, "by_name": actor.name, "given_on": clock.today()}
    if last is not None:
        initial = {name: getattr(last, name) for name in ApologyForm.base_fields} | {"keep_words": last.kept_words}
    form = ApologyForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        text = actions.ApologyText(**form.cleaned_data, kept_words=form.kept_words)
        actions.apologise(actor=actor, pk=pk, text=text)
        return redirect(to_family(track))
    return question_page(
        request, form=form, heading="Say sorry", submit="Send to an approver", back=to_family(track),
        caption=caption_of(track), title="Question", template="tracks/apologise.html", extra={"last": last},
    )  # fmt: skip


@page(*STAFF, methods=BOTH)
def apology(request: HttpRequest, actor: Actor, pk: UUID, apology: UUID) -> HttpResponse:
    """Read the apology as the family will, and approve exactly that."""
    row = promises.waiting_apology(actor, pk, apology)
    reads.opened(actor, row.holder, "apology", pk)
    if request.method == "POST":
        actions.approve_apology(actor=actor, apology_id=apology)
        return redirect(to_family(row.track))
    return question_page(
        request, form=GovForm(), heading="Read and approve this apology", submit="Approve", back=to_family(row.track),
        caption=caption_of(row.track), title="Question", template="tracks/apology.html",
        extra={"apology": row, "told": promises.apology_told(row)},
    )  # fmt: skip


@page(*STAFF, methods=BOTH)
def return_apology(request: HttpRequest, actor: Actor, pk: UUID, apology: UUID) -> HttpResponse:
    """Say what has to change."""
    row = promises.waiting_apology(actor, pk, apology)
    form = ReturnApologyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.return_apology(actor=actor, apology_id=apology, reason=form.cleaned_data["reason"])
        return redirect(to_family(row.track))
    return question_page(
        request, form=form, heading="Return it to the worker", submit="Return", back=to_family(row.track),
        caption=caption_of(row.track), title="Question",
    )  # fmt: skip
