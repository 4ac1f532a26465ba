"""Codes by e-mail: to sign in with, and to show again who one is. Asked for by anybody, sent to accounts only."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from django.http import HttpRequest

from portal.accounts import selectors
from portal.accounts.adapter import LOGIN_CODE
from portal.accounts.models import User
from portal.ui.refusals import TooOften

SHOWN_AGAIN = "identity_code"


def limit(request: HttpRequest, action: str, key: str) -> None:
    """Count one try; one too many is a page of its own."""
    if not ratelimit.consume(request, action=action, key=key):
        raise TooOften


def begin_sign_in(request: HttpRequest, address: str) -> None:
    """Send a code, where the address has an account. Where it has none, all but the sending is done."""
    limit(request, "request_login_code", address)
    user = selectors.account_of_address(address)
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=address)
    if user is None:
        get_adapter().send_to_nobody(address)


def pending_sign_in(request: HttpRequest) -> LoginCodeVerificationProcess | None:
    """The sign-in that waits for its code in this browser, unless that is too old."""
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    return LoginCodeVerificationProcess.resume(stage) if stage else None


class IdentityCode(AbstractCodeVerificationProcess):  # type: ignore[misc]  # allauth has no types
    """A code for somebody who is signed in and has neither password nor second factor at hand."""

    def __init__(self, request: HttpRequest, user: User, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            state=state,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            user=user,
        )

    @classmethod
    def begin(cls, request: HttpRequest, user: User) -> "IdentityCode":
        """Send a code to the account's own address."""
        limit(request, "request_login_code", user.email)
        process = cls(request, user, cls.initial_state(user))
        process.send()
        process.persist()
        return process

    @classmethod
    def pending(cls, request: HttpRequest, user: User) -> "IdentityCode | None":
        """The code that was sent to this account from this browser, unless it is too old."""
        state = request.session.get(SHOWN_AGAIN)
        if not state or state.get("user_id") != str(user.pk):
            return None
        found: IdentityCode | None = cls(request, user, state).abort_if_invalid()
        return found

    def send(self) -> None:
        """By e-mail, in the words of any code."""
        self.state["code"] = get_adapter().generate_login_code()
        get_adapter().send_mail(LOGIN_CODE, self.user.email, {"code": self.code})

    def persist(self) -> None:
        """In the sealed session."""
        self.request.session[SHOWN_AGAIN] = self.state

    def abort(self) -> None:
        """Used, too old, or guessed at too often."""
        self.request.session.pop(SHOWN_AGAIN, None)
