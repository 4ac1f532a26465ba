"""Before a part is withheld: a second page of the answer, with what was weighed and the whole item."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.accounts.pages import page
from portal.audit import reads
from portal.audit.actor import Actor
from portal.ui.pages import posted, question_page
from reconciliation.tracks import actions, states
from reconciliation.tracks.models import Answer
from reconciliation.tracks.selectors import staff
from reconciliation.tracks.views.common import caption_of
from reconciliation.tracks.views.working import BOTH, WORKER, to_family, worked
from reconciliation.tracks.withholding_forms import WithholdForm


@page(WORKER, methods=BOTH)
def withhold(request: HttpRequest, actor: Actor, pk: UUID, number: int) -> HttpResponse:
    """Why not in full, not with parts covered, not as a summary; for the child; until when; and what it is."""
    track = worked(actor, pk, states.ANSWERING)
    part = staff.part_for_staff(track, number)
    answer = staff.newest_answer(part)
    to_answer = reverse("answer", args=[pk, number])
    if answer is None or not answer.withheld:
        return redirect(to_answer)
    reads.opened(actor, track.engagement_id, "answer", pk)
    form = WithholdForm(posted(request), initial=_known(answer))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.withhold(
            actor=actor, pk=pk, number=number, considered=form.considered, best_interests=data["best_interests"],
            next_date=data["next_date"], item=form.item, after=data["after"],
        )  # fmt: skip
        return redirect(to_family(track))
    return question_page(
        request, form=form, heading="Before you withhold this", submit="Save", back=to_answer,
        caption=caption_of(track), title="Question", template="tracks/withhold.html",
        extra={"part": part, "answer": answer},
    )  # fmt: skip


def _known(answer: Answer) -> dict[str, object]:
    """What was filled in before, of the newest version."""
    item = answer.part.withheld.last()
    known: dict[str, object] = {f"why_{form}": why for form, why in answer.considered.items()}
    known |= {"best_interests": answer.best_interests, "next_date": answer.next_date, "after": answer.version}
    if item is not None:
        known |= {"what": item.what, "item_text": item.text, "kept_where": item.kept_where}
    return known
