"""The sign-in policy, as allauth asks for it: by invitation only, by password, and telling nothing."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from portal.ui.refusals import TooOften

LONGEST_NEXT = 500


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """What this service lets allauth do."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "Check your email address and password. They do not match an account that can sign in"
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up: see `actions.invite`."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: allauth's messages would show the address of the account."""

    def is_safe_url(self, url: str | None) -> bool:
        """Only pages of this site by path, and not the one that signs out again."""
        return (
            bool(url)
            and len(str(url)) <= LONGEST_NEXT
            and str(url).startswith("/")
            and not str(url).startswith((reverse("account_logout"), "/exit/"))
            and url_has_allowed_host_and_scheme(str(url), allowed_hosts=None)
        )

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many wrong passwords, for one address or from one place, is a page of its own."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise TooOften from error

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """An account that is switched off is answered like a wrong password."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in, and keep the address out of the session: those are stored encoded, not sealed."""
        super().login(request, user)
        methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {key: value for key, value in method.items() if key not in ("email", "username")} for method in methods
        ]
