"""An invitation's link: one page to make an account, or to accept with the one that is signed in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts import actions, selectors
from portal.accounts.errors import InvitationUnusable
from portal.accounts.forms import PasswordForm
from portal.accounts.models import Invitation, User
from portal.accounts.views.entrance import sign_in
from portal.ui.forms import GovForm
from portal.ui.pages import question_page


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Open the link. Until it is sent, the page is the same whether the address has an account or not."""
    found = selectors.invitation_by(token)
    if isinstance(request.user, User):
        return _as_oneself(request, token, found, request.user)
    form = PasswordForm(request.POST if request.method == "POST" else None, email=found.email)
    if form.is_valid():
        sign_in(request, actions.accept(token=token, password=form.cleaned_data["password"]))
        return redirect("start")
    return question_page(
        request,
        form=form,
        heading=_("Create a password"),
        title=_("Create a password"),
        submit=_("Create account"),
        inset=_("You sign in with this email address: %(email)s") % {"email": found.email},
    )


def _as_oneself(request: HttpRequest, token: str, found: Invitation, user: User) -> HttpResponse:
    if not actions.fits(found, user):
        raise InvitationUnusable
    if request.method == "POST":
        actions.accept_as(token=token, user=user)
        return redirect("start")
    return question_page(
        request,
        form=GovForm(),
        heading=_("Accept this invitation"),
        title=_("Accept this invitation"),
        submit=_("Accept"),
        inset=_("You are signed in as %(email)s") % {"email": user.email},
    )
