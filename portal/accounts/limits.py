"""How long a sign-in lasts, by role, and when it has to show more of who it is."""

from datetime import datetime, timedelta

from django.conf import settings

from portal.accounts.models import SignIn
from portal.accounts.roles import STAFF_ROLES

# How often at most a click is written down; a sign-in may end this much early, never late.
SEEN_EVERY = timedelta(minutes=1)
KEPT_FOR = timedelta(hours=24)


def idle(role: str) -> timedelta:
    """How long someone may do nothing."""
    limit: timedelta = settings.SIGN_IN_IDLE["staff" if role in STAFF_ROLES else "family"]
    return limit


def absolute(role: str) -> timedelta:
    """How long a sign-in lasts at most, whatever is done in it."""
    limit: timedelta = settings.SIGN_IN_ABSOLUTE["staff" if role in STAFF_ROLES else "family"]
    return limit


def ends_at(sign_in: SignIn, role: str) -> datetime:
    """When this sign-in ends unless something is done in it before."""
    return min(sign_in.seen_at + idle(role), sign_in.began_at + absolute(role))


def needs_second_factor(sign_in: SignIn, role: str) -> bool:
    """Staff show a second factor; in the demo, where anybody may be anybody, nobody does."""
    return role in STAFF_ROLES and not sign_in.second_factor and not settings.PORTAL_DEMO
