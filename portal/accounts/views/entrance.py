"""Where people come in: the start page, signing in and out."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.forms import SignInForm
from portal.accounts.models import User
from portal.ui.refusals import TooOften

TOO_OFTEN = 429


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Strangers read what this service is; everybody else goes to the home of their role."""
    if isinstance(request.user, User):
        return redirect(settings.ROLE_HOMES[request.user.role])
    return render(request, "start.html")


def sign_in(request: HttpRequest, user: User) -> None:
    """Sign in without a password: after an invitation, and on the demo page. The session gets a new key."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])


@method_decorator([login_not_required, require_http_methods(["GET", "HEAD", "POST"])], name="dispatch")
class SignInView(LoginView):  # type: ignore[misc]  # allauth has no types
    """Allauth's, with the house's form and its page for too many tries."""

    form_class = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Draw allauth's limit by the house's refusal."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if response.status_code == TOO_OFTEN:
            raise TooOften
        return response


@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class SignOutView(LogoutView):  # type: ignore[misc]  # allauth has no types
    """Asks on GET, because the link to it stands on a page without a token; signs out on POST."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As allauth's, but not open to strangers: its mark for that stays with its own method."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response
