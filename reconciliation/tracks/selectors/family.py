"""What the pages of a family show: their own rows, their questions, and what has happened."""

from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.models import FAMILY_ROLES
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.components import Entry
from portal.ui.refusals import NotYours, OutOfDate
from portal.ui.text import visible
from portal.workflow import clock
from portal.workflow.models import MoveRecord
from reconciliation.families.models import Person
from reconciliation.families.selectors import people_for
from reconciliation.tracks import policy, states, words
from reconciliation.tracks.models import QuestionPart, Restatement, ShortTermTrack
from reconciliation.tracks.selectors import told as telling
from reconciliation.tracks.selectors.told import day

NEWEST = 50


def rows_of(actor: Actor) -> list[Person]:
    """The rows that this sign-in stands for: one an engagement, most often a single one."""
    if actor.id is None:
        return []
    rows = people_for(actor).filter(user_id=actor.id).select_related("engagement")
    return list(rows.order_by("engagement__opened_at", "id"))


def current_row(actor: Actor, chosen: str | None) -> Person | None:
    """The row that it is about now: the only one, or the one chosen; None where there is a choice to make."""
    rows = rows_of(actor)
    if len(rows) == 1:
        return rows[0]
    return next((row for row in rows if str(row.pk) == chosen), None)


def children_of_rows(actor: Actor) -> list[tuple[str, str]]:
    """By row, the names of the children that it is about."""
    found = []
    for row in rows_of(actor):
        children = [person.name for person in row.engagement.people.filter(is_child=True)]
        found.append((str(row.pk), ", ".join(children[:1]) or row.engagement.reference))
    return found


def home_of(actor: Actor, person: Person) -> dict[str, Any]:
    """The questions of this engagement that this person may read, newest first, and who works on them.

    A worker is named because of a question that this person may read, and of no other: a name would tell of it.
    """
    keys.warm([person.engagement_id, keys.SITE])
    rows = policy.visible_to(actor).filter(engagement_id=person.engagement_id).select_related("asker", "worker")
    tracks = list(rows.order_by("-received_at", "id")[:NEWEST])
    known = telling.known_of(tracks)
    questions = [telling.told(track, known, mine=is_asker(actor, track)) for track in tracks]
    named = [q.track.worker_id for q in questions if q.track.current not in telling.BEFORE_A_WORKER]
    worker = next((known.names[pk] for pk in named if pk in known.names), None)
    return {"questions": questions, "worker": worker}


def is_asker(actor: Actor, track: ShortTermTrack) -> bool:
    """Whether this member of the family asked it."""
    return actor.role in FAMILY_ROLES and actor.id is not None and track.asker.user_id == actor.id


def to_confirm(track: ShortTermTrack) -> Restatement:
    """The wording to confirm; a page without one is out of date."""
    restatement = telling.told(track).to_confirm
    if restatement is None:
        raise OutOfDate()
    return restatement


def parts_to_reply(track: ShortTermTrack) -> list[QuestionPart]:
    """The shared parts that the person who asked can speak to now; without any the page is out of date."""
    if track.current != states.ANSWER_SHARED:
        raise OutOfDate()
    parts = list(track.parts.exclude(shared_answer=None).exclude(status="not_yet").select_related("shared_answer"))
    if not parts:
        raise OutOfDate()
    return parts


def shared_part(track: ShortTermTrack, number: int) -> QuestionPart:
    """A part that was shared; otherwise the one refusal."""
    part = track.parts.filter(number=number).exclude(shared_answer=None).first()
    if part is None:
        raise NotYours()
    return part


def others_of(track: ShortTermTrack) -> list[Person]:
    """The other members of the family."""
    return list(track.engagement.people.exclude(pk=track.asker_id))


def shared_with(track: ShortTermTrack) -> list[str]:
    """The rows of those who read along now."""
    return [str(pk) for pk in track.shares.filter(until=None).values_list("person_id", flat=True)]


def readers_told(track: ShortTermTrack) -> list[str]:
    """The names of those who read along now."""
    return [visible(share.person.name) for share in track.shares.filter(until=None).select_related("person")]


def history_of(track: ShortTermTrack) -> list[Entry]:
    """What has happened, in the family's words, newest first; steps inside the council are left out."""
    moves = MoveRecord.objects.filter(track_id=track.pk, event__in=words.HAPPENED).order_by("-number")
    return [_entry(move) for move in moves]


def _entry(move: MoveRecord) -> Entry:
    text = str(words.HAPPENED[move.event])
    return Entry(when=day(clock.london_date(move.at)), title=text, by=_by(move))


def _by(move: MoveRecord) -> str:
    if move.actor_kind == "clock":
        return _("The service")
    if move.actor_role in FAMILY_ROLES:
        return move.actor_name
    return ", ".join(part for part in (move.actor_name, move.actor_post) if part)
