"""Where people come in: the start page, signing in by password, and out."""

from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage
from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.forms import SignInForm
from portal.accounts.models import User
from portal.accounts.pages import before_second_factor
from portal.accounts.signed_in import TIMED_OUT
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
    if request.user.is_authenticated:
        logout(request)
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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The ways by e-mail, and once why somebody is asked again."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        by_code = reverse("account_request_login_code")
        return context | {
            "timed_out": self.request.session.pop(TIMED_OUT, False),
            "by_code": passthrough_next_redirect_url(self.request, by_code, "next"),
            "new_password": f"{by_code}?{urlencode({'next': reverse('account_password')})}",
        }

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> None:  # noqa: ARG002
        """Whoever opens this page again begins again: allauth would hold them to the code that they cannot find."""
        clear_login(request)


@method_decorator([before_second_factor, require_http_methods(["GET", "HEAD", "POST"])], name="dispatch")
class SignOutView(LogoutView):  # type: ignore[misc]  # allauth has no types
    """Asks on GET, because the link to it stands on a page without a token; signs out on POST."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As allauth's, but not open to strangers: its mark for that stays with its own method."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response
