"""What waits for a second person, and what may go."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.module_loading import import_string

from portal.accounts.roles import Role
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.recipients.check import found, hits
from portal.recipients.models import FamilyMatch, Hold, HoldState
from portal.ui.refusals import NotYours, OutOfDate

MOST_LISTED = 50


@dataclass(frozen=True)
class HeldText:
    """A text as the room that owns it shows it: the very texts that were checked, and what they are."""

    texts: Sequence[str]
    about: str = ""


Source = Callable[[Actor, Collection[UUID]], Mapping[UUID, HeldText]]


@dataclass(frozen=True)
class ToRead:
    """A hold with its text, for the page of the safeguarding lead."""

    hold: Hold
    text: HeldText
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Matched:
    """What a family sent and what was found in it, for the page of the safeguarding lead."""

    match: FamilyMatch
    text: HeldText
    words: Sequence[str] = ()


def digest_of_texts(holder: UUID, texts: Sequence[str]) -> bytes:
    """What ties a hold to one exact text; keyed, for short texts could be guessed."""
    return keys.blind_for(holder, "held_text", json.dumps(list(texts)))


def cleared(holder: UUID, subject: UUID, texts: Sequence[str]) -> bool:
    """Whether this exact text may go: it names nobody of the other side, or a second person released it."""
    if not hits(holder, *texts):
        return True
    digest = digest_of_texts(holder, texts)
    released = Hold.objects.filter(holder=holder, subject=subject, text_digest=digest, state=HoldState.RELEASED)
    return released.exists()


def held_subjects(holder: UUID, subjects: Iterable[UUID]) -> set[UUID]:
    """Those of these texts that wait, or were kept back, as they now stand."""
    rows = Hold.objects.filter(holder=holder, subject__in=list(subjects), superseded_at=None)
    return set(rows.exclude(state=HoldState.RELEASED).values_list("subject", flat=True))


def is_held(holder: UUID, subject: str) -> Exists:
    """``held_subjects``, for a query that names the text in this column."""
    rows = Hold.objects.filter(holder=holder, subject=OuterRef(subject), superseded_at=None)
    return Exists(rows.exclude(state=HoldState.RELEASED))


def releases(holder: UUID, subject: str) -> QuerySet[Hold]:
    """That a second person let a text go which is never changed, for a query that names it in this column."""
    return Hold.objects.filter(holder=holder, subject=OuterRef(subject), state=HoldState.RELEASED)


def kept_back(holder: UUID, subjects: Iterable[UUID]) -> set[UUID]:
    """Those of these texts that a second person decided against."""
    rows = Hold.objects.filter(holder=holder, subject__in=list(subjects), state=HoldState.KEPT_BACK)
    return set(rows.values_list("subject", flat=True))


def waiting(actor: Actor) -> list[ToRead]:
    """The texts that wait, oldest first; without those that were changed since or that this lead may not open."""
    _must_be_lead(actor)
    holds = list(open_holds().order_by("opened_at", "id")[:MOST_LISTED])
    keys.warm({hold.holder for hold in holds})
    texts = _texts_of(actor, [hold.subject for hold in holds])
    return [ToRead(hold, texts[hold.subject]) for hold in holds if _is_of(hold, texts.get(hold.subject))]


def to_read(actor: Actor, hold_id: UUID) -> ToRead:
    """One text that waits, with the words that were found in it; out of date once it was changed or decided."""
    _must_be_lead(actor)
    hold = Hold.objects.filter(pk=hold_id).first()
    text = _texts_of(actor, [hold.subject]).get(hold.subject) if hold else None
    if hold is None or text is None:
        raise NotYours
    if hold.state != HoldState.OPEN or hold.superseded_at is not None or not _is_of(hold, text):
        raise OutOfDate
    return ToRead(hold, text, found(hold.holder, *text.texts))


def matches(actor: Actor) -> list[Matched]:
    """What families sent that names another side and that no safeguarding lead has read yet, oldest first."""
    _must_be_lead(actor)
    rows = list(FamilyMatch.objects.filter(read_at=None).order_by("found_at", "id")[:MOST_LISTED])
    keys.warm({row.holder for row in rows})
    texts = _texts_of(actor, [row.subject for row in rows])
    return [Matched(row, texts[row.subject]) for row in rows if row.subject in texts]


def match_to_read(actor: Actor, match_id: UUID) -> Matched:
    """One of them, with the words that were found in it; read by another lead meanwhile it is out of date."""
    _must_be_lead(actor)
    row = FamilyMatch.objects.filter(pk=match_id).first()
    text = _texts_of(actor, [row.subject]).get(row.subject) if row else None
    if row is None or text is None:
        raise NotYours
    if row.read_at is not None:
        raise OutOfDate
    return Matched(row, text, found(row.holder, *text.texts))


def open_holds() -> QuerySet[Hold]:
    """The holds that nobody has decided and whose text was not changed since."""
    return Hold.objects.filter(state=HoldState.OPEN, superseded_at=None)


def _must_be_lead(actor: Actor) -> None:
    if actor.kind != "user" or actor.role != Role.SAFEGUARDING_LEAD:
        raise NotYours


def _is_of(hold: Hold, text: HeldText | None) -> bool:
    return text is not None and bytes(hold.text_digest) == digest_of_texts(hold.holder, text.texts)


def _texts_of(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, HeldText]:
    """Each room above shows its own texts; settings name how."""
    found_texts: dict[UUID, HeldText] = {}
    for dotted in getattr(settings, "HELD_TEXT_SOURCES", ()):
        source: Source = import_string(dotted)
        found_texts.update(source(actor, subjects))
    return found_texts
