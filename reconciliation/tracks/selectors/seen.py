"""One question as the staff's page of a family reads it: each table once, whatever there is.

What a move needs is collected again under the lock as it is made (``collect``); here the same facts come from rows that
the page shows anyway, and a table of its own is asked only in a state where a guard asks for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from portal.accounts.roles import Role
from portal.encryption import keys
from portal.recipients.check import Protected, found_of, protected_for
from portal.recipients.selectors import is_held, releases
from portal.workflow.models import Deadline, DeadlineChange, MoveRecord
from reconciliation.families.models import Person
from reconciliation.safeguards import selectors as safeguards
from reconciliation.tracks import gates, states
from reconciliation.tracks.models import (
    Answer,
    Apology,
    ClosingProposal,
    ComeBack,
    Commitment,
    PartResponse,
    Pause,
    Proposal,
    ProposalState,
    QuestionPart,
    QuestionShare,
    Reminder,
    ShortTermTrack,
    Waiting,
)
from reconciliation.tracks.selectors.collect import (
    standing_guards,
)
from reconciliation.tracks.selectors.standing import Newest, last_of, newest_of, with_newest

PAUSES: tuple[str, ...] = ("a_pause", "last_come_back", "last_closing__told")
CHANGE: tuple[str, ...] = ("change",)
PARTS: tuple[str, ...] = ("version", "said", "wait")


@dataclass(frozen=True)
class PartSeen:
    """One part with every version of its answer, what the family last said of it, and whom we asked."""

    part: QuestionPart
    versions: Sequence[Answer]
    said: PartResponse | None
    waits: Sequence[Waiting]

    @property
    def proposed(self) -> Answer | None:
        """The version that waits for approval."""
        return next((answer for answer in self.versions if getattr(answer, "proposed", False)), None)

    def draft(self, *, in_review: bool) -> Answer | None:
        """The newest version, unless it was shared; what a reviewer could not share is a draft in the review alone."""
        shared = self.part.shared_answer_id
        own = [a for a in self.versions if in_review or a.actor_role != Role.INFORMATION_GOVERNANCE or a.pk == shared]
        return own[-1] if own and own[-1].pk != shared else None


@dataclass(frozen=True)
class Seen:
    """Everything that the page shows of one question."""

    track: ShortTermTrack
    pauses: Sequence[Pause]
    people: Sequence[Person]
    parts: Sequence[PartSeen]
    moves: Sequence[MoveRecord]
    deadlines: Sequence[Deadline]
    changes: Sequence[DeadlineChange]
    protected: Protected

    @property
    def newest(self) -> Newest:
        return newest_of(self.track)

    @property
    def come_back(self) -> ComeBack | None:
        return getattr(self.track, "last_come_back", None)

    @property
    def proposal(self) -> Proposal | None:
        """What waits for approval."""
        last = self.newest.proposal
        return last if last is not None and last.state == ProposalState.PROPOSED else None

    @property
    def closing(self) -> ClosingProposal | None:
        """The proposal not to go on, if one waits for an approver."""
        last = self.newest.closing
        return last if last is not None and last.state == ProposalState.PROPOSED else None

    @property
    def table(self) -> dict[UUID, Answer]:
        """By part: the proposed versions while a proposal waits, else the drafts."""
        in_review = self.track.current == states.INFORMATION_ESCALATION
        rows = [(p.part.pk, p.proposed if self.proposal else p.draft(in_review=in_review)) for p in self.parts]
        return {pk: answer for pk, answer in rows if answer is not None}

    def entered(self, state: str) -> MoveRecord | None:
        """The newest move into a state from another one, and not from a pause."""
        into = [m for m in self.moves if m.to_state == state and m.from_state not in (state, states.PAUSED)]
        return into[-1] if into else None

    def names_somebody(self, texts: Sequence[str]) -> bool:
        """Whether these texts hold a word that the family must not read."""
        return bool(found_of(self.protected, self.track.holder, *texts))


def questions_with_all(rows: QuerySet[ShortTermTrack], engagement_id: UUID) -> dict[ShortTermTrack, list[Pause]]:
    """One family's questions with what stands beside each, and all pauses of each; in the order of the rows."""
    reminders = Reminder.objects.filter(track=OuterRef("pk"), at__gte=OuterRef("state_since")).order_by()
    wording_released = releases(engagement_id, "last_wording__pk").order_by("-decided_at")
    found: dict[ShortTermTrack, list[Pause]] = {}
    joined = safeguards.with_screen(with_newest(rows)).annotate(
        a_pause=FilteredRelation("pauses"),
        last_come_back=FilteredRelation("come_backs", condition=Q(come_backs__pk=last_of(ComeBack, "at", "id"))),
        reminded=Subquery(reminders.values("track").annotate(count=Count("pk")).values("count")),
        wording_held=is_held(engagement_id, "last_wording__pk"),
        wording_released=Exists(wording_released),
        wording_released_at=Subquery(wording_released.values("decided_at")[:1]),
        closing_released=Exists(releases(engagement_id, "last_closing__told")),
        promised=Exists(Commitment.objects.filter(track=OuterRef("pk"))),
        apologised=Exists(Apology.objects.filter(track=OuterRef("pk"))),
        apology_waits=Exists(Apology.objects.filter(track=OuterRef("pk"), approved_at=None, returned_at=None)),
    )
    for row in joined.select_related("asker", *PAUSES):
        pause = getattr(row, "a_pause", None)
        found.setdefault(row, []).extend([pause] if pause is not None else [])
    return {track: sorted(pauses, key=lambda pause: (pause.at, pause.pk)) for track, pauses in found.items()}


