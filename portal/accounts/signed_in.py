"""Who is signed in, as an account and as the actor of a change."""

from django.http import HttpRequest

from portal.accounts.actors import actor_of
from portal.accounts.models import User
from portal.audit.actor import Actor
from portal.ui.refusals import NotYours

__all__ = ["actor_from", "actor_of", "signed_in_user"]


def signed_in_user(request: HttpRequest) -> User:
    """The account behind this request; a stranger is told that there is nothing here."""
    user = request.user
    if not isinstance(user, User):
        raise NotYours
    return user


def actor_from(request: HttpRequest) -> Actor:
    """The actor of this request."""
    return actor_of(signed_in_user(request))
