"""Who is signed in, as an account and as the actor of a change, and by which sign-in."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.module_loading import import_string

from portal.accounts.actors import actor_of
from portal.accounts.models import SignIn, User
from portal.accounts.selectors import lasts
from portal.accounts.sessions import SessionStore
from portal.audit.actor import Actor
from portal.ui.refusals import NotYours

__all__ = ["actor_from", "actor_of", "actor_of_session", "receipt_actor", "sign_in_of", "signed_in_user"]

ReceiptHolder = Callable[[SessionBase], Actor | None]

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


def receipt_actor(request: HttpRequest) -> Actor | None:
    """Who holds a receipt in this browser and has no account: a room above, which settings name, knows receipts."""
    if isinstance(request.user, User):
        return None
    if not hasattr(request, "receipt_actor"):
        holder_of: ReceiptHolder = import_string(settings.RECEIPT_HOLDER)
        request.receipt_actor = holder_of(request.session)  # type: ignore[attr-defined]  # asked once a request
    found: Actor | None = getattr(request, "receipt_actor", None)
    return found


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


def actor_of_session(key: str) -> Actor | None:
    """Who is signed in by the session of this key, as long as that is good: for a socket, which no request holds."""
    request = HttpRequest()
    request.session = SessionStore(key)
    user = get_user(request)
    if not isinstance(user, User) or not lasts(user, request.session.get(SIGN_IN)):
        return None
    return actor_of(user)
