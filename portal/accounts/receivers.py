"""Whatever page signs somebody in or out, the sign-in has its row and the record its entry."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from portal.accounts import actions, devices, selectors
from portal.accounts.models import User
from portal.accounts.signed_in import KEPT, SIGN_IN, sign_in_key


def connect() -> None:
    """Listen to Django's own signals: also the exit page, which knows nothing of accounts, sends them."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed_out")


def _signed_in(user: User, request: HttpRequest, **_: Any) -> None:
    steps = get_authentication_records(request, user)
    begun = actions.begin_sign_in(
        user=user,
        device=devices.words_for(request.headers.get("User-Agent", "")),
        second_factor=any(step.get("method") == "mfa" for step in steps),
    )
    request.session[SIGN_IN] = str(begun.pk)
    request.session[KEPT] = selectors.kept_for(user)


def _signed_out(user: User | None, request: HttpRequest, **_: Any) -> None:
    # Whoever was not signed in, or whose account is gone, signs out of nothing.
    if user is not None:
        actions.end_sign_in(user=user, pk=sign_in_key(request))
