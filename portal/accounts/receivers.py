"""Sign-in and sign-out go on the record, by whatever page they happen."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction

from portal.accounts.actors import actor_of
from portal.accounts.models import User
from portal.audit.record import record
from portal.encryption.keys import SITE


def connect() -> None:
    """Listen to Django's own signals: also the exit page, which knows nothing of accounts, sends them."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed_out")


def _signed_in(user: User, **_: Any) -> None:
    _write(user, "signed_in")


def _signed_out(user: User | None, **_: Any) -> None:
    # Whoever was not signed in, or whose account is gone, signs out of nothing.
    if user is not None:
        _write(user, "signed_out")


def _write(user: User, action: str) -> None:
    with transaction.atomic():
        record(actor=actor_of(user), holder=SITE, action=action, table=User._meta.db_table, row=user.pk)
