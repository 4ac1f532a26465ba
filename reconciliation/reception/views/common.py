"""The guard of the pages that are for people without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from portal.accounts.models import User

View = Callable[..., HttpResponse]


def stranger(*methods: str) -> Callable[[View], View]:
    """Open to strangers with these methods; whoever is signed in asks from their own pages."""
    allowed = frozenset(methods) | ({"HEAD"} if "GET" in methods else frozenset())

    def decorate(view: View) -> View:
        @login_not_required
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            if isinstance(request.user, User):
                return redirect("start")
            return view(request, **kwargs)

        return guarded

    return decorate
