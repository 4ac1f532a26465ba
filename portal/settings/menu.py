"""Where each role lands, and what stands in its menu."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Where each role lands after signing in, and what its menu holds: (label, name of the address).
ROLE_HOMES: dict[str, str] = {
    "family_member": "family_home",
    "young_person": "family_home",
    "caseworker": "worklist",
    "supervisor": "supervisor_queue",
    "safeguarding_lead": "safeguarding_home",
    "service_provider": "referrals_home",
    "commissioner": "demand_home",
    "information_governance": "information_home",
    "auditor": "audit_home",
    "admin": "accounts_home",
}
NAVIGATION: dict[str, list[tuple[str | Promise, str]]] = {
    "family_member": [
        (_("Home"), "family_home"), (_("Messages"), "messages"), (_("My details"), "contact"),
        (_("Account"), "account_home"),
    ],
    "young_person": [
        (_("Home"), "family_home"), (_("Messages"), "messages"), (_("My details"), "contact"),
        (_("Account"), "account_home"),
    ],
    "caseworker": [
        ("Worklist", "worklist"), ("Messages", "messages_waiting"), ("Waiting on police", "proceedings_list"),
        ("Promises", "promises_list"), ("Later", "later_list"), (_("Account"), "account_home"),
    ],
    "supervisor": [
        ("Team queue", "supervisor_queue"), ("Worklist", "worklist"), ("Waiting on police", "proceedings_list"),
        ("Promises", "promises_list"), ("Later", "later_list"), ("Scenarios", "scenarios"),
        (_("Account"), "account_home"),
    ],
    "safeguarding_lead": [
        ("Safeguarding", "safeguarding_home"),
        ("Texts to read", "held_texts"),
        ("Messages", "messages_find"),
        ("Scenarios", "scenarios"),
        (_("Account"), "account_home"),
    ],
    "service_provider": [("Referrals", "referrals_home"), (_("Account"), "account_home")],
    "commissioner": [("Demand", "demand_home"), (_("Account"), "account_home")],
    "information_governance": [
        ("Reviews", "information_home"), ("Messages", "messages_find"), (_("Account"), "account_home"),
    ],
    "auditor": [
        ("Decisions", "audit_home"),
        ("Who opened what", "opened_log"),
        ("Scenarios", "scenarios"),
        (_("Account"), "account_home"),
    ],
    "admin": [("Accounts", "accounts_home"), ("Teams", "teams_home"), (_("Account"), "account_home")],
}  # fmt: skip
