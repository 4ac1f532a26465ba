"""Questions as an actor may see them."""

from uuid import UUID

from portal.accounts.models import Role
from portal.accounts.selectors import names_of
from portal.audit.actor import Actor
from portal.ui.refusals import NotYours
from reconciliation.families.models import BARRING, Conflict, Membership, Person, current
from reconciliation.tracks import policy
from reconciliation.tracks.models import ShortTermTrack


def question_for(actor: Actor, pk: UUID) -> ShortTermTrack:
    """The question, if this actor may read it; otherwise the one refusal."""
    track = policy.visible_to(actor).select_related("engagement__team", "asker", "worker").filter(pk=pk).first()
    if track is None:
        raise NotYours()
    return track


def own_question(actor: Actor, pk: UUID) -> ShortTermTrack:
    """The question, if this actor asked it; those with whom it is shared only read."""
    track = policy.asked_by(actor).select_related("engagement__team", "asker", "worker").filter(pk=pk).first()
    if track is None:
        raise NotYours()
    return track


def readers_of(track: ShortTermTrack) -> list[Person]:
    """Who reads the answer: whoever asked, and whom they shared it with."""
    shared = [share.person for share in track.shares.filter(until=None).select_related("person")]
    return [track.asker, *shared]


def lead_of(team_id: UUID, engagement_id: UUID) -> tuple[str, str]:
    """The name and post of the team's supervisor, who answers for what nobody works on yet; not one with a conflict."""
    leads = Membership.objects.filter(current(), team_id=team_id, user__role=Role.SUPERVISOR, user__is_active=True)
    barred = Conflict.objects.filter(engagement_id=engagement_id, status__in=BARRING).values("user_id")
    lead = leads.exclude(user_id__in=barred).order_by("since", "id").values_list("user_id", flat=True).first()
    return names_of([lead]).get(lead, ("", "")) if lead else ("", "")
