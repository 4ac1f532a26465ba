"""How a question stands beside its parts: paused, proposed not to go on, finished with words, opened again."""

from dataclasses import dataclass

from django.db.models import FilteredRelation, Model, OuterRef, Q, QuerySet, Subquery

from reconciliation.tracks import states
from reconciliation.tracks.models import (
    ClosingProposal,
    ComeBack,
    Pause,
    Proposal,
    ProposalState,
    Reminder,
    Restatement,
    ShortTermTrack,
    TextKind,
    ToldText,
)
from reconciliation.tracks.parts import PartStatus
from reconciliation.tracks.selectors.told_texts import may_be_read, told_with

NEWEST: tuple[str, ...] = ("open_pause", "last_wording", "last_proposal", "last_closing", "last_reminder")


@dataclass(frozen=True)
class Newest:
    """The pause that runs, and of everything else that is written more than once the newest."""

    pause: Pause | None
    wording: Restatement | None
    proposal: Proposal | None
    closing: ClosingProposal | None
    reminder: Reminder | None


def with_newest(rows: QuerySet[ShortTermTrack]) -> QuerySet[ShortTermTrack]:
    """The same questions, each joined with what ``newest_of`` tells, so that none of it is a query of its own."""
    return rows.annotate(
        open_pause=FilteredRelation("pauses", condition=Q(pauses__ended_at=None)),
        last_wording=FilteredRelation("restatements", condition=Q(restatements__pk=last_of(Restatement, "version"))),
        last_proposal=FilteredRelation("proposals", condition=Q(proposals__pk=last_of(Proposal, "number"))),
        last_closing=FilteredRelation(
            "closing_proposals", condition=Q(closing_proposals__pk=last_of(ClosingProposal, "number"))
        ),
        last_reminder=FilteredRelation("reminders", condition=Q(reminders__pk=last_of(Reminder, "at", "id"))),
    ).select_related(*NEWEST)


def newest_of(track: ShortTermTrack) -> Newest:
    """Of a question that was read by ``with_newest``; the name is not there where there is no such row."""
    return Newest(
        pause=getattr(track, "open_pause", None),
        wording=getattr(track, "last_wording", None),
        proposal=getattr(track, "last_proposal", None),
        closing=getattr(track, "last_closing", None),
        reminder=getattr(track, "last_reminder", None),
    )


def last_of(model: type[Model], *by: str) -> Subquery:
    """The row of this kind that comes last."""
    of_this = model._default_manager.filter(track=OuterRef("pk"))
    return Subquery(of_this.order_by(*(f"-{name}" for name in by)).values("pk")[:1])


@dataclass(frozen=True)
class Ending:
    """What the family was told as it ended, and what help was offered."""

    text: str
    support: str = ""


def ending_told(track: ShortTermTrack) -> Ending | None:
    """The words of the end that the family reads; none where there are none, or where they may not go."""
    row = _told_at_the_end(track)
    return Ending(row.text, row.support) if row is not None and may_be_read(row) else None


def _told_at_the_end(track: ShortTermTrack) -> ToldText | None:
    if track.current == states.CLOSED_NO_FURTHER_ACTION:
        approved = track.closing_proposals.filter(state=ProposalState.SHARED).select_related("told").last()
        return approved.told if approved else None
    return told_with(track, "redirect", TextKind.REDIRECT) if track.current == states.CLOSED_REDIRECTED else None


def come_back_of(track: ShortTermTrack) -> ComeBack | None:
    """Why it was opened again, in the words of who did it."""
    return track.come_backs.last() if track.reopened_at else None


def start_wording(track: ShortTermTrack) -> list[str]:
    """What the worker starts from as they say back what is asked.

    The newest wording; of a question that was opened again the parts that are open, as they were agreed, and where
    none is, what the family wrote as they came back.
    """
    newest = track.restatements.filter(at__gte=track.counts_from).last()
    if newest is not None:
        return newest.parts
    if track.reopened_at is None:
        return [track.question]
    again = [part.wording for part in track.parts.filter(status=PartStatus.NOT_YET)]
    return again or [row.words for row in [come_back_of(track)] if row is not None and by_the_asker(row)]


def by_the_asker(row: ComeBack) -> bool:
    """Whether the person who asked came back, and not a supervisor for them."""
    return row.track.is_of(row.actor_id)
