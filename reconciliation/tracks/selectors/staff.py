"""What the staff's pages of a question show, and the moves that are open to one actor now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from portal.accounts.models import User
from portal.audit.actor import Actor
from portal.recipients.selectors import held_subjects
from portal.ui.refusals import NotYours
from portal.ui.text import visible
from portal.workflow import clock, ledger, mover
from portal.workflow.declare import Move
from portal.workflow.models import Deadline
from reconciliation.families import selectors as families
from reconciliation.tracks import policy, states, words
from reconciliation.tracks.facts import Facts
from reconciliation.tracks.models import Answer, LongTermTrack, Pause, Proposal, QuestionPart, ShortTermTrack, Waiting
from reconciliation.tracks.selectors.answers import UNDECIDED, on_the_table, open_proposal
from reconciliation.tracks.selectors.pauses import as_counted
from reconciliation.tracks.selectors.seen import Seen
from reconciliation.tracks.selectors.seen_facts import facts_of_closing

# The moves that staff make by page, each with the guards whose facts its own page asks for.
BY_PAGE: dict[str, frozenset[str]] = {
    "start_screen": frozenset(),
    "assign": frozenset({"G_COI"}),
    "confirm_question": frozenset(),
    "propose_answer": frozenset(),
    "return": frozenset({"G_REASON"}),
    "share_answer": frozenset(),
    "share_process_information": frozenset(),
    "continue_part": frozenset(),
    "no_further_action": frozenset(),
    "redirect": frozenset({"G_REASON", "G_TOLD"}),
    "resume": frozenset(),
    "no_reply": frozenset(),
    "reopen": frozenset(),
    "pause": frozenset({"G_REVIEW_DATE", "G_TOLD"}),
}
# What sends a question back, or stops it, stands after what moves it on.
LAST = ("return", "redirect", "no_reply", "pause")
PER_PART = frozenset({"propose_answer", "share_process_information"})


@dataclass(frozen=True)
class PartForStaff:
    """One part with what is shared and what is on the table."""

    part: QuestionPart
    status: str
    draft: Answer | None
    held: bool
    waits: Sequence[Waiting] = ()

    @property
    def asked(self) -> list[Waiting]:
        """Whom we wait for now."""
        return [wait for wait in self.waits if wait.ended_at is None]

    @property
    def short(self) -> bool:
        """Whether what was shared does not answer it wholly, so that somebody new can look at it."""
        return self.part.shared_answer_id is not None and self.part.status in {"part", "cannot_answer"}


@dataclass(frozen=True)
class MoveNow:
    """A move from here: open where ``why`` is empty, else the guard that closes it and what would open it."""

    move: Move
    why: str = ""
    opens: str = ""


def moves_now(actor: Actor, seen: Seen, facts: Facts, own: frozenset[str]) -> list[MoveNow]:
    """The moves that this actor could make from here, each judged over the facts as they stand."""
    moves = [m for m in seen.track.open_moves() if m.event in BY_PAGE and own & m.by]
    # Without a proposal not to go on there is nothing to decide.
    moves = [m for m in moves if m.event != "no_further_action" or seen.closing is not None]
    moves.sort(key=lambda move: LAST.index(move.event) + 1 if move.event in LAST else 0)
    closed = facts_of_closing(facts, seen)
    return [_judged(actor, move, closed if move.event == "no_further_action" else facts) for move in moves]


def _judged(actor: Actor, move: Move, facts: Facts) -> MoveNow:
    asked = BY_PAGE[move.event]
    failed = [r for r in mover.judge(move, _ready(move, facts)) if not r.passed and r.guard not in asked]
    return MoveNow(move, *failed[0].told_to(actor.role)) if failed else MoveNow(move)


def _ready(move: Move, facts: Facts) -> Facts:
    """For a move that takes part by part: those parts that could go alone, so that one does not close it for all."""
    if move.event not in PER_PART:
        return facts
    fit = [part.number for part in facts.proposed if _passes(move, facts, part.number)]
    return replace(facts, named=frozenset(fit)) if fit else facts


def _passes(move: Move, facts: Facts, number: int) -> bool:
    return all(result.passed for result in mover.judge(move, replace(facts, named=frozenset({number}))))


def long_term_for(actor: Actor, pk: UUID) -> LongTermTrack:
    """A request for more help that waits to be acknowledged; otherwise the one refusal."""
    track = policy.long_term_visible_to(actor).select_related("engagement").filter(pk=pk).first()
    if track is None:
        raise NotYours()
    return track


def parts_for_staff(track: ShortTermTrack) -> list[PartForStaff]:
    """Each part with the version on the table, and whether it waits for a second person."""
    table = on_the_table(track)
    held = held_subjects(track.holder, [answer.pk for answer in table.values()])
    return [
        PartForStaff(part, str(words.PART_STATUS[part.status]), draft, draft is not None and draft.pk in held)
        for part in track.parts.select_related("shared_answer")
        for draft in [table.get(part.pk)]
    ]


def parts_seen(seen: Seen) -> list[PartForStaff]:
    """The same of a question that was read with all that stands beside it."""
    table = seen.table
    return [
        PartForStaff(
            one.part, str(words.PART_STATUS[one.part.status]), draft, bool(getattr(draft, "held", False)), one.waits
        )
        for one in seen.parts
        for draft in [table.get(one.part.pk)]
    ]


def ready_parts(track: ShortTermTrack) -> list[tuple[str, str]]:
    """The parts that have an answer ready, to choose from."""
    return [
        (str(row.part.number), f"{row.part.number}. {visible(row.part.wording[:120])}")
        for row in parts_for_staff(track)
        if row.draft is not None
    ]


def proposal_of(track: ShortTermTrack) -> Proposal | None:
    """What waits for approval, with its answers in the order of the parts."""
    return open_proposal(track)


def answers_of(proposal: Proposal | None) -> list[Answer]:
    """The exact versions that were proposed."""
    if proposal is None:
        return []
    return list(proposal.answers.select_related("part").order_by("part__number"))


def part_for_staff(track: ShortTermTrack, number: int) -> QuestionPart:
    """One part by its number; otherwise the one refusal."""
    part = track.parts.filter(number=number).first()
    if part is None:
        raise NotYours()
    return part


def newest_answer(part: QuestionPart) -> Answer | None:
    """The newest version, to write the next one from."""
    return part.answers.exclude(UNDECIDED).last()


def available_workers(track: ShortTermTrack) -> list[User]:
    """Who can be given this question; whoever has a conflict, or works with the other side, is simply not there."""
    return [user for user in families.workers_of(track.team) if families.is_available(user, track.engagement)]


def clock_lines(running: Iterable[Deadline]) -> list[tuple[str, Deadline]]:
    """The dates that run, each with what it is for."""
    return [(words.DEADLINE.get(row.kind, row.kind), row) for row in running]


def durations(track: ShortTermTrack, pauses: Sequence[Pause] | None = None) -> tuple[int, int]:
    """Elapsed and active working days, until now or until it was finished; ``pauses`` where they are known."""
    until = track.state_since if track.current in states.CLOSED else clock.now()
    elapsed = clock.elapsed_wd(track.counts_from, until)
    counted = as_counted(track.pauses.all() if pauses is None else pauses)
    return elapsed, clock.active_wd(track.counts_from, until, counted)


def escalated(rows: Iterable[ShortTermTrack]) -> set[UUID]:
    """Those whose next date passed the second threshold."""
    today = clock.today()
    return {row.pk for row in rows if row.next_due and ledger.threshold(row.next_due, today) == 2}
