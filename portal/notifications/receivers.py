"""Whoever signs in has read the notice that still waited for them."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models import Q

from portal.accounts.models import User
from portal.notifications.actions import withdraw
from portal.notifications.models import Kind


def connect() -> None:
    """Listen to Django's own signal, by whatever page somebody signs in."""
    user_logged_in.connect(_signed_in, dispatch_uid="notifications.signed_in")


def _signed_in(user: User, **_: Any) -> None:
    withdraw(user_id=user.pk, because="signed_in", which=Q(kind=Kind.NOTICE))
