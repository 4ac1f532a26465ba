"""What the pages of a family show: their own rows, their questions, and what has happened."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.models import FAMILY_ROLES
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.components import Entry
from portal.ui.refusals import OutOfDate
from portal.ui.text import visible
from portal.workflow import clock
from portal.workflow.models import MoveRecord
from reconciliation.families.models import Person
from reconciliation.families.selectors import people_for, worker_changes
from reconciliation.tracks import policy, states, words
from reconciliation.tracks.gates import REOPEN_FOR
from reconciliation.tracks.models import QuestionPart, Restatement, ShortTermTrack
from reconciliation.tracks.selectors import promises
from reconciliation.tracks.selectors import told as telling
from reconciliation.tracks.selectors.help import help_told
from reconciliation.tracks.selectors.known import known_of
from reconciliation.tracks.selectors.parts_told import parts_told
from reconciliation.tracks.selectors.pauses import paused_for_family
from reconciliation.tracks.selectors.standing import ending_told
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
    known = known_of(tracks)
    questions = [telling.told(track, known, mine=is_asker(actor, track)) for track in tracks]
    named = [q.track.worker_id for q in questions if telling.standing(q.track) not in telling.BEFORE_A_WORKER]
    worker = next((known.names[pk] for pk in named if pk in known.names), None)
    return {"questions": questions, "worker": worker, "help_told": help_told(person.pk)}


def is_asker(actor: Actor, track: ShortTermTrack) -> bool:
    """Whether this member of the family asked it."""
    return actor.role in FAMILY_ROLES and track.is_of(actor.id)


def to_confirm(track: ShortTermTrack) -> Restatement:
    """The wording to confirm; a page without one is out of date."""
    restatement = telling.told(track).to_confirm
    if restatement is None:
        raise OutOfDate()
    return restatement


def keeps_answers(track: ShortTermTrack) -> bool:
    """Whether parts were answered before it was opened again: they stay, whatever is agreed now."""
    return track.parts.exclude(shared_answer=None).exclude(status="not_yet").exists()


def parts_to_reply(track: ShortTermTrack) -> list[QuestionPart]:
    """The shared parts that the person who asked can speak to now; without any the page is out of date."""
    if track.current != states.ANSWER_SHARED:
        raise OutOfDate()
    parts = list(track.parts.exclude(shared_answer=None).exclude(status="not_yet").select_related("shared_answer"))
    if not parts:
        raise OutOfDate()
    return parts


def others_of(track: ShortTermTrack) -> tuple[list[Person], list[str]]:
    """The other members of the family who can be let read, and the names of those who cannot sign in here."""
    others = track.engagement.people.exclude(pk=track.asker_id).exclude(user=None, by_question=True)
    shared = set(shared_with(track))
    offered = [person for person in others if person.user_id is not None or str(person.pk) in shared]
    return offered, [visible(person.name) for person in others if person not in offered]


def shared_with(track: ShortTermTrack) -> list[str]:
    """The rows of those who read along now."""
    return [str(pk) for pk in track.shares.filter(until=None).values_list("person_id", flat=True)]


def readers_told(track: ShortTermTrack) -> list[str]:
    """The names of those who read along now."""
    return [visible(share.person.name) for share in track.shares.filter(until=None).select_related("person")]


def question_page_of(actor: Actor, track: ShortTermTrack) -> dict[str, Any]:
    """Everything that the page of one question shows to a member of the family."""
    mine = is_asker(actor, track)
    told, parts = telling.told(track, mine=mine), parts_told(track)
    asked, ending = help_told(track.asker_id) if mine else "", ending_told(track)
    return {
        "track": track, "mine": mine, "told": told, "parts": parts, "history": history_of(track, mine=mine),
        "readers": readers_told(track), "ending": ending, "help_told": asked,
        "other_rights": told.paused or ending is not None or any(part.answer is not None for part in parts),
        "can": can_do(track) - _not_here(actor, asked) if mine else set(),
        **promises.told_of(track),
    }  # fmt: skip


def _not_here(actor: Actor, asked: str) -> set[str]:
    """More help is asked for once; with a receipt there is no family to share with or to help yet."""
    return {"more_help", "share"} if actor.kind == "receipt" else ({"more_help"} if asked else set())


def can_do(track: ShortTermTrack) -> set[str]:
    """What the person who asked is offered from here; the guards judge it again when it is sent."""
    offered = {
        "disagree": track.current == states.ANSWER_SHARED,
        "more_help": track.is_open,
        "pause": track.current in states.WORKING,
        "resume": track.current == states.PAUSED and paused_for_family(track),
        "come_back": track.current in states.CLOSED and clock.today() <= last_day_to_come_back(track),
        "withdraw": track.is_open,
        "share": True,
    }
    return {name for name, open_now in offered.items() if open_now}


def last_day_to_come_back(track: ShortTermTrack) -> dt.date:
    """Twelve months from the day on which it was finished."""
    return clock.london_date(track.state_since) + REOPEN_FOR


def caption_of(track: ShortTermTrack) -> str:
    """Which question a page of the family is about: its reference, and how it begins."""
    return f"{track.reference}: {telling.title(track)}"


def history_of(track: ShortTermTrack, *, mine: bool) -> list[Entry]:
    """What has happened, in the family's words, newest first; steps inside the council are left out."""
    told = set(words.HAPPENED) if mine else words.HAPPENED.keys() - words.PRIVATE
    moves = list(MoveRecord.objects.filter(track_id=track.pk, event__in=told).order_by("-number"))
    dated = [(move.at, _entry(move)) for move in moves] + [(at, _changed(at)) for at in _changes(track, moves)]
    return [entry for _at, entry in sorted(dated, key=lambda one: one[0], reverse=True)]


def _changes(track: ShortTermTrack, moves: Sequence[MoveRecord]) -> list[dt.datetime]:
    """When, while this question was open, somebody else began to work with the family that knew its worker."""
    known_since = min((move.at for move in moves if move.event == "assign"), default=None)
    if known_since is None:
        return []
    until = clock.now() if track.is_open else track.state_since
    return [since for since in worker_changes(track.engagement_id) if known_since < since <= until]


def _changed(at: dt.datetime) -> Entry:
    """That it is somebody else, and nothing else: not why, nor by whom."""
    return Entry(when=day(clock.london_date(at)), title=str(words.WORKER_CHANGED))


def _entry(move: MoveRecord) -> Entry:
    own = words.BY_FAMILY if move.actor_role in FAMILY_ROLES else words.BY_STAFF
    text = str(own.get(move.event, words.HAPPENED[move.event]))
    return Entry(when=day(clock.london_date(move.at)), title=text, by=_by(move))


def _by(move: MoveRecord) -> str:
    if move.actor_kind == "clock":
        return _("The service")
    if move.actor_role in FAMILY_ROLES:
        return visible(move.actor_name)
    return ", ".join(part for part in (visible(move.actor_name), move.actor_post) if part)
