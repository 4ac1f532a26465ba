"""Screens and needs as the guards judge them, and what the panel shows of an engagement."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Model, OuterRef, Q, QuerySet, Subquery

from portal.accounts.roles import FAMILY_ROLES
from portal.audit.actor import Actor
from portal.ui.refusals import NotYours
from portal.workflow.models import MoveRecord
from reconciliation.families import policy
from reconciliation.families.models import FamilyEngagement, Person
from reconciliation.families.selectors import people_of
from reconciliation.safeguards.facts import LanguageFacts, NeedFact, ScreenFacts
from reconciliation.safeguards.models import (
    CommunicationNeed,
    NeedMet,
    ProceedingsWatch,
    SafetyScreen,
)
from reconciliation.safeguards.selectors.proceedings import watch_of
from reconciliation.safeguards.words import BY_SOMEBODY_ELSE

JOINED: tuple[str, ...] = ("need_now",)


@dataclass(frozen=True)
class Standing:
    """What is known of one engagement, for its panel."""

    screen: SafetyScreen | None
    watch: ProceedingsWatch | None
    needs: list[tuple[Person, CommunicationNeed | None]]


def screen_facts(subject: UUID, *, since: dt.datetime | None) -> ScreenFacts:
    """The newest screen of a question; ``since`` is when it last came to screening."""
    screen = SafetyScreen.objects.filter(subject=subject).order_by("-at", "-id").first()
    if screen is None:
        return ScreenFacts(since=since)
    return ScreenFacts(since=since, screen_id=screen.pk, outcome=screen.outcome, recorded_at=screen.at)


def with_screen(questions: QuerySet[Any]) -> QuerySet[Any]:
    """The same questions, each with its newest screen for ``screen_at_hand``; what was written down stays away."""
    screens = SafetyScreen.objects.filter(subject=OuterRef("pk")).order_by("-at", "-id")
    joined: QuerySet[Any] = questions.annotate(
        screen_id=Subquery(screens.values("pk")[:1]),
        screen_outcome=Subquery(screens.values("outcome")[:1]),
        screen_at=Subquery(screens.values("at")[:1]),
    )
    return joined


def screen_at_hand(question: Model, *, since: dt.datetime | None) -> ScreenFacts:
    """``screen_facts`` of a question that was read by ``with_screen``."""
    return ScreenFacts(
        since=since,
        screen_id=getattr(question, "screen_id", None),
        outcome=getattr(question, "screen_outcome", None) or "",
        recorded_at=getattr(question, "screen_at", None),
    )


def with_needs(people: QuerySet[Person], subject: UUID) -> QuerySet[Person]:
    """The same people, each with what they need now and how it was last met, for ``language_at_hand``."""
    met = NeedMet.objects.filter(subject=subject, person=OuterRef("pk")).order_by("-at", "-id")
    return people.annotate(
        need_now=FilteredRelation("communication_needs", condition=Q(communication_needs__until=None)),
        met_id=Subquery(met.values("pk")[:1]),
        met_at=Subquery(met.values("at")[:1]),
        met_how=Subquery(met.values("how")[:1]),
        met_checked=Subquery(met.values("conflict_checked")[:1]),
    ).select_related(*JOINED)


def language_at_hand(readers: Iterable[Person], *, since: datetime | None = None) -> LanguageFacts:
    """``language_facts`` of people who were read by ``with_needs``."""
    return LanguageFacts(tuple(fact for reader in readers if (fact := _need_at_hand(reader, since)) is not None))


def _need_at_hand(reader: Person, since: datetime | None) -> NeedFact | None:
    need, at = getattr(reader, "need_now", None), getattr(reader, "met_at", None)
    if need is None:
        return None
    met = at is not None and at >= max(need.since, since or at)
    return NeedFact(
        person_id=reader.pk,
        language=need.language,
        format=need.format,
        met_id=getattr(reader, "met_id", None) if met else None,
        interpreter=met and getattr(reader, "met_how", None) in BY_SOMEBODY_ELSE,
        interpreter_checked=met and bool(getattr(reader, "met_checked", None)),
    )


def language_facts(subject: UUID, readers: Iterable[UUID], *, since: datetime | None = None) -> LanguageFacts:
    """What each reader needs now, and how that was met for this question since they need it.

    ``since`` is when the texts that go were written: what was done for an earlier one meets nothing.
    """
    needs = needs_of(list(readers))
    rows = NeedMet.objects.filter(subject=subject, person_id__in=needs).order_by("at", "id")
    met = {row.person_id: row for row in rows if row.at >= max(needs[row.person_id].since, since or row.at)}
    return LanguageFacts(tuple(_need_fact(need, met.get(person)) for person, need in needs.items()))


def needs_of(people: Collection[UUID]) -> dict[UUID, CommunicationNeed]:
    """The need of each of these people that counts now; nobody is asked about is nobody here."""
    rows = CommunicationNeed.objects.filter(person_id__in=people, until=None).order_by("person_id")
    return {need.person_id: need for need in rows}


def standing_of(engagement: FamilyEngagement, subject: UUID | None = None) -> Standing:
    """What the panel shows: of one question where it is named, else of the whole engagement."""
    # A question that was tied to this family was screened before it was.
    own = {"subject": subject} if subject else {"engagement": engagement}
    screens = SafetyScreen.objects.filter(**own)
    people = people_of(engagement.pk)
    needs = needs_of([person.pk for person in people])
    return Standing(
        screen=screens.order_by("-at", "-id").first(),
        watch=watch_of(engagement.pk),
        needs=[(person, needs.get(person.pk)) for person in people],
    )


def may_see(actor: Actor, engagement: FamilyEngagement) -> bool:
    """Staff who see the engagement; never the family itself."""
    return actor.role not in FAMILY_ROLES and policy.visible_to(actor).filter(pk=engagement.pk).exists()


def may_record(actor: Actor, engagement: FamilyEngagement) -> bool:
    """The assigned caseworker, or a supervisor of the team."""
    return policy.workable_by(actor).filter(pk=engagement.pk).exists()


def may_escalate(actor: Actor, engagement: FamilyEngagement) -> bool:
    """A supervisor of the team."""
    return policy.supervised_by(actor).filter(pk=engagement.pk).exists()


def must_be_question_of(engagement: FamilyEngagement, subject: UUID) -> None:
    """Refuse anything but a question of this engagement: its moves say whose it is."""
    holders = [engagement.pk, *engagement.tied.values_list("pk", flat=True)]
    if not MoveRecord.objects.filter(holder__in=holders, track_id=subject).exists():
        raise NotYours


def _need_fact(need: CommunicationNeed, met: NeedMet | None) -> NeedFact:
    return NeedFact(
        person_id=need.person_id,
        language=need.language,
        format=need.format,
        met_id=met.pk if met else None,
        interpreter=met is not None and met.how in BY_SOMEBODY_ELSE,
        interpreter_checked=met is not None and met.conflict_checked,
    )
