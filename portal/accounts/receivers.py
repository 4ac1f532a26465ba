"""Whatever page signs somebody in or out, the sign-in has its row and the record its entry."""

from typing import Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from portal.accounts import actions, devices, selectors
from portal.accounts.models import User
from portal.accounts.signed_in import KEPT, SIGN_IN, sign_in_key


def connect() -> None:
    """Listen to Django's own signals, which the exit page too sends, knowing nothing of accounts, and to allauth's."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed_out")
    authenticator_used.connect(_second_factor_used, dispatch_uid="accounts.second_factor_used")


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


def _second_factor_used(user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type == selectors.PASSKEY:
        actions.note_passkey_use(user=user, pk=UUID(authenticator.data["key"]))
