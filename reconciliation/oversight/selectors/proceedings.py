"""Waiting on police or court: the families whose next check is due first, a page at a time, by key."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet

from portal.accounts.models import Role
from portal.accounts.selectors import names_of
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.workflow import clock
from reconciliation.families.models import Assignment, Person, current
from reconciliation.families.policy import among, user_of, workable_by
from reconciliation.families.selectors import family_name
from reconciliation.safeguards.facts import ProceedingsFacts
from reconciliation.safeguards.gates import CHASES_TO_ESCALATE, proceedings_gate
from reconciliation.safeguards.models import ProceedingsWatch
from reconciliation.safeguards.selectors import waited_for, with_rows
from reconciliation.tracks import policy
from reconciliation.tracks.models import Answer, QuestionPart, ShortTermTrack
from reconciliation.tracks.parts import PartStatus, ReasonCode

PAGE_SIZE = 25
MOST_COUNTED = 100
ESCALATED = Q(last_check__chase_count__gte=CHASES_TO_ESCALATE)
# As `to_take_on` of a watch says it of one row.
TO_TAKE_ON = ESCALATED & (Q(escalation=None) | ~Q(escalation__chase=F("last_check")))


@dataclass(frozen=True)
class Held:
    """One question with the parts that wait because of police or court."""

    track: ShortTermTrack
    numbers: Sequence[int]


@dataclass(frozen=True)
class Line:
    """One family as the list shows it; ``days`` are working days since the last check."""

    watch: ProceedingsWatch
    family: str
    worker: str
    days: int | None
    held: Sequence[Held]


@dataclass(frozen=True)
class Due:
    """A check that falls due, as a worklist shows it."""

    watch: ProceedingsWatch
    family: str


@dataclass(frozen=True)
class WaitingList:
    """One page, what is late, due today and to be taken on in all of it, and where the next page starts."""

    lines: Sequence[Line]
    late: str
    today: str
    to_take_on: str
    following: str = ""


def waiting_for(actor: Actor) -> QuerySet[ProceedingsWatch]:
    """Those that the actor works with: the caseworker's own, the supervisor's teams'."""
    rows = waited_for().filter(among(workable_by(actor)))
    if actor.role == Role.CASEWORKER:
        # Says nothing new, but starts at the few families of one worker and not at all that are waited for.
        own = Assignment.objects.filter(current(), user_id=user_of(actor))
        rows = rows.filter(engagement_id__in=own.values("engagement_id"))
    return rows


def waiting_list(actor: Actor, show: str = "", after: str = "") -> WaitingList:
    """One page, with the same number of queries whatever there is."""
    today, rows = clock.today(), waiting_for(actor)
    bands = {"late": Q(next_due__lt=today), "today": Q(next_due=today), "to_take_on": TO_TAKE_ON}
    which = {"late": bands["late"], "escalated": ESCALATED}.get(show, Q())
    found = list(_in_order(rows.filter(which & _after(after)))[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    return WaitingList(
        lines=lines_of(actor, page),
        following=f"{page[-1].next_due}_{page[-1].pk}" if len(found) > PAGE_SIZE else "",
        **{band: _counted(rows.filter(within)) for band, within in bands.items()},
    )


def checks_due(actor: Actor, today: dt.date) -> list[ProceedingsWatch]:
    """The checks that are due today or late, the latest first; the list of all of them has the rest."""
    # From the few that are due, whosever they are, and not from all families of one worker.
    return list(_in_order(waited_for().filter(among(workable_by(actor)), next_due__lte=today))[:PAGE_SIZE])


def lines_of(actor: Actor, watches: Sequence[ProceedingsWatch]) -> list[Line]:
    """Names, workers and what waits, read for all of them at once."""
    families, held, today = _families(watches), _held(actor, watches), clock.today()
    assigned = Assignment.objects.filter(current(), engagement_id__in=list(families))
    workers = dict(assigned.values_list("engagement_id", "user_id"))
    names = names_of(workers.values())
    return [
        Line(
            watch=watch,
            family=families[watch.engagement_id],
            worker=names.get(workers.get(watch.engagement_id, watch.pk), ("", ""))[0],
            days=_days(watch, today),
            held=held[watch.engagement_id],
        )
        for watch in watches
    ]


def _in_order(rows: QuerySet[ProceedingsWatch]) -> QuerySet[ProceedingsWatch]:
    return with_rows(rows).order_by("next_due", "id")


def _after(text: str) -> Q:
    due, _, pk = text.partition("_")
    try:
        day, last = dt.date.fromisoformat(due), UUID(pk)
    except ValueError:
        return Q()
    return Q(next_due__gte=day) & (Q(next_due__gt=day) | Q(id__gt=last))


def _counted(rows: QuerySet[ProceedingsWatch]) -> str:
    count = rows[:MOST_COUNTED].count()
    return str(count) if count < MOST_COUNTED else f"{MOST_COUNTED} or more"


def _days(watch: ProceedingsWatch, today: dt.date) -> int | None:
    if watch.last_check is None:
        return None
    return clock.working_days_between(clock.london_date(watch.last_check.checked_at), today)


def _families(watches: Iterable[ProceedingsWatch]) -> dict[UUID, str]:
    ids = [watch.engagement_id for watch in watches]
    keys.warm([*ids, keys.SITE])
    people: dict[UUID, list[Person]] = {pk: [] for pk in ids}
    for person in Person.objects.filter(engagement_id__in=ids).order_by("position", "id"):
        people[person.engagement_id].append(person)
    return {pk: family_name(of_family) for pk, of_family in people.items()}


def _held(actor: Actor, watches: Sequence[ProceedingsWatch]) -> dict[UUID, list[Held]]:
    """By family, the questions with a part that was withheld because of it or whose answer may not go now."""
    stands = {watch.engagement_id: watch for watch in watches}
    tracks = policy.visible_to(actor).filter(engagement_id__in=list(stands))
    rows = QuestionPart.objects.filter(track__in=tracks.values("id")).exclude(status=PartStatus.ANSWERED)
    parts = list(rows.select_related("track").order_by("track__received_at", "track_id", "number"))
    drafts = _drafts(parts)
    found: dict[UUID, dict[UUID, Held]] = defaultdict(dict)
    for part in parts:
        draft = drafts.get(part.pk)
        if ReasonCode.LIVE_PROCEEDINGS in (part.reason_code, draft and draft.reason_code) or (
            draft is not None and _kept_back(draft, stands[part.track.engagement_id])
        ):
            of_family = found[part.track.engagement_id]
            earlier = of_family.get(part.track_id)
            of_family[part.track_id] = Held(part.track, [*(earlier.numbers if earlier else ()), part.number])
    return defaultdict(list, {pk: list(of_family.values()) for pk, of_family in found.items()})


def _drafts(parts: Sequence[QuestionPart]) -> dict[UUID, Answer]:
    """The newest version of each part that the family has not got, without its text."""
    shared = {part.shared_answer_id for part in parts}
    rows = Answer.objects.filter(part_id__in=[part.pk for part in parts]).order_by("version")
    newest = {answer.part_id: answer for answer in rows.only("part_id", "status", "reason_code", "info_class")}
    return {pk: answer for pk, answer in newest.items() if answer.pk not in shared}


def _kept_back(draft: Answer, watch: ProceedingsWatch) -> bool:
    facts = ProceedingsFacts(
        today=clock.today(),
        status=watch.status.status,
        non_objection=watch.status.non_objection,
        last_check_on=watch.answered_on,
    )
    return draft.status != PartStatus.CANNOT_ANSWER and not proceedings_gate(draft.info_class, facts).passed
