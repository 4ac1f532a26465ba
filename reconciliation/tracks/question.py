"""What a question is beside its machine: whose it is, who works on it, and where it stands in every list."""

import datetime as dt
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django_fsm import FSMField

from portal.encryption.fields import SealedTextField
from portal.workflow.track import TrackBase
from reconciliation.families.models import FamilyEngagement, Person, Team
from reconciliation.tracks import states
from reconciliation.tracks.by_date import BY_DATE, OPEN_OWES_A_DATE

# How many characters one may have.
QUESTION_LENGTH = 10_000


class QuestionBase(TrackBase):
    """The columns of a question. ``resume_state`` is where a pause leads back to, ``review_state`` where a new look
    at a decision does; ``reopened_at`` is when it was last opened again, from where its dates count since."""

    # Whose key seals it and whose chain tells of it: the family's, or its own where it was asked without an account.
    holder = models.UUIDField()
    engagement = models.ForeignKey(FamilyEngagement, on_delete=models.PROTECT, related_name="short_term_tracks")
    asker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="questions")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reference = models.CharField(max_length=9, unique=True)
    state = FSMField(default=states.NONE, protected=True, max_length=30)
    resume_state = models.CharField(max_length=30, blank=True)
    review_state = models.CharField(max_length=30, blank=True)
    paused_by_family = models.BooleanField(default=False)
    reopened_at = models.DateTimeField(null=True)
    loops = models.PositiveSmallIntegerField(default=0)
    question = SealedTextField()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=states.ALL), name="short_term_state_known"),
            OPEN_OWES_A_DATE,
        ]
        indexes: ClassVar = [
            *BY_DATE,
            models.Index(fields=["engagement", "received_at"], name="short_term_engagement"),
            models.Index(
                fields=["team", "state_since", "id"], condition=models.Q(state=states.CLOSED_PART_ANSWERED),
                name="short_term_could_be_later",
            ),
        ]  # fmt: skip

    def is_of(self, actor_id: UUID | None) -> bool:
        """Whether this is the person who asked: their account, or, by the question's own id, who holds its receipt."""
        return actor_id is not None and actor_id in (self.pk, self.asker.user_id)

    @property
    def reached_by(self) -> UUID:
        """The id under which it is kept how the person who asked can be reached: theirs, or the question's own."""
        return self.asker.user_id or self.pk

    @property
    def is_open(self) -> bool:
        return self.current in states.OPEN

    @property
    def counts_from(self) -> dt.datetime:
        return self.reopened_at or self.received_at
