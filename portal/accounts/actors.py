"""An account as the actor of a change, without any request."""

from portal.accounts.models import User
from portal.audit.actor import Actor


def actor_of(user: User) -> Actor:
    """The plain value that actions, policies and records know this account by."""
    return Actor(kind="user", id=user.pk, role=user.role, post=user.post, name=user.name)
