"""What it costs to ask whether somebody may see one question, in each role, over reading its row without asking."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.db.models import QuerySet

from reconciliation.families.actions import open_with_reason
from reconciliation.oversight.bench.timing import WARM, side_by_side
from reconciliation.oversight.demo.cast import Cast
from reconciliation.tracks import policy
from reconciliation.tracks.models import ShortTermTrack

ROLES = ("family_member", "caseworker", "supervisor", "safeguarding_lead", "information_governance")


def open_to_the_lead(cast: Cast) -> None:
    """The safeguarding lead sees a family for a reason only."""
    open_with_reason(actor=cast.actor("safeguarding_lead"), engagement=cast.engagements["varnish"], reason="The bench.")


def seeing(cast: Cast, times: int) -> dict[str, tuple[float, float]]:
    """By role: one question of a family as a page asks for it, and its row without any rule."""
    question = ShortTermTrack.objects.filter(asker=cast.people["imelda"]).earliest("received_at").pk
    bare = partial(_first, ShortTermTrack.objects.all, question)
    found = {}
    for role in ROLES:
        seen = partial(_first, partial(policy.visible_to, cast.actor(role)), question)
        found[role] = side_by_side([(seen, bare)] * (times + WARM))
    return found


def _first(rows: Callable[[], QuerySet[ShortTermTrack]], pk: UUID) -> object:
    return rows().filter(pk=pk).first()
