"""A family as the demo describes it, and how it comes to be: through the actions that the pages call."""

from dataclasses import dataclass

from portal.accounts.actions import accept_as
from portal.accounts.models import Role, User
from portal.audit.actor import Actor
from reconciliation.families import actions
from reconciliation.families.actions import RelationTo
from reconciliation.families.models import FamilyEngagement, Person, Team
from reconciliation.oversight.demo.days import born

ELSEWHERE = "people.example"


@dataclass(frozen=True)
class Child:
    """A child of the family; ``account`` is the local part of a sign-in, where they have one."""

    name: str
    age: int
    account: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Adult:
    """Somebody who belongs to the first child: as what, with which responsibility, and how we know."""

    name: str
    kind: str
    responsibility: str = "yes"
    basis: str = "not_seen"
    account: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True)
class Household:
    """One engagement: whose it is, why it is here, and its people. ``opened`` counts working days back."""

    key: str
    team: str
    side: str
    children: tuple[Child, ...]
    adults: tuple[Adult, ...]
    basis: str = "reported"
    worker: str = ""
    known: bool = False
    system: str = ""
    ref: str = ""
    opened: int = 40

    @property
    def accounts(self) -> list[tuple[str, str, Role]]:
        """Local part, name and role of everybody here who signs in."""
        children = [(child.account, child.name, Role.YOUNG_PERSON) for child in self.children]
        adults = [(adult.account, adult.name, Role.FAMILY_MEMBER) for adult in self.adults]
        return [entry for entry in (*children, *adults) if entry[0]]


def short(name: str) -> str:
    """The name by which stories know somebody: imelda."""
    return name.split(maxsplit=1)[0].lower()


@dataclass(frozen=True)
class Opening:
    """What opening a household needs: who opens it, for which team, and the accounts that there are."""

    boss: Actor
    team: Team
    users: dict[str, User]

    def open(self, home: Household) -> tuple[FamilyEngagement, dict[str, Person]]:
        """The engagement with its people, their relations and contact details, its worker and its sign-ins."""
        engagement = actions.open_engagement(
            actor=self.boss, team=self.team, side=home.side, side_basis=home.basis,
            known_to_social_care=home.known, external_system=home.system, external_ref=home.ref,
        )  # fmt: skip
        people = self._children(home, engagement)
        first = people[short(home.children[0].name)]
        for adult in home.adults:
            people[short(adult.name)] = self._adult(engagement, adult, first)
        engagement = actions.confirm_engagement(actor=self.boss, engagement=engagement)
        if home.worker:
            worker = self.users[home.worker]
            actions.record_conflict_answer(
                actor=self.boss, engagement=engagement, worker=worker, answer="none_declared"
            )
            actions.assign_worker(actor=self.boss, engagement=engagement, worker=worker)
        for local, name, _ in home.accounts:
            self._signs_in(people[short(name)], self.users[local])
        return engagement, people

    def _children(self, home: Household, engagement: FamilyEngagement) -> dict[str, Person]:
        people: dict[str, Person] = {}
        for child in home.children:
            older = next(iter(people.values()), None)
            person = actions.add_person(
                actor=self.boss, engagement=engagement, name=child.name, is_child=True, birth_date=born(child.age),
                relation=RelationTo(older, "sibling", "no") if older else None,
            )  # fmt: skip
            people[short(child.name)] = person
            self._reach(person, phone=child.phone)
        return people

    def _adult(self, engagement: FamilyEngagement, adult: Adult, child: Person) -> Person:
        person = actions.add_person(
            actor=self.boss, engagement=engagement, name=adult.name, is_child=False,
            relation=RelationTo(child, adult.kind, adult.responsibility, adult.basis),
        )  # fmt: skip
        self._reach(person, phone=adult.phone, email=adult.email, address=adult.address)
        return person

    def _reach(self, person: Person, **details: str) -> None:
        for kind, value in details.items():
            if value:
                actions.add_contact(actor=self.boss, person=person, kind=kind, value=value)

    def _signs_in(self, person: Person, user: User) -> None:
        _, token = actions.invite_person(actor=self.boss, person=person, email=user.email, younger_confirmed=True)
        accept_as(token=token, user=user)
        person.refresh_from_db()
