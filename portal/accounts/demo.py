"""The demo accounts of Arrowmere: invented people, one password for all, shown to everybody.

Only where `PORTAL_DEMO` is on; production refuses to start with it.
"""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.encryption import keys

DEMO_PASSWORD = "lantern-orchard-thistle"  # noqa: S105  # printed in the README, for invented people
DOMAIN = "arrowmere.example"
# Opens the one question of the demo that was asked without an account and is answered.
DEMO_REFERENCE, DEMO_CODE = "KDWM-7PR4", "7Q2F-MX4D-9TBW-3HKC-8RVY"


@dataclass(frozen=True)
class DemoAccount:
    """One row of the demo page. `who` says in plain words what this person can be used to look at."""

    local: str
    name: str
    role: Role
    post_title: str
    who: str

    @property
    def email(self) -> str:
        """The address it signs in with."""
        return f"{self.local}@{DOMAIN}"


DEMO_ACCOUNTS = (
    DemoAccount(
        "family_member", "Imelda Varnish", Role.FAMILY_MEMBER, "",
        "A parent. She has asked the council questions and reads the answers.",
    ),
    DemoAccount(
        "young_person", "Corin Varnish", Role.YOUNG_PERSON, "",
        "Imelda's child, with a sign-in of their own.",
    ),
    DemoAccount(
        "second_parent", "Anselm Varnish", Role.FAMILY_MEMBER, "",
        "The other parent of the same family. He sees his own questions and those shared with him.",
    ),
    DemoAccount(
        "other_family", "Petra Skerrowby", Role.FAMILY_MEMBER, "",
        "A parent of another family, helped by another team.",
    ),
    DemoAccount(
        "caseworker", "Rowan Tallis", Role.CASEWORKER, "Family reconciliation caseworker",
        "Works on the questions of the families assigned to them.",
    ),
    DemoAccount(
        "other_caseworker", "Isolde Fenwright", Role.CASEWORKER, "Family reconciliation caseworker",
        "A caseworker of the other team.",
    ),
    DemoAccount(
        "duty_worker", "Tamsin Oakhollow", Role.CASEWORKER, "Duty worker",
        "Takes questions from people without an account. Sees no families.",
    ),
    DemoAccount(
        "duty_supervisor", "Cosima Stonecrop", Role.SUPERVISOR, "Duty supervisor",
        "Gives such questions to a duty worker and approves the answers. Sees no families either.",
    ),
    DemoAccount(
        "supervisor", "Ada Brink", Role.SUPERVISOR, "Team manager",
        "Opens families, invites them, assigns workers and approves answers.",
    ),
    DemoAccount(
        "second_supervisor", "Marit Sole", Role.SUPERVISOR, "Deputy team manager",
        "A second approver in the same team.",
    ),
    DemoAccount(
        "other_supervisor", "Callum Restharrow", Role.SUPERVISOR, "Team manager",
        "The manager of the other team.",
    ),
    DemoAccount(
        "safeguarding_lead", "Odette Marlowe-Quaye", Role.SAFEGUARDING_LEAD, "Safeguarding lead",
        "Links families to an incident, and may look at either side with a reason.",
    ),
    DemoAccount(
        "service_provider", "Bertil Ashgrove", Role.SERVICE_PROVIDER, "Service manager, Fenlight CAMHS",
        "Works for a service that children are referred to. Sees its own referrals only.",
    ),
    DemoAccount(
        "other_provider", "Nerys Coldwater", Role.SERVICE_PROVIDER,
        "Service manager, Sable Quay Sexual Harm Support",
        "Works for another organisation.",
    ),
    DemoAccount(
        "commissioner", "Hollis Pemberwick", Role.COMMISSIONER, "Children's services commissioner",
        "Sees how much help is needed and how long it takes, never a family.",
    ),
    DemoAccount(
        "information_governance", "Sunniva Hartlake", Role.INFORMATION_GOVERNANCE, "Monitoring officer",
        "Decides when a family asks for a decision about information to be looked at again.",
    ),
    DemoAccount(
        "auditor", "Everard Nightingale-Moss", Role.AUDITOR, "Internal auditor",
        "Reads the record of decisions and of who looked at what.",
    ),
    DemoAccount(
        "admin", "Lowri Pennyfeather", Role.ADMIN, "Service administrator",
        "Invites staff and switches accounts on and off. Sees no cases.",
    ),
)  # fmt: skip

ADDRESSES = frozenset(account.email for account in DEMO_ACCOUNTS)


@transaction.atomic
def create_demo_users() -> dict[str, User]:
    """The demo accounts by address, those that are missing made now; one hash serves them all."""
    keys.ensure(keys.SITE)
    there = {user.email: user for user in User.objects.filter(email__in=ADDRESSES)}
    hashed = make_password(DEMO_PASSWORD)
    missing = [
        User(
            email=account.email,
            password=hashed,
            name=account.name,
            role=account.role,
            post_title=account.post_title,
        )
        for account in DEMO_ACCOUNTS
        if account.email not in there
    ]
    User.objects.bulk_create(missing)
    return there | {user.email: user for user in missing}
