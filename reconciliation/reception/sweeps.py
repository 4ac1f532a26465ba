"""What was begun and not sent goes away by itself."""

from django.db.models import Q

from portal.workflow import clock
from reconciliation.reception.models import AskDraft, MailedCode

MOST_AT_ONCE = 500


def forget() -> int:
    """Remove drafts and codes whose time is over; how many. A sweep of the worker."""
    over = Q(expires_at__lt=clock.now())
    done = 0
    for model in (AskDraft, MailedCode):
        pks = list(model.objects.filter(over).values_list("pk", flat=True)[:MOST_AT_ONCE])
        if pks:
            done += model.objects.filter(over, pk__in=pks).delete()[0]
    return done
