"""Promises: what somebody will do by a day, and what was said sorry for. The family sees both, with the post."""

import uuid
from typing import ClassVar

from django.db import models

from portal.encryption.fields import SealedTextField
from portal.workflow.models import Acted
from reconciliation.tracks.short_term import ShortTermTrack


class Outcome(models.TextChoices):
    """What became of a promise."""

    OPEN = "open", "Not due yet, or not done yet"
    KEPT = "kept", "Kept"
    BROKEN = "broken", "Not kept"


class Commitment(Acted):
    """Somebody with a post and a name promised something by a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    track = models.ForeignKey(ShortTermTrack, on_delete=models.PROTECT, related_name="commitments")
    team_id = models.UUIDField()
    what = SealedTextField()
    owner_post = models.CharField(max_length=120)
    owner_name = SealedTextField()
    due = models.DateField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    outcome_at = models.DateTimeField(null=True)
    outcome_words = SealedTextField(blank=True)
    outcome_post = models.CharField(max_length=120, blank=True)
    outcome_name = SealedTextField(blank=True)
    kept_words = SealedTextField(blank=True)

    class Meta:
        ordering: ClassVar = ["due", "id"]
        indexes: ClassVar = [
            models.Index(fields=["team_id", "due", "id"], condition=models.Q(outcome=Outcome.OPEN),
                         name="commitment_open_due"),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="commitment_outcome_known")
        ]

    @property
    def first_texts(self) -> list[str]:
        """What the family reads while nothing has become of it."""
        return [self.what, self.owner_post, self.owner_name]

    @property
    def texts(self) -> list[str]:
        """What the family reads, and what the recipient check reads before."""
        return [*self.first_texts, *([self.outcome_words] if self.outcome_words else [])]


class HowGiven(models.TextChoices):
    """How an apology was, or will be, given."""

    IN_PERSON = "in_person", "In person, and written here after"
    PHONE = "phone", "By phone, and written here after"
    HERE = "portal", "Here, in writing"


class Apology(Acted):
    """An apology in the steps of candour: what happened, what we will still find out, sorry, and what help there is.

    A second person approves it before the family reads it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    track = models.ForeignKey(ShortTermTrack, on_delete=models.PROTECT, related_name="apologies")
    for_what = SealedTextField()
    enquiries = SealedTextField(blank=True)
    sorry = SealedTextField()
    support = SealedTextField(blank=True)
    by_post = models.CharField(max_length=120)
    by_name = SealedTextField()
    how_given = models.CharField(max_length=12, choices=HowGiven)
    given_on = models.DateField()
    kept_words = SealedTextField(blank=True)
    at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_post = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    return_reason = SealedTextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["at", "id"], condition=models.Q(approved_at=None, returned_at=None), name="apology_waits"
            )
        ]

    @property
    def texts(self) -> list[str]:
        """What the family reads, and what the recipient check reads before."""
        return [self.for_what, self.enquiries, self.sorry, self.support, self.by_post, self.by_name]
