"""Who is signed in, as an account and as the actor of a change, and by which sign-in."""

from uuid import UUID

from django.http import HttpRequest

from portal.accounts.actors import actor_of
from portal.accounts.models import SignIn, User
from portal.audit.actor import Actor
from portal.ui.refusals import NotYours

__all__ = ["actor_from", "actor_of", "sign_in_of", "signed_in_user"]

# What a session holds of ours: the key of the sign-in, for which pages something typed is kept, and, before
# the next sign-in, that the last one's time was over.
SIGN_IN = "sign_in"
KEPT = "kept_work"
TIMED_OUT = "timed_out"


def signed_in_user(request: HttpRequest) -> User:
    """The account behind this request; a stranger is told that there is nothing here."""
    user = request.user
    if not isinstance(user, User):
        raise NotYours
    return user


def actor_from(request: HttpRequest) -> Actor:
    """The actor of this request."""
    return actor_of(signed_in_user(request))


def sign_in_of(request: HttpRequest) -> SignIn:
    """The sign-in of this request, as the middleware found it."""
    found = getattr(request, "sign_in", None)
    if not isinstance(found, SignIn):
        raise NotYours
    return found


def sign_in_key(request: HttpRequest) -> UUID | None:
    """The key that the session names."""
    try:
        return UUID(str(request.session.get(SIGN_IN)))
    except ValueError:
        return None
