"""Setting up codes of an app, and the recovery codes beside it."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts import actions, limits, policy, selectors
from portal.accounts.forms import FirstCodeForm
from portal.accounts.pages import before_second_factor, page, reauthenticated
from portal.accounts.signed_in import sign_in_of, signed_in_user
from portal.audit.actor import Actor
from portal.ui.forms import GovForm
from portal.ui.pages import question_page
from portal.ui.refusals import NotYours

# Where the sealed session holds the secret until the app has shown a code of it.
SECRET = "second_factor_secret"  # noqa: S105  # the name of a place


@before_second_factor
@page(methods=("GET", "POST"))
@reauthenticated()
def set_up(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the secret, as a picture and as a text, until a code of it was typed."""
    user = signed_in_user(request)
    secret = request.session.setdefault(SECRET, generate_totp_secret())
    form = FirstCodeForm(request.POST if request.method == "POST" else None, user=user, secret=secret)
    if form.is_valid():
        actions.set_up_second_factor(
            user=user, sign_in=sign_in_of(request), secret=secret, code=form.cleaned_data["code"]
        )
        del request.session[SECRET]
        return redirect("account_recovery_codes")
    must = limits.needs_second_factor(sign_in_of(request), user.role)
    return question_page(
        request,
        form=form,
        heading=_("Set up codes from an app"),
        title=_("Account"),
        back=None if must else reverse("account_home"),
        template="accounts/second_factor.html",
        extra={
            "must": must,
            "passkeys": selectors.PASSKEY in selectors.second_factors(user),
            "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
            "link": get_adapter().build_totp_url(user, secret),
        },
    )


@before_second_factor
@page()
def picture(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The secret as a picture for a camera: an address of its own, because pages take no pictures from themselves."""
    secret = request.session.get(SECRET)
    if not secret:
        raise NotYours
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(signed_in_user(request), secret))
    return HttpResponse(svg, content_type="image/svg+xml")


@page(methods=("GET", "POST"))
@reauthenticated()
def recovery_codes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The codes that are left; sent, it makes new ones."""
    user = signed_in_user(request)
    if not selectors.has_second_factor(user):
        return redirect("account_home")
    if request.method == "POST":
        actions.make_recovery_codes(user=user)
        return redirect("account_recovery_codes")
    return render(request, "accounts/recovery_codes.html", {"codes": selectors.recovery_codes(user)})


@page(methods=("GET", "POST"))
@reauthenticated()
def stop(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A family does without it again, and whoever has a passkey beside it."""
    user = signed_in_user(request)
    ways = selectors.second_factors(user)
    if not (selectors.APP in ways and policy.may_give_up(user, factors=len(ways))):
        return redirect("account_home")
    if request.method == "POST":
        actions.stop_second_factor(user=user)
        return redirect("account_home")
    return question_page(
        request,
        form=GovForm(),
        heading=_("Stop using codes from an app"),
        title=_("Account"),
        submit=_("Stop using codes"),
        back=reverse("account_home"),
        inset=_("From then on you sign in with your password, or a code by email, and a passkey.")
        if selectors.PASSKEY in ways
        else _("From then on your password, or a code by email, is enough to sign in."),
    )
