"""Who there is: accounts, teams, and the families that the accounts of the demo belong to.

The tests stand on the same cast, loaded once; the demo adds more households and all the stories.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Model

from portal.accounts.actors import actor_of
from portal.accounts.demo import DOMAIN, create_demo_users
from portal.accounts.models import Role, User
from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.encryption import keys
from portal.workflow import clock
from reconciliation.families import actions
from reconciliation.families.models import FamilyEngagement, Incident, Membership, Person, Team
from reconciliation.oversight.demo.days import at
from reconciliation.oversight.demo.household import ELSEWHERE, Household, Opening
from reconciliation.oversight.demo.households import OF_THE_CAST
from reconciliation.safeguards.actions import record_need

Row = TypeVar("Row", bound=Model)

CASEWORKER = "Family reconciliation caseworker"
# Colleagues who have work on their lists and no sign-in.
COLLEAGUES = {
    "wrenfield": "Jocasta Wrenfield", "marrowby": "Dilip Marrowby",
    "thistleby": "Gwenllian Thistleby", "fairholme": "Osric Fairholme",
}  # fmt: skip
TEAMS = {
    "east": ("East team", ("caseworker", "wrenfield", "marrowby", "supervisor", "second_supervisor")),
    "west": ("West team", ("other_caseworker", "thistleby", "fairholme", "other_supervisor")),
    "duty": ("Duty team", ("duty_worker", "duty_supervisor")),
}
BOSS = {"east": "supervisor", "west": "other_supervisor"}
LONG_AGO = -400


@dataclass(frozen=True)
class Cast:
    """The users by local part, the teams and engagements by a short name, the people by first name."""

    users: Mapping[str, User]
    teams: Mapping[str, Team]
    engagements: Mapping[str, FamilyEngagement]
    people: Mapping[str, Person]

    def actor(self, local: str) -> Actor:
        """The actor of one account."""
        return actor_of(self.users[local])

    def again(self) -> "Cast":
        """The same rows, read again."""
        return Cast(_again(self.users), _again(self.teams), _again(self.engagements), _again(self.people))

    def with_(self, homes: Iterable[Household]) -> "Cast":
        """The cast with more families opened."""
        given = list(homes)
        users = {**self.users, **_without_sign_in([entry for home in given for entry in home.accounts], self.users)}
        engagements, people = dict(self.engagements), dict(self.people)
        for home in given:
            opening = Opening(actor_of(users[BOSS[home.team]]), self.teams[home.team], users)
            with clock.moved(at(-home.opened, "11:20")):
                engagements[home.key], found = opening.open(home)
            people.update(found)
        return replace(self, users=users, engagements=engagements, people=people)


@transaction.atomic
def load_cast() -> Cast:
    """Everybody of the fixed points, in an empty database."""
    keys.ensure_site()
    with keys.key_ring():
        users = {email.removesuffix(f"@{DOMAIN}"): user for email, user in create_demo_users().items()}
        users |= _without_sign_in([(local, name, Role.CASEWORKER) for local, name in COLLEAGUES.items()], {})
        teams = {key: _team(users, *named) for key, named in TEAMS.items()}
        cast = Cast(users, teams, {}, {}).with_(OF_THE_CAST)
        link(cast, "varnish", "skerrowby", opened=30)
        with clock.moved(at(-38, "14:10")):
            record_need(
                actor=cast.actor("caseworker"), engagement=cast.engagements["al_naqib"], person=cast.people["yusra"],
                language="ar", format="audio",
            )  # fmt: skip
    return cast.again()


def link(cast: Cast, *families: str, opened: int) -> Incident:
    """The safeguarding lead links two sides of one incident."""
    lead = cast.actor("safeguarding_lead")
    with clock.moved(at(-opened, "16:05")):
        incident = actions.open_incident(actor=lead)
        for family in families:
            actions.link_engagement(actor=lead, incident=incident, engagement=cast.engagements[family])
    return incident


def _team(users: Mapping[str, User], name: str, members: Iterable[str]) -> Team:
    admin = actor_of(users["admin"])
    team = Team.objects.create(name=name, is_duty=name == "Duty team")
    changed(admin, keys.SITE, "team_opened", team)
    for local in members:
        user = users[local]
        member = Membership.objects.create(
            team=team, user=user, approver=user.role == Role.SUPERVISOR, since=at(LONG_AGO, "09:00")
        )
        changed(admin, keys.SITE, "member_added", member, approver=member.approver)
    return team


def _without_sign_in(accounts: Iterable[tuple[str, str, Role]], there: Mapping[str, User]) -> dict[str, User]:
    """People who act in the demo and are not on its page: nobody can sign in as them."""
    unusable = make_password(None)
    made = {
        local: User(
            email=f"{local}@{ELSEWHERE}", password=unusable, name=name, role=role,
            post_title=CASEWORKER if role == Role.CASEWORKER else "",
        )
        for local, name, role in accounts
        if local not in there
    }  # fmt: skip
    User.objects.bulk_create(made.values())
    return made


def _again(rows: Mapping[str, Row]) -> dict[str, Row]:
    if not rows:
        return {}
    model = type(next(iter(rows.values())))
    fresh = model._default_manager.in_bulk([row.pk for row in rows.values()])
    return {key: fresh[row.pk] for key, row in rows.items()}
