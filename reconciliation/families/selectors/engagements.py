"""Engagements and people as an actor may see them: one query, one refusal."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, FilteredRelation, Model, OuterRef, QuerySet

from portal.accounts.models import Role, User
from portal.audit.actor import Actor
from portal.ui.refusals import NotYours
from reconciliation.families import names, policy
from reconciliation.families.models import (
    ContactDetail,
    FamilyEngagement,
    Membership,
    NameKey,
    NameKeyKind,
    Person,
    Side,
    Team,
    current,
)
from reconciliation.families.references import tidy_reference

Row = TypeVar("Row", bound=Model)


def engagement_for(actor: Actor, pk: UUID) -> FamilyEngagement:
    """The engagement, if this actor may see it; otherwise the one refusal."""
    return _one(policy.visible_to(actor).select_related("team"), pk)


@dataclass(frozen=True)
class Standing:
    """What an actor may do for a family that was read by ``with_standing``, and who works with it now."""

    works: bool
    supervises: bool
    approves: bool
    worker: User | None


WORK: tuple[str, ...] = ("work_now__user",)


def with_standing(actor: Actor, rows: QuerySet[FamilyEngagement]) -> QuerySet[FamilyEngagement]:
    """The same families, each with what ``standing_of`` tells, so that none of it is a query of its own."""
    approver = Membership.objects.filter(current(), user_id=policy.user_of(actor), approver=True)
    return rows.annotate(
        workable=Exists(policy.workable_by(actor).filter(pk=OuterRef("pk"))),
        approves=Exists(approver.filter(team_id=OuterRef("team_id"))),
        work_now=FilteredRelation("assignments", condition=current("assignments__")),
    ).select_related("team", *WORK)


def standing_of(actor: Actor, engagement: FamilyEngagement) -> Standing:
    """What came with the family's row."""
    works, work = bool(getattr(engagement, "workable", False)), getattr(engagement, "work_now", None)
    return Standing(
        works=works,
        supervises=works and actor.role == Role.SUPERVISOR,
        approves=bool(getattr(engagement, "approves", False)),
        worker=work.user if work is not None else None,
    )


def workable_engagement(actor: Actor, pk: UUID) -> FamilyEngagement:
    """The engagement, if this actor may change its people."""
    return _one(policy.workable_by(actor).select_related("team"), pk)


def workable_family(actor: Actor, pk: UUID) -> FamilyEngagement:
    """The same, of families only."""
    return _one(policy.family_workable_by(actor).select_related("team"), pk)


def supervised_family(actor: Actor, pk: UUID) -> FamilyEngagement:
    """The family, if this actor supervises its team."""
    return _one(policy.supervised_by(actor).exclude(side=Side.UNKNOWN).select_related("team"), pk)


def supervised_engagement(actor: Actor, pk: UUID) -> FamilyEngagement:
    """The engagement, if this actor supervises its team."""
    return _one(policy.supervised_by(actor).select_related("team"), pk)


def person_for(engagement: FamilyEngagement, pk: UUID) -> Person:
    """A person of an engagement that was checked already."""
    return _one(engagement.people.select_related("engagement"), pk)


def relation_between(engagement: FamilyEngagement, person: UUID, child: UUID) -> tuple[Person, Person]:
    """Two people of an engagement that was checked already, the second one a child."""
    row = person_for(engagement, person)
    children = engagement.people.filter(is_child=True).exclude(pk=row.pk)
    return row, _one(children.select_related("engagement"), child)


def contact_for(person: Person, pk: UUID) -> ContactDetail:
    """A contact detail of a person of an engagement that was checked already."""
    return _one(person.contact_details.select_related("person"), pk)


def person_of(actor: Actor, engagement: FamilyEngagement) -> Person | None:
    """The actor's own row in this engagement, if they are of the family."""
    return engagement.people.filter(user_id=policy.user_of(actor)).first()


def people_for(actor: Actor) -> QuerySet[Person]:
    """Every person whom this actor may see."""
    return policy.people_visible_to(actor)


def teams_of(actor: Actor) -> list[Team]:
    """The teams this actor is in now, without the duty team, which has no families."""
    members = Membership.objects.filter(current(), user_id=policy.user_of(actor))
    teams = Team.objects.filter(id__in=members.values("team_id"), is_duty=False)
    return list(teams.order_by("name"))


def duty_team() -> Team | None:
    """The team that takes what is asked without an account; None where the council has set up none."""
    return Team.objects.filter(is_duty=True).order_by("name", "id").first()


def on_duty(actor: Actor) -> bool:
    """Whether this actor is in a team that takes what is asked without an account."""
    members = Membership.objects.filter(current(), user_id=policy.user_of(actor), team__is_duty=True)
    return members.exists()


def find(actor: Actor, words: str) -> QuerySet[FamilyEngagement]:
    """By reference, else by the words of a name; three letters also find the words they begin.

    In the order of references, never of names.
    """
    visible = policy.visible_to(actor).order_by("reference")
    reference = tidy_reference(words)
    by_reference = visible.filter(reference=reference) if reference else visible.none()
    wanted = names.words_of(words)
    if not wanted or by_reference.exists():
        return by_reference
    for word in wanted:
        found = NameKey.objects.filter(kind=NameKeyKind.WORD, mac=names.word_key(word))
        if len(word) == names.PREFIX:
            found = NameKey.objects.filter(mac__in=[names.word_key(word), names.prefix_key(word)])
        visible = visible.filter(id__in=found.values("person__engagement_id"))
    return visible


def _one(rows: QuerySet[Row], pk: UUID) -> Row:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotYours
    return row
