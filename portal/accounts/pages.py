"""The guard of every page of the signed-in: which methods, which roles, then who acts."""

from collections.abc import Callable, Collection
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from portal.accounts import typed
from portal.accounts.roles import Role
from portal.accounts.signed_in import actor_from, receipt_actor, sign_in_of, signed_in_user
from portal.audit.actor import Actor
from portal.ui.refusals import NotYours

View = Callable[..., HttpResponse]
Marked = TypeVar("Marked", bound=Callable[..., HttpResponseBase])


def page(*roles: Role, methods: Collection[str] = ("GET",), receipt: bool = False) -> Callable[[View], View]:
    """Let in only these roles (none named: everybody signed in), and pass the view its actor.

    With ``receipt`` whoever holds the receipt of a question comes in too, without an account.
    The method is judged first and by the route alone, so that a 405 tells nothing of who asks or
    of what there is; a wrong role then gets the page of something that does not exist.
    """
    allowed = frozenset(methods) | ({"HEAD"} if "GET" in methods else frozenset())
    let_in = frozenset(roles) or frozenset(Role)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            actor = (receipt and receipt_actor(request)) or actor_from(request)
            if actor.role not in let_in:
                raise NotYours
            return view(request, actor, **kwargs)

        guarded.page_roles = let_in  # type: ignore[attr-defined]  # read by the tests of the house
        guarded.opens_by_receipt = receipt  # type: ignore[attr-defined]  # read by the middleware
        return guarded

    return decorate


def reauthenticated(*, minutes: int = 15) -> Callable[[View], View]:
    """Before a sensitive act: who did not show lately who they are does so first. Stands below `page`.

    What they had typed is given back on the page that it stood on.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def proved(request: HttpRequest, actor: Actor, **kwargs: Any) -> HttpResponse:
            if timezone.now() - sign_in_of(request).proved_at < timedelta(minutes=minutes):
                return view(request, actor, **kwargs)
            user = signed_in_user(request)
            back = typed.keep(request, user) if request.method == "POST" else request.get_full_path()
            return redirect(f"{reverse('account_confirm')}?{urlencode({'next': back})}")

        return proved

    return decorate


def before_second_factor(view: Marked) -> Marked:
    """Open to staff who have not set up their second factor yet. Stands above `page`."""
    view.open_before_second_factor = True  # type: ignore[attr-defined]  # read by the middleware
    return view


def asks_time_left(view: Marked) -> Marked:
    """Neither an activity nor ended by the time that it tells. Stands above `page`."""
    view.asks_time_left = True  # type: ignore[attr-defined]  # read by the middleware
    return view


def by_script(view: Marked) -> Marked:
    """Sent by a page's script beside its form: what the page gave back stays on it. Stands above `page`."""
    view.by_script = True  # type: ignore[attr-defined]  # read by the middleware
    return view
