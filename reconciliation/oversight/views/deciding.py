"""The four ways to decide a review: fill in, read exactly what the family will read, then decide."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.accounts.pages import page
from portal.audit.actor import Actor
from portal.ui.components import Row
from portal.ui.pages import posted, question_page
from portal.ui.refusals import OutOfDate
from reconciliation.oversight.review_forms import DecisionForm, RedactForm, RefuseForm, ReleaseForm, SummaryForm
from reconciliation.oversight.selectors import reviews
from reconciliation.oversight.views.reviews import BOTH, OFFICER, caption, read_item, under_review
from reconciliation.tracks import actions, policy
from reconciliation.tracks.actions.reviewing import FORM_OF, Review, as_answer, text_of
from reconciliation.tracks.models import Answer, QuestionPart, ShortTermTrack, WithheldItem
from reconciliation.tracks.selectors.parts_told import previewed
from reconciliation.tracks.views.common import acted

# Which button of the page was pressed; "next" keeps it out of what a refusal gives back as typed.
STEP = "next_step"


@page(OFFICER, methods=BOTH)
def released(request: HttpRequest, actor: Actor, pk: UUID, number: int) -> HttpResponse:
    """All of it."""
    return _decide(request, actor, pk, number, form_class=ReleaseForm, heading="Release it in full")


@page(OFFICER, methods=BOTH)
def redacted(request: HttpRequest, actor: Actor, pk: UUID, number: int) -> HttpResponse:
    """With paragraphs covered."""
    return _decide(request, actor, pk, number, form_class=RedactForm, heading="Release it with parts covered")


@page(OFFICER, methods=BOTH)
def summary(request: HttpRequest, actor: Actor, pk: UUID, number: int) -> HttpResponse:
    """In fewer words."""
    return _decide(request, actor, pk, number, form_class=SummaryForm, heading="Give a summary")


@page(OFFICER, methods=BOTH)
def refused(request: HttpRequest, actor: Actor, pk: UUID, number: int) -> HttpResponse:
    """In no form, with reasons."""
    return _decide(request, actor, pk, number, form_class=RefuseForm, heading="Refuse with reasons")


def _decide(
    request: HttpRequest, actor: Actor, pk: UUID, number: int, *, form_class: type[DecisionForm], heading: str
) -> HttpResponse:
    track = under_review(actor, pk)
    part = reviews.part_under_review(track, number)
    item = part.withheld.last()
    shares_item = form_class in {ReleaseForm, RedactForm}
    if shares_item and not (item and item.paragraphs):
        return redirect("review_item", pk, number)
    read_item(actor, track, part)
    initial = {"version": track.version, "item": item.version if item else None}
    form = form_class(posted(request), item=item, initial=initial | _begun(actor, part, form_class.outcome))
    if request.method == "POST":
        _must_be_read(form, track, item)
        step = request.POST.get(STEP)
        if form.is_valid() and step == "decide" and acted(form, actor, lambda: _decided(actor, pk, number, form)):
            return _done(request, actor, pk, number)
        if form.is_valid() and step != "change":
            return _check(request, actor, part, form, heading=heading)
    return question_page(
        request, form=form, heading=heading, submit="Continue", back=reverse("review_case", args=[pk]),
        caption=f"{caption(track)}, part {number}", title="Review", template="oversight/review_decide.html",
        extra={"part": part, "item": item, "in_form": form_class is RedactForm},
        status=409 if form.non_field_errors() else 200,
    )  # fmt: skip


def _must_be_read(form: DecisionForm, track: ShortTermTrack, item: WithheldItem | None) -> None:
    """The question as it stands, and the item: the numbers of its paragraphs hold for no other version."""
    if form.seen != track.version or form.cleaned_data.get("item") != (item.version if item else None):
        raise OutOfDate()


def _decided(actor: Actor, pk: UUID, number: int, form: DecisionForm) -> None:
    actions.decide_review(actor=actor, pk=pk, number=number, review=form.review, version=form.seen)


def _done(request: HttpRequest, actor: Actor, pk: UUID, number: int) -> HttpResponse:
    """Back to the question where another part of it waits; otherwise it is not theirs to read any more."""
    messages.success(request, f"Part {number} is decided. The family can read it.")
    more = policy.visible_to(actor).filter(pk=pk).exists()
    return redirect("review_case", pk) if more else redirect("information_home")


def _check(request: HttpRequest, actor: Actor, part: QuestionPart, form: DecisionForm, *, heading: str) -> HttpResponse:
    """Exactly what the family will read, and what goes on the record; what was typed is sent along."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {STEP, "csrfmiddlewaretoken"}
    ]
    context = {
        "row": previewed(as_answer(actor, part, form.review)), "rows": _on_record(form), "sent": sent, "part": part,
        "caption": heading, "step": STEP, "page_title": "Review", "back": reverse("review_case", args=[part.track_id]),
    }  # fmt: skip
    return render(request, "oversight/review_check.html", context)


def _on_record(form: DecisionForm) -> list[Row]:
    """What the family does not read."""
    silent = [name for name in form.fields if name.startswith("why_") or name in {"reason", "best_interests"}]
    return [Row(str(form.fields[name].label), form.cleaned_data[name]) for name in silent]


def _begun(actor: Actor, part: QuestionPart, outcome: str) -> dict[str, Any]:
    """What was written before and waited for the safeguarding lead, filled in again."""
    answer = reviews.written_before(actor, part, FORM_OF[outcome])
    if answer is None:
        return {}
    begun: dict[str, Any] = {f"why_{form}": why for form, why in answer.considered.items()}
    begun |= {name: getattr(answer, name) for name in ("reason_code", "best_interests", "next_date", "elsewhere")}
    begun |= {"text": answer.text, "keep_words": answer.kept_words}
    return begun | _covered(answer, part, outcome)


def _covered(answer: Answer, part: QuestionPart, outcome: str) -> dict[str, Any]:
    """Which paragraphs were covered, and the lines before the item: they are all that was typed."""
    item = part.withheld.last()
    if outcome not in {"released", "redacted"} or item is None:
        return {}
    rows = {row.paragraph: row.reason_code for row in answer.covered.filter(item=item)}
    body = text_of(item, Review(outcome, "", covered=rows))
    if not answer.text.endswith(body):
        return {"text": ""}
    begun: dict[str, Any] = {"text": answer.text.removesuffix(body).removesuffix("\n\n")}
    for number, code in rows.items():
        begun |= {f"cover_{number}": True, f"code_{number}": code}
    return begun
