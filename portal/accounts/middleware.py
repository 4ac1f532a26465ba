"""Holds every request of the signed-in to its sign-in: not ended, not too old, with a second factor where due."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from portal.accounts import actions, limits, selectors, typed
from portal.accounts.models import SignIn, User
from portal.accounts.signed_in import SIGN_IN, TIMED_OUT, receipt_actor

View = Callable[..., Any]


class SignInMiddleware:
    """Stands between knowing the account and asking whether it may come in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:  # noqa: ARG002
        """After the form's token was checked: nobody else's page can leave anything here."""
        user = request.user
        if not isinstance(user, User):
            return None
        found = selectors.open_sign_in(user, request.session.get(SIGN_IN))
        if found is None:
            _leave(request)
            return None
        request.sign_in = found  # type: ignore[attr-defined]  # read by `sign_in_of`
        if timezone.now() >= limits.ends_at(found, user.role):
            return None if getattr(view, "asks_time_left", False) else _time_is_over(request, view, user, found)
        if limits.needs_second_factor(found, user.role) and not _open_before_it(view):
            return _to_second_factor(request, user, found)
        if not getattr(view, "asks_time_left", False):
            actions.see(sign_in=found)
        if request.method == "POST" and not getattr(view, "by_script", False):
            typed.used(request, user)
        return None


class SignedInMiddleware(LoginRequiredMiddleware):
    """Django's own; a page that a receipt opens is open to who holds one in this browser."""

    def process_view(self, request: HttpRequest, view_func: View, view_args: Any, view_kwargs: Any) -> Any:
        """Strangers go to the sign-in page."""
        if getattr(view_func, "opens_by_receipt", False) and receipt_actor(request) is not None:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


def _time_is_over(request: HttpRequest, view: View, user: User, found: SignIn) -> HttpResponse | None:
    public = _is_public(view)
    back = typed.keep(request, user) if request.method == "POST" and not public else None
    actions.end_sign_in(user=user, pk=found.pk, why="sign_in_timed_out")
    _leave(request)
    if public:
        return None
    request.session[TIMED_OUT] = True
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back or request.get_full_path()})}")


def _to_second_factor(request: HttpRequest, user: User, found: SignIn) -> HttpResponse | None:
    if not selectors.has_second_factor(user):
        return redirect("account_second_factor")
    # It has one and came in without: this sign-in began where none was asked for.
    actions.end_sign_in(user=user, pk=found.pk)
    _leave(request)
    return None


def _leave(request: HttpRequest) -> None:
    """From here on the request is a stranger's; what its address allows them is asked next."""
    request.session.flush()
    request.user = AnonymousUser()
    if hasattr(request, "sign_in"):
        del request.sign_in


def _is_public(view: View) -> bool:
    return getattr(view, "login_required", True) is False


def _open_before_it(view: View) -> bool:
    return _is_public(view) or getattr(view, "open_before_second_factor", False)
