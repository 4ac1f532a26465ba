"""Lists of open questions go by the date owed next: each is read off an index of its own until its page is full."""

from django.db.models import CheckConstraint, Index, Q

from reconciliation.tracks import states

DATED = Q(next_due__isnull=False)

# A question without a date would stand in no list.
OPEN_OWES_A_DATE = CheckConstraint(
    condition=Q(state__in=states.OPEN, next_due__isnull=False) | Q(state__in=states.CLOSED, next_due=None),
    name="short_term_open_owes_a_date",
)
BY_DATE = (
    Index(fields=["team", "next_due", "id"], condition=DATED, name="short_term_team_due"),
    Index(fields=["worker", "next_due", "id"], condition=DATED, name="short_term_worker_due"),
    Index(fields=["team", "state", "next_due", "id"], condition=DATED, name="short_term_team_state"),
    Index(fields=["state", "next_due", "id"], condition=DATED, name="short_term_state_due"),
    Index(fields=["team", "next_due", "id"], condition=DATED & Q(worker=None), name="short_term_no_worker"),
)
