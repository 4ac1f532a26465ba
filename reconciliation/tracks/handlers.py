"""How this room reacts to what happens below it."""

from portal.events import Event
from reconciliation.families.events import WorkerChanged
from reconciliation.tracks import states
from reconciliation.tracks.models import ShortTermTrack


def follow_worker(event: Event) -> None:
    """The open questions of a family follow its named worker; without one they are the supervisor's to give."""
    if isinstance(event, WorkerChanged):
        ShortTermTrack.objects.filter(engagement_id=event.engagement_id, state__in=states.OPEN).update(
            worker_id=event.user_id
        )
