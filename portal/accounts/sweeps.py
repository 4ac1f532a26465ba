"""What this room forgets in time."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from portal.accounts.limits import KEPT_FOR
from portal.accounts.models import KeptWork, SignIn
from portal.accounts.sessions import SessionStore

ENDED_FOR = timedelta(days=30)


def forget() -> int:
    """Delete typed work that nobody came back for, sign-ins that ended long ago, and sessions without a use."""
    now = timezone.now()
    over = Q(ended_at__lt=now - ENDED_FOR) | Q(seen_at__lt=now - ENDED_FOR)
    deleted = KeptWork.objects.filter(kept_at__lt=now - KEPT_FOR).delete()[0] + SignIn.objects.filter(over).delete()[0]
    SessionStore.clear_expired()
    return deleted
