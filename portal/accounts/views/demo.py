"""The demo page: every invented account, each one click away."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.accounts import selectors
from portal.accounts.demo import DEMO_ACCOUNTS, DEMO_CODE, DEMO_PASSWORD, DEMO_REFERENCE
from portal.accounts.views.entrance import sign_in
from portal.ui.refusals import NotYours


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """List the accounts; a POST signs in as one of them, also from another."""
    if not settings.PORTAL_DEMO:
        raise NotYours
    users = selectors.demo_users()
    if request.method == "POST":
        user = users.get(request.POST.get("account", ""))
        if user is None:
            raise NotYours
        sign_in(request, user)
        return redirect("start")
    accounts = [account for account in DEMO_ACCOUNTS if account.email in users]
    context = {
        "accounts": accounts, "password": DEMO_PASSWORD, "reference": DEMO_REFERENCE, "code": DEMO_CODE,
    }  # fmt: skip
    return render(request, "accounts/demo.html", context)
