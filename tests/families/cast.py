"""The people of these tests: two families of one incident, their teams, and everybody who is neither."""

from dataclasses import dataclass
from datetime import date

from portal.accounts.actors import actor_of
from portal.accounts.models import Role, User
from portal.audit.actor import Actor
from portal.encryption import keys
from reconciliation.families import actions
from reconciliation.families.models import FamilyEngagement, Incident, Membership, Person, Team


def account(role: str, local: str) -> User:
    """An account that signs in by force."""
    return User.objects.create(
        email=f"{local}@arrowmere.example", name=f"{local} of the cast", role=role, post_title=""
    )


@dataclass
class Side:
    """One side: a team and one family that it works with."""

    team: Team
    supervisor: User
    worker: User
    approver: User
    engagement: FamilyEngagement
    child: Person
    mother: Person
    parent: User

    @property
    def boss(self) -> Actor:
        """Who changes things on this side."""
        return actor_of(self.supervisor)


def member(team: Team, role: str, local: str, *, approver: bool = False) -> User:
    """An account in a team."""
    user = account(role, local)
    Membership.objects.create(team=team, user=user, approver=approver)
    return user


def side(name: str, kind: str, child: str, mother: str) -> Side:
    """A team with its supervisor, worker and approver, and a family that is assigned to the worker."""
    team = Team.objects.create(name=f"{name} team")
    local = name.lower()
    supervisor = member(team, Role.SUPERVISOR, f"{local}-supervisor")
    worker = member(team, Role.CASEWORKER, f"{local}-worker")
    approver = member(team, Role.CASEWORKER, f"{local}-approver", approver=True)
    boss = actor_of(supervisor)
    engagement = actions.open_engagement(
        actor=boss, team=team, side=kind, side_basis="reported", known_to_social_care=False
    )
    young = actions.add_person(
        actor=boss, engagement=engagement, name=child, is_child=True, birth_date=date(2015, 4, 2)
    )
    adult = actions.add_person(
        actor=boss,
        engagement=engagement,
        name=mother,
        is_child=False,
        relation=actions.RelationTo(young, "mother", "yes", "birth_mother"),
    )
    parent = account(Role.FAMILY_MEMBER, f"{local}-parent")
    Person.objects.filter(pk=adult.pk).update(user=parent)
    adult.refresh_from_db()
    actions.assign_worker(actor=boss, engagement=engagement, worker=worker)
    return Side(team, supervisor, worker, approver, engagement, young, adult, parent)


@dataclass
class Cast:
    """Both sides, and the safeguarding lead."""

    east: Side
    west: Side
    lead: User

    def link(self) -> Incident:
        """Link both families to one incident."""
        actor = actor_of(self.lead)
        incident = actions.open_incident(actor=actor)
        for one in (self.east, self.west):
            actions.link_engagement(actor=actor, incident=incident, engagement=one.engagement)
        return incident


def make() -> Cast:
    """The whole cast, the families not linked yet."""
    keys.ensure(keys.SITE)
    return Cast(
        east=side("East", "harmed", "Mika Osterlin", "Hanne Osterlin"),
        west=side("West", "child_who_harmed", "Jory Dravenport", "Petra Dravenport"),
        lead=account(Role.SAFEGUARDING_LEAD, "lead"),
    )
