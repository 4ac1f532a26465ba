"""Who can be in a scenario: each role in plain words, with its account, its side and its team."""

from dataclasses import dataclass

from portal.accounts.roles import Role

OURS, THEIRS = "ours", "theirs"


@dataclass(frozen=True)
class Part:
    """What somebody with this role is: of which family or team, with which account, and whether they may approve."""

    role: Role
    side: str = OURS
    family: bool = False
    team: bool = False
    approves: bool = False
    signs_in: bool = True
    child: bool = False
    post: str = ""
    # What takes the place where the file names nobody; a blank is never filled.
    stand_in: str = ""


CASEWORKER = "Family reconciliation caseworker"

PARTS: dict[str, Part] = {
    "parent": Part(Role.FAMILY_MEMBER, family=True),
    "second parent": Part(Role.FAMILY_MEMBER, family=True),
    "young person": Part(Role.YOUNG_PERSON, family=True, child=True),
    "child": Part(Role.YOUNG_PERSON, family=True, child=True, signs_in=False),
    "worker": Part(Role.CASEWORKER, team=True, post=CASEWORKER),
    "second worker": Part(Role.CASEWORKER, team=True, post=CASEWORKER),
    "worker who may approve": Part(Role.CASEWORKER, team=True, approves=True, post="Senior caseworker"),
    "supervisor": Part(
        Role.SUPERVISOR, team=True, approves=True, post="Team manager", stand_in="Perpetua Hollinwell"
    ),
    "approver": Part(Role.SUPERVISOR, team=True, approves=True, post="Deputy team manager"),
    "other family's parent": Part(Role.FAMILY_MEMBER, THEIRS, family=True, stand_in="Eluned Carrowmoor"),
    "other family's young person": Part(Role.YOUNG_PERSON, THEIRS, family=True, child=True),
    "other family's child": Part(
        Role.YOUNG_PERSON, THEIRS, family=True, child=True, signs_in=False, stand_in="Jory Carrowmoor"
    ),
    "other team's worker": Part(
        Role.CASEWORKER, THEIRS, team=True, post=CASEWORKER, stand_in="Thaddeus Wickersley"
    ),
    "other team's supervisor": Part(
        Role.SUPERVISOR, THEIRS, team=True, approves=True, post="Team manager", stand_in="Rosamund Ashlock"
    ),
    "safeguarding lead": Part(Role.SAFEGUARDING_LEAD, post="Safeguarding lead", stand_in="Bettina Greywater"),
    "information governance": Part(Role.INFORMATION_GOVERNANCE, post="Monitoring officer"),
    "auditor": Part(Role.AUDITOR, post="Internal auditor"),
    "commissioner": Part(Role.COMMISSIONER, post="Children's services commissioner"),
    "service provider": Part(Role.SERVICE_PROVIDER, post="Service manager"),
    "administrator": Part(Role.ADMIN, post="Service administrator", stand_in="Lambert Osgodby"),
}  # fmt: skip


@dataclass(frozen=True)
class Someone:
    """One person of a scenario: the short name of the file, the name, and what they are."""

    key: str
    name: str
    role: str
    age: int | None = None

    @property
    def part(self) -> Part:
        """What their role makes of them."""
        return PARTS[self.role]
