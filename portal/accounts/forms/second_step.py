"""The second factor, asked for after the first, and again of whoever has been signed in for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts import passkeys, selectors
from portal.accounts.forms.entrance import code_field
from portal.ui.fields import TextField
from portal.ui.forms import GovFormMixin
from portal.ui.refusals import TooOften


class _AppCodeFields(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """allauth's form with our fields; it looks for the code among those of the app and of recovery.

    Where the account has a passkey, a page's script may send what that one answered in place of a code.
    """

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        ways = selectors.second_factors(self.user)
        self.has_passkey = selectors.PASSKEY in ways
        if self.has_passkey:
            self.fields["credential"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["code"] = _app_code() if selectors.APP in ways else _recovery_code()
        self.fields["code"].required = not (self.has_passkey and self.data.get("credential"))

    def clean_code(self) -> str:
        """Too many wrong codes are a page of their own."""
        with _counted():
            return str(super().clean_code()) if self.fields["code"].required else ""

    def clean(self) -> dict[str, Any] | None:
        """A passkey that does not fit counts as a wrong code."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("credential"):
            with _counted():
                forget_tries = check_rate_limit(self.user)
            self.authenticator = passkeys.shown(self.request, self.user, cleaned["credential"])
            if self.authenticator is None:
                raise forms.ValidationError(_("That passkey did not work. Try again, or enter a code"))
            forget_tries()
        return cleaned

    def save_again(self) -> None:
        """Whoever is signed in has shown it again."""
        post_authentication(self.request, self.authenticator, reauthenticated=True)


@contextmanager
def _counted() -> Iterator[None]:
    try:
        yield
    except forms.ValidationError as error:
        if getattr(error, "code", "") == "too_many_login_attempts":
            raise TooOften from error
        raise


def _app_code() -> TextField:
    return code_field(
        _("Code"),
        _("Enter the code from your app, or a recovery code"),
        _("Open your authenticator app. It shows 6 digits. If your phone is lost, use a recovery code."),
    )


def _recovery_code() -> TextField:
    return code_field(_("Recovery code"), _("Enter a recovery code"), _("It has 8 digits. Each works once."))


class AppCodeForm(GovFormMixin, _AppCodeFields):
    """A code of the second factor, a recovery code, which works once, or a passkey."""
