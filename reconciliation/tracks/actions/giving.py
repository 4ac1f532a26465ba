"""A question goes to the family that it belongs to, or back to where it was asked."""

from uuid import UUID

from django.db import transaction

from portal.audit.actor import Actor
from portal.audit.changes import changed
from portal.ui.refusals import NotYours
from reconciliation.families import policy as families_policy
from reconciliation.families.models import Person
from reconciliation.tracks.actions.moving import lock_family
from reconciliation.tracks.models import Commitment, ShortTermTrack


@transaction.atomic
def give_to(*, actor: Actor, pk: UUID, asker: Person, worker_id: UUID | None) -> ShortTermTrack:
    """The safeguarding lead gives it to the family of ``asker``: its team works it from now on, and nobody else.

    State, dates and record stay as they are, under the question's own key and on its own chain.
    """
    if not families_policy.is_lead(actor):
        raise NotYours
    lock_family(pk)
    track = ShortTermTrack.objects.select_for_update(of=("self",)).get(pk=pk)
    track.engagement, track.team_id = asker.engagement, asker.engagement.team_id
    track.asker, track.worker_id = asker, worker_id
    track.save(update_fields=["engagement", "team", "asker", "worker"])
    Commitment.objects.filter(track=track).update(team_id=track.team_id)
    changed(actor, track.holder, "question_given", track, family=str(track.engagement_id))
    return track
