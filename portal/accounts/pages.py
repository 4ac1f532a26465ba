"""The guard of every page of the signed-in: which methods, which roles, then who acts."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from portal.accounts.roles import Role
from portal.accounts.signed_in import actor_from
from portal.ui.refusals import NotYours


def page(
    *roles: Role, methods: Collection[str] = ("GET",)
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let in only these roles (none named: everybody signed in), and pass the view its actor.

    The method is judged first and by the route alone, so that a 405 tells nothing of who asks or
    of what there is; a wrong role then gets the page of something that does not exist.
    """
    allowed = frozenset(methods) | ({"HEAD"} if "GET" in methods else frozenset())
    let_in = frozenset(roles) or frozenset(Role)

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            actor = actor_from(request)
            if actor.role not in let_in:
                raise NotYours
            return view(request, actor, **kwargs)

        guarded.page_roles = let_in  # type: ignore[attr-defined]  # read by the tests of the house
        return guarded

    return decorate
