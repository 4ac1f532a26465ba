"""Promises and apologies: as a family may read them, as staff see them, and in the record."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from portal.audit.actor import Actor
from portal.recipients.selectors import cleared, held_subjects
from portal.ui.components import Entry
from portal.ui.refusals import NotYours, OutOfDate
from portal.ui.text import visible
from portal.workflow import clock
from reconciliation.tracks import parties, policy, states, words
from reconciliation.tracks.errors import WroteIt
from reconciliation.tracks.models import Apology, Commitment, HowGiven, Outcome, ShortTermTrack
from reconciliation.tracks.selectors.told import day, title_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OWING = frozenset({parties.WORKER, parties.SUPERVISOR})
Dated = tuple[dt.datetime, Entry]


def promises_visible_to(actor: Actor) -> QuerySet[Commitment]:
    """The promises of the questions that this actor may read."""
    return Commitment.objects.filter(Exists(policy.visible_to(actor).filter(pk=OuterRef("track_id"))))


def apologies_visible_to(actor: Actor) -> QuerySet[Apology]:
    """The apologies of the questions that this actor may read; families get only what ``told_of`` says."""
    return Apology.objects.filter(Exists(policy.visible_to(actor).filter(pk=OuterRef("track_id"))))


# --- as the family reads them -------------------------------------------------------------------


@dataclass(frozen=True)
class PromiseTold:
    """One promise as the family reads it; ``then`` is what became of it, in our words."""

    what: str
    who: str
    status: "StrOrPromise"
    colour: str
    when: str
    then: str = ""


@dataclass(frozen=True)
class ApologyTold:
    """One apology as the family reads it."""

    row: Apology
    who: str
    given: str


def told_of(track: ShortTermTrack) -> dict[str, Any]:
    """What the readers of a question may read now of what was promised and said sorry for."""
    apologies, promised = track.apologies.exclude(approved_at=None), list(track.commitments.all())
    # Each was checked as it was written. What is protected since takes nothing away that could be read before.
    held = held_subjects(track.holder, [row.pk for row in (*apologies, *promised)])
    return {
        "promises": [told for row in promised if (told := _promise_told(row, held)) is not None],
        "apologies": [apology_told(row) for row in apologies if row.pk not in held],
    }


def apology_told(row: Apology) -> ApologyTold:
    """The words around an apology; an approver reads them as the family will."""
    return ApologyTold(row, _owner(row.by_name, row.by_post), _given(row))


def _promise_told(row: Commitment, held: set[UUID]) -> PromiseTold | None:
    """Where only the words of what became of it wait for a second person, the promise is shown without them."""
    whole = row.pk not in held
    if not whole and not cleared(row.holder, row.pk, row.first_texts):
        return None
    status, colour, when = _stands(row)
    then = row.outcome_words if whole else ""
    return PromiseTold(visible(row.what), _owner(row.owner_name, row.owner_post), status, colour, when, then)


def _stands(row: Commitment) -> "tuple[StrOrPromise, str, str]":
    due = {"due": day(row.due)}
    if row.outcome == Outcome.OPEN and is_late(row):
        return words.PROMISE["late"], "red", _("It is not done yet. It was due on %(due)s.") % due
    if row.outcome_at is None:
        return words.PROMISE[row.outcome], "blue", _("It will be done by %(due)s.") % due
    on = {**due, "day": day(clock.london_date(row.outcome_at))}
    if row.outcome == Outcome.KEPT:
        return (
            words.PROMISE[row.outcome],
            "green",
            _("It was done. We told you on %(day)s. It was due on %(due)s.") % on,
        )
    return words.PROMISE[row.outcome], "red", _("It was not done by %(due)s. We told you on %(day)s.") % on


def _given(row: Apology) -> str:
    if row.how_given == HowGiven.HERE:
        on = row.approved_at or clock.now()
        return _("We write this to you here on %(day)s.") % {"day": day(clock.london_date(on))}
    said, will_say = words.SORRY_GIVEN[row.how_given]
    return str(will_say if row.given_on > clock.today() else said) % {"day": day(row.given_on)}


def _owner(name: str, post: str) -> str:
    return ", ".join(visible(part) for part in (name, post) if part)


# --- as staff see them --------------------------------------------------------------------------


@dataclass(frozen=True)
class PromiseForStaff:
    """One promise, whether it waits for a second person, and whether this actor may say what became of it."""

    row: Commitment
    title: str
    owner: str
    held: bool
    may_settle: bool


@dataclass(frozen=True)
class ApologyForStaff:
    """One apology, where it stands, and what this actor may do with it."""

    row: Apology
    owner: str
    stands: str
    held: bool
    may_decide: bool
    may_write: bool


def for_staff(actor: Actor, track: ShortTermTrack) -> dict[str, Any]:
    """The promises and apologies of a question on the page of its family; an apology that was replaced is left out."""
    own, apologies = policy.parties_of(actor, track), list(track.apologies.all())
    newest = apologies[-1].pk if apologies else None
    shown = [row for row in apologies if row.returned_at is None or row.pk == newest]
    return {
        "promises": [_for_staff(row, own) for row in track.commitments.all()],
        "apologies": [_apology_for_staff(actor, row, own, track) for row in shown],
    }


def _for_staff(row: Commitment, own: frozenset[str]) -> PromiseForStaff:
    held = not cleared(row.holder, row.pk, row.texts)
    may_settle = row.outcome == Outcome.OPEN and not own.isdisjoint(OWING)
    return PromiseForStaff(row, title_of(row.what), _owner(row.owner_name, row.owner_post), held, may_settle)


def _apology_for_staff(actor: Actor, row: Apology, own: frozenset[str], track: ShortTermTrack) -> ApologyForStaff:
    waits = row.approved_at is None and row.returned_at is None
    speaking = track.current != states.CLOSED_WITHDRAWN
    stands = "Waiting for approval" if waits else "Approved" if row.approved_at else "Returned"
    return ApologyForStaff(
        row=row, owner=_owner(row.by_name, row.by_post), stands=stands,
        held=not cleared(row.holder, row.pk, row.texts),
        may_decide=waits and speaking and parties.APPROVER in own and row.actor_id != actor.id,
        may_write=row.approved_at is None and speaking and parties.WORKER in own,
    )  # fmt: skip


def is_late(row: Commitment) -> bool:
    """Its day has passed and nobody has said what became of it."""
    return row.outcome == Outcome.OPEN and row.due < clock.today()


def open_promise(actor: Actor, pk: UUID, commitment_id: UUID) -> Commitment:
    """A promise of this question, for who may say what became of it; one that is settled is out of date."""
    rows = promises_visible_to(actor).select_related("track__engagement", "track__asker")
    row = rows.filter(pk=commitment_id, track_id=pk).first()
    if row is None or policy.parties_of(actor, row.track).isdisjoint(OWING):
        raise NotYours()
    if row.outcome != Outcome.OPEN:
        raise OutOfDate()
    return row


def waiting_apology(actor: Actor, pk: UUID, apology_id: UUID) -> Apology:
    """An apology that waits, for an approver of the team who did not write it."""
    rows = apologies_visible_to(actor).select_related("track__engagement", "track__asker")
    row = rows.filter(pk=apology_id, track_id=pk).first()
    if row is None or parties.APPROVER not in policy.parties_of(actor, row.track):
        raise NotYours()
    if row.approved_at is not None or row.returned_at is not None or row.track.current == states.CLOSED_WITHDRAWN:
        raise OutOfDate()
    if row.actor_id == actor.id:
        raise WroteIt
    return row


def last_apology(track: ShortTermTrack) -> Apology | None:
    """The newest one that the family did not get, to write it again."""
    newest = track.apologies.last()
    return newest if newest is not None and newest.approved_at is None else None


# --- the record ---------------------------------------------------------------------------------


def promise_entries(track: ShortTermTrack) -> list[Dated]:
    """What the record says of promises and apologies."""
    found: list[Dated] = []
    for promise in track.commitments.all():
        found += _of_promise(promise)
    for apology in track.apologies.all():
        found += _of_apology(apology)
    return found


def _of_promise(row: Commitment) -> list[Dated]:
    by, owner = _owner(row.actor_name, row.actor_post), _owner(row.owner_name, row.owner_post)
    text = f"{visible(row.what)} By {row.due:%-d %B %Y}: {owner}."
    found = [(row.at, Entry(when=row.at, title="Something was promised.", by=by, text=text))]
    if row.outcome_at is not None:
        title = "A promise was kept." if row.outcome == Outcome.KEPT else "A promise was not kept."
        text, settled = f"{visible(row.what)} {visible(row.outcome_words)}", _owner(row.outcome_name, row.outcome_post)
        found.append((row.outcome_at, Entry(when=row.outcome_at, title=title, by=settled, text=text)))
    return found


def _of_apology(row: Apology) -> list[Dated]:
    by, sorry = _owner(row.actor_name, row.actor_post), visible(row.sorry)
    kept = f" Words kept because: {visible(row.kept_words)}" if row.kept_words else ""
    found = [(row.at, Entry(when=row.at, title="An apology was written.", by=by, text=f"{sorry}{kept}"))]
    if row.approved_at is not None:
        found.append((row.approved_at, Entry(when=row.approved_at, title="An apology was approved.",
                                             by=row.approved_post, text=sorry)))  # fmt: skip
    if row.returned_at is not None:
        reason = visible(row.return_reason)
        found.append((row.returned_at, Entry(when=row.returned_at, title="An apology was returned.", text=reason)))
    return found
