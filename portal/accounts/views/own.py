"""Everybody's own account: what it is, the password, and showing again who one is."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts import actions, codes, passkeys, policy, selectors
from portal.accounts.forms import AppCodeForm, CodeForm, CurrentPasswordForm, PasswordForm
from portal.accounts.models import User
from portal.accounts.pages import before_second_factor, page, reauthenticated
from portal.accounts.signed_in import sign_in_of, signed_in_user
from portal.accounts.views.codes import onwards
from portal.audit.actor import Actor
from portal.ui.forms import GovForm
from portal.ui.pages import question_page
from portal.ui.refusals import TooOften


@page()
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Sign-in address, password, second factor, and where one is signed in."""
    user = signed_in_user(request)
    ways = selectors.second_factors(user)
    context = {
        "account": user,
        "second_factor": bool(ways),
        "app": selectors.APP in ways,
        "passkeys": ways.count(selectors.PASSKEY),
        "codes_left": len(selectors.recovery_codes(user)) if ways else 0,
        "may_stop": selectors.APP in ways and policy.may_give_up(user, factors=len(ways)),
        "sign_ins": selectors.sign_ins_of(user),
        "this": sign_in_of(request).pk,
    }
    return render(request, "accounts/own.html", context)


@sensitive_post_parameters("password")
@page(methods=("GET", "POST"))
@reauthenticated()
def password(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose a new password. Whoever forgot the old one has come in by a code."""
    user = signed_in_user(request)
    form = PasswordForm(request.POST if request.method == "POST" else None, email=user.email)
    if form.is_valid():
        changed = actions.change_password(
            user=user, sign_in=sign_in_of(request), password=form.cleaned_data["password"]
        )
        update_session_auth_hash(request, changed)
        return redirect("account_home")
    return question_page(
        request,
        form=form,
        heading=_("Choose a new password"),
        title=_("Password"),
        submit=_("Save"),
        back=reverse("account_home"),
        inset=_("Everywhere else where you are signed in, you are signed out."),
    )


@sensitive_post_parameters("password")
@before_second_factor
@page(methods=("GET", "POST"))
def confirm(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show again who one is: by the app or a passkey where there is one, else by the password, else by a code."""
    user = signed_in_user(request)
    data = request.POST if request.method == "POST" else None
    form: CurrentPasswordForm | AppCodeForm
    if selectors.has_second_factor(user):
        form = AppCodeForm(data, user=user, request=request)
    elif user.has_usable_password():
        form = CurrentPasswordForm(data)
    else:
        return redirect(onwards(request, "account_confirm_code"))
    if form.is_valid() and _is_right(request, user, form):
        return _shown(request, user)
    passkey = passkeys.question_to_show(user) if getattr(form, "has_passkey", False) else ""
    return question_page(
        request,
        form=form,
        heading=_("Show that it is you"),
        title=_("Account"),
        back=reverse("account_home"),
        template="accounts/confirm.html",
        extra={
            "by_code": "" if "code" in form.fields else onwards(request, "account_confirm_code"),
            "passkey": passkey,
        },
    )


def _is_right(request: HttpRequest, user: User, form: CurrentPasswordForm | AppCodeForm) -> bool:
    if not isinstance(form, CurrentPasswordForm):
        form.save_again()
        return True
    if get_adapter().authenticate(request, email=user.email, password=form.cleaned_data["password"]) == user:
        return True
    form.add_error("password", _("Check your password. It is not right"))
    return False


@before_second_factor
@page(methods=("GET", "POST"))
def confirm_by_code(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same by a code that is e-mailed, for whoever has no second factor."""
    user = signed_in_user(request)
    if selectors.has_second_factor(user):
        return redirect(onwards(request, "account_confirm"))
    pending = codes.IdentityCode.pending(request, user)
    if pending is None:
        return _send_code(request, user)
    sent = request.method == "POST"
    if sent:
        codes.limit(request, "login_failed", f"code:{user.email}")
    form = CodeForm(request.POST if sent else None, expected=pending.code)
    if form.is_valid():
        pending.abort()
        return _shown(request, user)
    if form.has_error("code", "incorrect_code") and not pending.record_invalid_attempt():
        raise TooOften
    return question_page(
        request,
        form=form,
        heading=_("Enter the code"),
        title=_("Account"),
        back=reverse("account_home"),
        inset=_("We have sent a code to %(email)s. It can take a few minutes.") % {"email": user.email},
    )


def _send_code(request: HttpRequest, user: User) -> HttpResponse:
    if request.method == "POST":
        codes.IdentityCode.begin(request, user)
        return redirect(request.get_full_path())
    return question_page(
        request,
        form=GovForm(),
        heading=_("Show that it is you"),
        title=_("Account"),
        submit=_("Send the code"),
        back=reverse("account_home"),
        inset=_("We send a code to %(email)s.") % {"email": user.email},
    )


def _shown(request: HttpRequest, user: User) -> HttpResponse:
    actions.prove(user=user, sign_in=sign_in_of(request))
    return redirect(get_next_redirect_url(request, "next") or reverse("account_home"))
