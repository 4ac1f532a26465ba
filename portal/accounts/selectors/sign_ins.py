"""Where somebody is signed in, and what is kept for them."""

import json
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts import limits
from portal.accounts.models import KeptWork, SignIn, User

Typed = list[tuple[str, str]]


def open_sign_in(user: User, pk: object) -> SignIn | None:
    """The sign-in that a session names, unless it was ended; whether its time is over is the caller's to ask."""
    try:
        key = UUID(str(pk))
    except ValueError:
        return None
    return SignIn.objects.filter(pk=key, user=user, ended_at=None).first()


def lasts(user: User, pk: object) -> bool:
    """Whether this sign-in is good at this moment: not ended, its time not over, its second factor shown.

    For what stays open without a request, such as a socket. Asking is no activity.
    """
    found = open_sign_in(user, pk)
    return (
        found is not None
        and user.is_active
        and timezone.now() < limits.ends_at(found, user.role)
        and not limits.needs_second_factor(found, user.role)
    )


def sign_ins_of(user: User) -> QuerySet[SignIn]:
    """The sign-ins of this account that have not ended, the one used last first."""
    now = timezone.now()
    return SignIn.objects.filter(
        user=user,
        ended_at=None,
        seen_at__gt=now - limits.idle(user.role),
        began_at__gt=now - limits.absolute(user.role),
    ).order_by("-seen_at", "pk")


def kept_for(user: User) -> dict[str, str]:
    """The pages for which something typed is kept: their path, and the key of what is kept."""
    since = timezone.now() - limits.KEPT_FOR
    rows = KeptWork.objects.filter(user=user, kept_at__gt=since).values_list("path", "pk")
    return {path: str(pk) for path, pk in rows}


def kept_work(user: User, pk: object) -> Typed:
    """What was typed, as (label, text)."""
    row = KeptWork.objects.filter(pk=UUID(str(pk)), user=user, kept_at__gt=timezone.now() - limits.KEPT_FOR).first()
    return [(label, text) for label, text in json.loads(row.fields)] if row else []
