"""Access is always dated: a row counts from `since` until `until`."""

from django.db.models import Q

from portal.workflow import clock


def current(prefix: str = "") -> Q:
    """The rows that count now; `prefix` names the path to them, ending in two underscores."""
    now = clock.now()
    still_open = Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": now})
    return still_open & Q(**{f"{prefix}since__lte": now})


def not_over() -> Q:
    """The rows that count now or will."""
    return Q(until=None) | Q(until__gt=clock.now())
