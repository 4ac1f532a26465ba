"""What the flowchart shows besides the process: how many questions stand where, and who holds a post."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count

from portal.accounts.models import Role
from portal.accounts.selectors import names_of
from portal.audit.actor import Actor
from reconciliation.families.models import Membership, current
from reconciliation.tracks import policy

# Who works with questions, and so sees how many there are. Nobody else does.
COUNTED_FOR = frozenset({Role.CASEWORKER, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD})
MOST_NAMED = 6


def live_counts(actor: Actor) -> dict[str, int] | None:
    """How many of the questions that this actor may read are in each state; None for whoever is shown no count."""
    if actor.role not in COUNTED_FOR:
        return None
    rows = policy.visible_to(actor).order_by().values("state").annotate(questions=Count("id"))
    return dict(rows.values_list("state", "questions"))


def holders_of(actor: Actor, posts: Iterable[str]) -> dict[str, str]:
    """The people of this actor's own teams who hold each of these posts; a post that nobody there holds is left out."""
    if actor.id is None or actor.role not in COUNTED_FOR:
        return {}
    teams = Membership.objects.filter(current(), user_id=actor.id).values("team_id")
    members = Membership.objects.filter(current(), team_id__in=teams, user__is_active=True)
    members = members.select_related("user", "team").order_by("since", "id")
    holders: dict[str, list[UUID]] = defaultdict(list)
    for member in members:
        for post in posts:
            if _holds(member, post.lower()):
                holders[post].append(member.user_id)
    names = names_of({user for users in holders.values() for user in users})
    return {post: _listed([names[user][0] for user in dict.fromkeys(users)]) for post, users in holders.items()}


def _holds(member: Membership, post: str) -> bool:
    """By the words of the post: a manager or supervisor, a caseworker, an approver; on duty only in a duty team."""
    if "duty" in post and not member.team.is_duty:
        return False
    if "approver" in post:
        return member.approver
    if member.user.role == Role.SUPERVISOR:
        return "manager" in post or "supervisor" in post
    return "caseworker" in post


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
