"""Information governance looks at a decision again: the list, one question, and the four ways to decide a part."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit import reads
from portal.audit.actor import Actor
from portal.ui.components import ClosedMove, OpenMove
from portal.ui.pages import posted, question_page
from portal.ui.refusals import OutOfDate
from portal.workflow import clock
from reconciliation.families.actions import bar_reviewer
from reconciliation.families.forms import ConflictForm
from reconciliation.oversight.selectors import reviews
from reconciliation.oversight.selectors.reviews import Case, Part
from reconciliation.tracks import actions, parties, policy, states
from reconciliation.tracks.errors import WasInvolved
from reconciliation.tracks.models import QuestionPart, ShortTermTrack
from reconciliation.tracks.selectors import question_for
from reconciliation.tracks.selectors.collect import was_involved
from reconciliation.tracks.views.common import button_page
from reconciliation.tracks.withholding_forms import ItemForm

BOTH = ("GET", "POST")
OFFICER = Role.INFORMATION_GOVERNANCE


@dataclass(frozen=True)
class Way:
    """One way to decide: the page and what it is called."""

    name: str
    label: str
    needs_text: bool = False


WAYS = (
    Way("review_released", "Release in full", needs_text=True),
    Way("review_redacted", "Release with parts covered", needs_text=True),
    Way("review_summary", "Give a summary"),
    Way("review_refused", "Refuse with reasons"),
)
NO_TEXT = ("The whole item is not written in.", "Write it in first.")


def read_item(actor: Actor, track: ShortTermTrack, part: QuestionPart) -> None:
    """The whole item is opened: a read of its own."""
    item = part.withheld.last()
    if item is not None:
        reads.opened(actor, track.engagement_id, "withheld_item", item.pk)


def under_review(actor: Actor, pk: UUID) -> ShortTermTrack:
    """The question, for somebody who may decide on it now; whoever was involved before is told so."""
    track = question_for(actor, pk)
    if track.current != states.INFORMATION_ESCALATION or parties.REVIEWER not in policy.parties_of(actor, track):
        raise OutOfDate()
    if was_involved(actor, track):
        raise WasInvolved
    return track


def caption(track: ShortTermTrack) -> str:
    """Which question it is about."""
    family = f"{track.engagement.reference}, " if track.engagement.is_family else ""
    return f"{family}question {track.reference}"


@page(OFFICER)
def information(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The decisions that somebody asked to be looked at again."""
    waiting = reviews.reviews(actor, request.GET.get("after", ""))
    return render(request, "oversight/reviews.html", {"waiting": waiting, "today": clock.today()})


@page(OFFICER)
def case(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One question: what was asked, decided and weighed, the whole item, and what can be done now."""
    track = question_for(actor, pk)
    shown = reviews.case_of(actor, track)
    reads.opened(actor, track.engagement_id, "review", pk)
    for part in shown.parts:
        if part.item is not None:
            read_item(actor, track, part.part)
    opened, closed = _moves(track, shown)
    context = {"track": track, "case": shown, "opened": opened, "closed": closed, "today": clock.today()}
    return render(request, "oversight/review.html", context)


def _moves(track: ShortTermTrack, shown: Case) -> tuple[list[OpenMove], list[ClosedMove]]:
    if shown.involved or shown.line.paused:
        return [], []
    opened, closed = [], []
    if not shown.line.acknowledged:
        opened.append(OpenMove("Acknowledge", reverse("review_acknowledge", args=[track.pk])))
    for part in shown.parts:
        before = f"Part {part.part.number}: "
        item = reverse("review_item", args=[track.pk, part.part.number])
        label = "change the whole item" if part.item else "write the whole item in"
        opened.append(OpenMove(before + label, item, kind="link"))
        opened += [_link(before, way, part) for way in _ways(part)]
        closed += [ClosedMove(before + way.label.lower(), *NO_TEXT) for way in WAYS if way not in _ways(part)]
    return opened, closed


def _ways(part: Part) -> list[Way]:
    text = part.item is not None and bool(part.item.paragraphs)
    return [way for way in WAYS if text or not way.needs_text]


def _link(before: str, way: Way, part: Part) -> OpenMove:
    url = reverse(way.name, args=[part.part.track_id, part.part.number])
    return OpenMove(before + way.label.lower(), url, kind="link")


@page(OFFICER, methods=BOTH)
def acknowledge(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Say that somebody looks at it."""
    track = under_review(actor, pk)
    back = reverse("review_case", args=[pk])
    return button_page(
        request, actor, track, heading="Acknowledge this review", submit="Acknowledge", back=back,
        action=lambda _seen: actions.acknowledge_review(actor=actor, pk=pk), done=lambda: redirect(back),
        caption=caption(track), inset="You say that you look at it, and that you were not involved before.",
    )  # fmt: skip


@page(OFFICER, methods=BOTH)
def conflict(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Say that one has a link with this family, and find no more of it."""
    track = question_for(actor, pk)
    form = ConflictForm(posted(request))
    if request.method == "POST" and form.is_valid():
        bar_reviewer(actor=actor, engagement_id=track.engagement_id, **form.cleaned_data)
        messages.success(request, "Recorded. Somebody else decides.")
        return redirect("information_home")
    return question_page(
        request, form=form, heading="Declare a conflict of interest", submit="Declare and give up access",
        back=reverse("review_case", args=[pk]), caption=caption(track), title="Declaration",
        inset="You lose access to this question at once, and to every other one of this family.",
    )  # fmt: skip


@page(OFFICER, methods=BOTH)
def item(request: HttpRequest, actor: Actor, pk: UUID, number: int) -> HttpResponse:
    """Write the whole item in, where the worker did not keep it."""
    track = under_review(actor, pk)
    part = reviews.part_under_review(track, number)
    kept = part.withheld.last()
    read_item(actor, track, part)
    known = {"what": kept.what, "item_text": kept.text, "kept_where": kept.kept_where} if kept else {}
    form = ItemForm(posted(request), initial=known)
    if request.method == "POST" and form.is_valid():
        actions.keep_item(actor=actor, pk=pk, number=number, **vars(form.item))
        messages.success(request, "The item is kept.")
        return redirect("review_case", pk)
    return question_page(
        request, form=form, heading=f"The whole item behind part {number}", submit="Save",
        back=reverse("review_case", args=[pk]), caption=caption(track), title="Review",
    )  # fmt: skip
