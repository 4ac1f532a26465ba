"""The long-term track: more than an answer. A request opens it; what follows is planned with the family."""

import uuid
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django_fsm import FSMField

from portal.workflow.declare import Opens, move
from portal.workflow.models import Acted
from portal.workflow.track import TrackBase
from reconciliation.families.models import FamilyEngagement, Person, Team
from reconciliation.tracks.parties import ASKER, WORKER
from reconciliation.tracks.short_term import ShortTermTrack

NONE = ""
REQUESTED = "requested"
STATES = (REQUESTED,)


class LongTermTrack(TrackBase):
    """What a family asked for beyond an answer; one that is open for a family."""

    KIND = "long_term"

    engagement = models.ForeignKey(FamilyEngagement, on_delete=models.PROTECT, related_name="long_term_tracks")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=9, unique=True)
    state = FSMField(default=NONE, protected=True, max_length=30)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="long_term_state_known"),
            models.UniqueConstraint(
                fields=["engagement"], condition=models.Q(state__in=STATES), name="one_open_long_term_track"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["team", "next_due", "id"], name="long_term_team_due")]

    @property
    def holder(self) -> UUID:
        return self.engagement_id

    @move(
        "L1", source=NONE, target=REQUESTED, by=(ASKER, WORKER), label="Ask for more help",
        question="Does the family ask for more than an answer?", accountable="Team manager", days=2,
        opens=(Opens("acknowledge", 2), Opens("offer", 5)),
    )  # fmt: skip
    def request(self) -> None:
        """A supervisor acknowledges it; by the fifth working day the family hears what we can offer."""


class HelpRequest(Acted):
    """One person asked for more help, out of one question. It is theirs alone, as the question is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    track = models.ForeignKey(LongTermTrack, on_delete=models.PROTECT, related_name="requests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(ShortTermTrack, on_delete=models.PROTECT, related_name="help_requests")
    open_parts = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["track", "person"], name="one_request_a_person_and_track")
        ]
