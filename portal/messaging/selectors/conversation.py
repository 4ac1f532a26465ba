"""A conversation as one reader sees it: what was said, what became of it, and who can read along."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db.models import Max
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from portal.accounts.roles import FAMILY_ROLES, Role
from portal.accounts.selectors import names_of
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.messaging import policy
from portal.messaging.models import Ending, HeldMessage, Look, Member, Message, Party, Reading, Thread
from portal.messaging.selectors.threads import members_of, next_reply_by, reply_by
from portal.messaging.selectors.ways_back import way_back
from portal.recipients.selectors import kept_back

NEWEST = 50
MOST_SEARCHED = 5000


@dataclass(frozen=True)
class About:
    """What staff see of whose conversation it is, as the room that knows families tells it."""

    who: str = ""
    side: str = ""
    reference: str = ""
    back: str = ""
    similar: Sequence[str] = ()


@dataclass(frozen=True)
class Reader:
    """Somebody who can read along, with their post if they are staff."""

    name: str
    post: str = ""
    is_me: bool = False


@dataclass(frozen=True)
class Line:
    """One thing in the conversation: a text, or (without one) what happened."""

    at: dt.datetime
    by: str = ""
    post: str = ""
    text: str | None = None
    says: str = ""
    mine: bool = False
    number: int = 0
    held: UUID | None = None
    can_take_back: bool = False
    is_read: bool = False


@dataclass(frozen=True)
class Conversation:
    """Everything that its page shows."""

    thread: Thread
    lines: Sequence[Line]
    held: Sequence[Line]
    readers: Sequence[Reader]
    worker: Reader | None
    owner: Reader
    is_owner: bool
    last_number: int
    earlier: int | None
    reply_by: dt.date | None
    next_reply_by: dt.date
    about: About


def conversation(actor: Actor, thread: Thread, before: int | None = None) -> Conversation:
    """The newest part of a thread that was checked already, or the part before a number."""
    keys.warm([thread.holder, keys.SITE])
    rows = policy.messages_for(actor, thread).select_related("taken_back").order_by("-number")
    found = list((rows.filter(number__lt=before) if before else rows)[: NEWEST + 1])
    page = found[:NEWEST][::-1]
    held = [] if before else list(_held(actor, thread))
    members, looks = list(thread.members.all()), list(thread.looks.all())
    names = names_of({row.author_id for row in page} | {row.user_id for row in members} | {policy.user_of(actor)})
    from_, until = (page[0].sent_at if len(found) > NEWEST else None), (page[-1].sent_at if before and page else None)
    marks = [mark for mark in _marks(actor, members, looks, names) if _within(mark.at, from_, until)]
    readers = {member.user_id: _reader(actor, member, names) for member in members_of(thread)}
    open_staff = next((row.user_id for row in members if row.party == Party.STAFF and row.until is None), None)
    owner, read = next(row for row in members if row.owner), read_to(actor, thread)
    lines = [*(_line(actor, row, names, read) for row in page), *marks]
    return Conversation(
        thread=thread,
        lines=sorted(lines, key=lambda line: (line.at, line.number)),
        held=[_held_line(row, kept_back(thread.holder, [row.pk])) for row in held],
        readers=list(readers.values()),
        worker=readers.get(open_staff) if open_staff else None,
        owner=_reader(actor, owner, names),
        is_owner=owner.user_id == actor.id,
        last_number=page[-1].number if page and not before else 0,
        earlier=page[0].number if len(found) > NEWEST else None,
        reply_by=reply_by(thread.waits_since),
        next_reply_by=next_reply_by(),
        about=about(actor, thread) if actor.role not in FAMILY_ROLES else About(),
    )


def search(actor: Actor, thread: Thread, words: str) -> list[Line]:
    """The messages of this thread that hold these words, newest first: opened one by one, with no index in clear."""
    keys.warm([thread.holder, keys.SITE])
    rows = policy.messages_for(actor, thread).filter(taken_back=None).select_related("taken_back").order_by("-number")
    wanted = " ".join(words.casefold().split())
    found = [row for row in rows[:MOST_SEARCHED] if wanted in " ".join(row.text.casefold().split())][:NEWEST]
    names = names_of({row.author_id for row in found})
    return [_line(actor, row, names) for row in found]


def since(actor: Actor, thread: Thread, after: int) -> tuple[list[Line], int]:
    """The messages after a number of a thread that was checked already, and down to which number they go."""
    rows = policy.messages_for(actor, thread).filter(number__gt=after).select_related("taken_back").order_by("number")
    found = list(rows[: NEWEST + 1])
    page = found[:NEWEST]
    keys.warm([thread.holder, keys.SITE])
    names, read = names_of({row.author_id for row in page}), read_to(actor, thread)
    last = page[-1].number if len(found) > NEWEST else thread.last_number
    return [_line(actor, row, names, read) for row in page], last


def about(actor: Actor, thread: Thread) -> About:
    """Asked of the room above that settings name."""
    return cast(Callable[[Actor, Thread], About], import_string(settings.THREAD_ABOUT))(actor, thread)


Names = dict[UUID, tuple[str, str]]


def read_to(actor: Actor, thread: Thread) -> int:
    """How far anybody who takes part on the other side has read."""
    others = Member.objects.filter(policy.open_now(), thread=thread).exclude(party=policy.party_of(actor))
    rows = Reading.objects.filter(thread=thread, user_id__in=others.values("user_id"))
    return rows.aggregate(number=Max("number"))["number"] or 0


def _line(actor: Actor, row: Message, names: Names, read: int = 0) -> Line:
    mine = row.author_id == actor.id
    by, post = names.get(row.author_id, ("", ""))[0], row.author_post if row.party == Party.STAFF else ""
    ended = getattr(row, "taken_back", None)
    if ended is not None:
        says = _("Taken back by %(who)s.") % {"who": by}
        if ended.how == Ending.RECALLED:
            says = f"Recalled by {by} before the family opened it. The family does not see this line."
        return Line(row.sent_at, says=says, number=row.number, mine=mine)
    back = mine and way_back(row) is not None
    return Line(
        row.sent_at, by, post, row.text, mine=mine, number=row.number, can_take_back=back,
        is_read=mine and row.number <= read,
    )  # fmt: skip


def _held(actor: Actor, thread: Thread) -> Sequence[HeldMessage]:
    if actor.role in FAMILY_ROLES:
        return []
    rows = HeldMessage.objects.filter(thread=thread, author_id=policy.user_of(actor), sent_at=None, taken_back_at=None)
    return list(rows.order_by("written_at", "id"))


def _held_line(row: HeldMessage, decided_against: set[UUID]) -> Line:
    says = "Kept back" if row.pk in decided_against else "Waiting for a second person"
    return Line(row.written_at, text=row.text, says=says, mine=True, held=row.pk, can_take_back=True)


def _reader(actor: Actor, member: Member, names: Names) -> Reader:
    name, post = names.get(member.user_id, ("", ""))
    return Reader(name, post if member.party == Party.STAFF else "", is_me=member.user_id == actor.id)


def _marks(actor: Actor, members: Sequence[Member], looks: Sequence[Look], names: Names) -> list[Line]:
    """Who came and went, and who looked without taking part: of them the family reads the role and the day."""
    staff = sorted((row for row in members if row.party == Party.STAFF), key=lambda row: row.since)
    marks = [Line(row.since, says=_("Your worker has changed.")) for row in staff[1:]]
    for row in members:
        if row.party == Party.FAMILY and not row.owner:
            name = {"name": names.get(row.user_id, ("", ""))[0]}
            marks.append(Line(row.since, says=_("%(name)s can read from here on.") % name))
            if row.until is not None:
                marks.append(Line(row.until, says=_("%(name)s cannot read any more.") % name))
    marks += [Line(row.since, says=_looked(row)) for row in looks]
    if actor.role in FAMILY_ROLES:
        mine = next(row for row in members if row.user_id == actor.id and row.until is None)
        return marks if mine.owner else [mark for mark in marks if mark.at >= mine.since]
    if staff[1:]:
        changed = {row.since: names.get(row.user_id, ("", ""))[0] for row in staff[1:]}
        marks = [
            Line(mark.at, says=f"{changed[mark.at]} is the worker from here on.") if mark.at in changed else mark
            for mark in marks
        ]
    return marks


def _looked(row: Look) -> str:
    said = {
        Role.SUPERVISOR: _("A supervisor opened these messages, for a reason that is on the record."),
        Role.SAFEGUARDING_LEAD: _("A safeguarding lead opened these messages, for a reason that is on the record."),
        Role.INFORMATION_GOVERNANCE: _(
            "Somebody of information governance opened these messages, for a reason that is on the record."
        ),
    }
    return next((words for role, words in said.items() if role == row.role), "")


def _within(at: dt.datetime, from_: dt.datetime | None, until: dt.datetime | None) -> bool:
    return (from_ is None or at >= from_) and (until is None or at <= until)
