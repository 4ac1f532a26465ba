"""Signing in by a code from an e-mail, and the second step by a code from an app or a passkey."""

from allauth.account.stages import LoginStageController
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.mfa.stages import AuthenticateStage
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts import codes, passkeys
from portal.accounts.forms import AddressForm, AppCodeForm, CodeForm
from portal.accounts.models import User
from portal.ui.pages import posted, question_page
from portal.ui.refusals import TooOften


def onwards(request: HttpRequest, name: str) -> str:
    """The address of a page on the way, which keeps in mind where the way leads."""
    return str(passthrough_next_redirect_url(request, reverse(name), "next"))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_code(request: HttpRequest) -> HttpResponse:
    """Ask for an address. What follows is the same whether it has an account or not."""
    if isinstance(request.user, User):
        return redirect("start")
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        codes.begin_sign_in(request, form.cleaned_data["email"])
        return redirect(onwards(request, "account_confirm_login_code"))
    return question_page(
        request,
        form=form,
        heading=_("Get a code by email"),
        title=_("Code"),
        submit=_("Send the code"),
        back=onwards(request, "account_login"),
        inset=_("Use this if you have no password or have forgotten it."),
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code. Each is good for a few tries, a few minutes and one sign-in."""
    pending = codes.pending_sign_in(request)
    if isinstance(request.user, User) or pending is None:
        return redirect("start" if isinstance(request.user, User) else onwards(request, "account_request_login_code"))
    sent = request.method == "POST"
    if sent:
        codes.limit(request, "login_failed", f"code:{pending.state['email']}")
    form = CodeForm(request.POST if sent else None, expected=pending.code)
    if form.is_valid():
        answer: HttpResponse = pending.finish(get_next_redirect_url(request, "next"))
        return answer
    if form.has_error("code", "incorrect_code") and not pending.record_invalid_attempt():
        raise TooOften
    return question_page(
        request,
        form=form,
        heading=_("Enter the code"),
        title=_("Code"),
        back=onwards(request, "account_request_login_code"),
        inset=_("We have sent a code to %(email)s if that address has an account. It can take a few minutes.")
        % {"email": pending.state["email"]},
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of whoever has just shown the first."""
    if isinstance(request.user, User):
        return redirect("start")
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None or stage.login.user is None:
        return redirect("account_login")
    user = stage.login.user
    form = AppCodeForm(posted(request), user=user, request=request)
    if form.is_valid():
        form.save()
        answer: HttpResponse = stage.exit()
        return answer
    return question_page(
        request,
        form=form,
        heading=_("Show that it is you") if form.has_passkey else _("Enter the code from your app"),
        title=_("Code"),
        back=reverse("account_login"),
        template="accounts/second_step.html",
        extra={"passkey": passkeys.question_to_show(user) if form.has_passkey else ""},
    )