def people_of_page(engagement_id: UUID, track: ShortTermTrack | None) -> list[Person]:
    """The people of a family; where a question is open, with who reads it, what they need and how that was met."""
    rows = Person.objects.filter(engagement_id=engagement_id).order_by("position", "id")
    if track is None:
        return list(rows)
    shares = QuestionShare.objects.filter(track=track, person=OuterRef("pk"), until=None)
    return list(safeguards.with_needs(rows.annotate(shared_with=Exists(shares)), track.pk))


def seen_of(track: ShortTermTrack, pauses: Sequence[Pause], people: Sequence[Person]) -> Seen:
    """The rest, one query a table; the words of the other side only where a text may be on its way."""
    keys.warm([track.holder, keys.SITE])
    moves = list(MoveRecord.objects.filter(track_id=track.pk).select_related("decision").order_by("number"))
    deadlines, changes = _dates(track)
    seen = Seen(track, pauses, people, _parts(track), moves, deadlines, changes, protected={})
    return replace(seen, protected=protected_for(track.holder)) if _may_tell(seen) else seen


def _may_tell(seen: Seen) -> bool:
    """Whether a guard of an open move, or one that is judged again after a pause, reads a text."""
    entered = seen.entered(seen.track.resume_state) if seen.track.current == states.PAUSED else None
    if entered is not None:
        return gates.recipient in standing_guards(seen.track, entered.event)
    return seen.track.current in (states.CLARIFYING, states.ANSWERING, states.AWAITING_APPROVAL)


def _parts(track: ShortTermTrack) -> list[PartSeen]:
    through = Proposal.answers.through.objects.filter(
        answer_id=OuterRef("version__pk"), proposal__state=ProposalState.PROPOSED
    )
    rows = track.parts.annotate(
        version=FilteredRelation("answers"),
        said=FilteredRelation(
            "responses",
            condition=Q(
                responses__pk=Subquery(
                    PartResponse.objects.filter(part=OuterRef("pk")).order_by("-at", "-id").values("pk")[:1]
                )
            ),
        ),
        wait=FilteredRelation("waits"),
        is_proposed=Exists(through),
        is_held=is_held(track.holder, "version__pk"),
        is_released=Exists(releases(track.holder, "version__pk")),
    ).select_related(*PARTS)
    found: dict[UUID, tuple[QuestionPart, dict[UUID, Answer], dict[UUID, Waiting]]] = {}
    for row in rows.order_by("number", "version__version"):
        part, versions, waits = found.setdefault(row.pk, (row, {}, {}))
        _keep(versions, getattr(row, "version", None), row)
        wait = getattr(row, "wait", None)
        if wait is not None:
            wait.part = part
            waits[wait.pk] = wait
    return [_part_seen(*one) for one in found.values()]


def _keep(versions: dict[UUID, Answer], answer: Answer | None, row: QuestionPart) -> None:
    """What the row tells of the version goes with the version."""
    if answer is not None:
        for name in ("proposed", "held", "released"):
            setattr(answer, name, getattr(row, f"is_{name}"))
        versions[answer.pk] = answer


def _part_seen(part: QuestionPart, versions: Mapping[UUID, Answer], waits: Mapping[UUID, Waiting]) -> PartSeen:
    shared = part.shared_answer_id
    if shared is not None and shared in versions:
        part.shared_answer = versions[shared]
    in_order = sorted(waits.values(), key=lambda wait: (wait.asked_on, wait.pk))
    return PartSeen(part, list(versions.values()), getattr(part, "said", None), in_order)


def _dates(track: ShortTermTrack) -> tuple[list[Deadline], list[DeadlineChange]]:
    """The dates that run, and every change of a date."""
    rows = Deadline.objects.filter(track_id=track.pk).annotate(change=FilteredRelation("changes"))
    dates: dict[UUID, Deadline] = {}
    changes = []
    for row in rows.select_related(*CHANGE).order_by("due_on", "id"):
        dates.setdefault(row.pk, row)
        changes += [row.change] if getattr(row, "change", None) is not None else []
    return [row for row in dates.values() if row.stopped_at is None], changes
