"""The sign-in policy, as allauth asks for it: by invitation only, telling nothing, secrets sealed."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from portal.accounts import selectors
from portal.encryption import keys
from portal.ui.refusals import TooOften

LONGEST_NEXT = 500
LOGIN_CODE = "account/email/login_code"
SECRET = "second_factor"  # noqa: S105  # the label that binds the seal


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

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:  # noqa: ARG002
        """Switched off on its way in: back to the start of signing in, without a word."""
        return HttpResponseRedirect(reverse("account_login"))

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in, if it is still switched on after all steps; the address is not kept in the session."""
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)
        methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {key: value for key, value in method.items() if key not in ("email", "username")} for method in methods
        ]

    def render_mail(self, template_prefix: str, email: Any, *args: Any, **kwargs: Any) -> EmailMessage:
        """In the one language of whoever owns the address."""
        user = selectors.account_of_address(str(email))
        with override(user.language if user else get_language()):
            message: EmailMessage = super().render_mail(template_prefix, email, *args, **kwargs)
        return message

    def send_to_nobody(self, email: str) -> None:
        """The work of a mail to an address without an account, so that the time taken tells nothing.

        A mail backend that writes says how it does the same writing and sends nothing (`for_nobody`).
        """
        message = self.render_mail(LOGIN_CODE, email, {"code": self.generate_login_code()})
        backend = get_connection()
        if hasattr(backend, "for_nobody"):
            backend.for_nobody([message])


class SealedSecrets(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of apps and seeds of recovery codes are sealed under the site's key; see `passkeys` for their names."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Check the code. It is wrong, was used before or is too old"),
    }

    def encrypt(self, text: str) -> str:
        """What is stored of a secret."""
        return base64.b64encode(keys.seal(keys.SITE, SECRET, text)).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a phone or computer lists a passkey under: the host, and the name that an authenticator app has too."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": str(settings.MFA_TOTP_ISSUER)}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """By the sign-in address, and never by the role."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": entity["name"]}

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return keys.open_sealed(keys.SITE, SECRET, base64.b64decode(encrypted_text))
