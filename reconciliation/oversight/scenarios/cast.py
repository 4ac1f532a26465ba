"""The invented people of one run: accounts that nobody can sign in to, two teams, two families of one incident."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.contrib.auth.hashers import make_password

from portal.accounts.actions import accept_as
from portal.accounts.actors import actor_of
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.audit.actor import Actor
from portal.encryption import keys
from reconciliation.families import actions
from reconciliation.families.actions.teams import add_member, open_team
from reconciliation.families.models import FamilyEngagement, Person, Side, SideBasis, Team
from reconciliation.oversight.scenarios.roles import OURS, PARTS, THEIRS, Someone

NOWHERE = "scenarios.invalid"
SIDES = {OURS: Side.HARMED, THEIRS: Side.CHILD_WHO_HARMED}


@dataclass(frozen=True)
class Cast:
    """Who there is, by the short name of the file."""

    users: Mapping[str, User]
    people: Mapping[str, Person]
    engagements: Mapping[str, FamilyEngagement]

    def actor(self, key: str) -> Actor:
        """One of them as who acts."""
        return actor_of(self.users[key])


def assemble(named: Iterable[Someone], on: dt.date) -> Cast:
    """Everybody of a scenario, and invented people in the places that it names nobody for."""
    keys.ensure_site()
    everybody = _with_stand_ins(list(named))
    users = _accounts(everybody)
    teams = _teams(everybody, users)
    families = {side: _Family(side, everybody, users, teams[side]) for side in SIDES}
    people = {key: person for family in families.values() for key, person in family.people(on).items()}
    engagements = {side: family.engagement for side, family in families.items()}
    _link(actor_of(users[_first(everybody, "safeguarding lead")]), engagements.values())
    return Cast(users, people, engagements)


def _with_stand_ins(named: list[Someone]) -> list[Someone]:
    there = {someone.role for someone in named}
    return named + [
        Someone(f"({role})", part.stand_in, role)
        for role, part in PARTS.items()
        if part.stand_in and role not in there and not (part.child and THEIRS in _sides_with_a_child(named))
    ]


def _sides_with_a_child(named: list[Someone]) -> set[str]:
    return {someone.part.side for someone in named if someone.part.child}


def _accounts(everybody: list[Someone]) -> dict[str, User]:
    unusable, run = make_password(None), uuid4().hex
    made = {
        someone.key: User(
            email=f"{number}.{run}@{NOWHERE}", password=unusable, name=someone.name, role=someone.part.role,
            post_title=someone.part.post,
        )
        for number, someone in enumerate(everybody)
        if someone.part.signs_in
    }  # fmt: skip
    User.objects.bulk_create(made.values())
    return made


def _teams(everybody: list[Someone], users: Mapping[str, User]) -> dict[str, Team]:
    admin = actor_of(users[_first(everybody, "administrator")])
    teams = {}
    for side in SIDES:
        teams[side] = open_team(actor=admin, name=f"Scenario {uuid4().hex}", is_duty=False)
        for someone in everybody:
            if someone.part.team and someone.part.side == side:
                add_member(actor=admin, team=teams[side], user=users[someone.key], approver=someone.part.approves)
    return teams


def _first(everybody: list[Someone], role: str) -> str:
    return next(someone.key for someone in everybody if someone.role == role)


class _Family:
    """One family as its own team's supervisor takes it in."""

    def __init__(self, side: str, everybody: list[Someone], users: Mapping[str, User], team: Team) -> None:
        of_side = [someone for someone in everybody if someone.part.side == side]
        self.members = [someone for someone in of_side if someone.part.family]
        self.users = users
        boss = next(s.key for s in of_side if s.part.role == Role.SUPERVISOR)
        self.boss = actor_of(users[boss])
        self.engagement = actions.open_engagement(
            actor=self.boss, team=team, side=SIDES[side], side_basis=SideBasis.REPORTED, known_to_social_care=False
        )

    def people(self, on: dt.date) -> dict[str, Person]:
        """The members of the family, invited and signed in where their role has an account."""
        found = {}
        for someone in self.members:
            born = dt.date(on.year - someone.age, 1, 1) if someone.age else None
            person = actions.add_person(
                actor=self.boss, engagement=self.engagement, name=someone.name, is_child=someone.part.child,
                birth_date=born,
            )  # fmt: skip
            if someone.part.signs_in:
                self._signs_in(person, self.users[someone.key])
            found[someone.key] = person
        return found

    def _signs_in(self, person: Person, user: User) -> None:
        _, token = actions.invite_person(actor=self.boss, person=person, email=user.email, younger_confirmed=True)
        accept_as(token=token, user=user)
        person.refresh_from_db()


def _link(lead: Actor, families: Iterable[FamilyEngagement]) -> None:
    incident = actions.open_incident(actor=lead)
    for family in families:
        actions.link_engagement(actor=lead, incident=incident, engagement=family)
