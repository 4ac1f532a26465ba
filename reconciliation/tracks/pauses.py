"""Pauses: why, until when we look again, and what the family may know of it."""

import uuid
from typing import ClassVar

from django.db import models

from portal.encryption.fields import SealedTextField
from portal.workflow.models import Acted
from reconciliation.tracks.short_term import ShortTermTrack


class PauseReason(models.TextChoices):
    """Why something waits, as staff choose it."""

    AWAITING_FAMILY = "awaiting_family", "We wait for the family"
    PROCEEDINGS = "proceedings", "Police or court work, which the family knows of"
    PROVIDER_CAPACITY = "provider_capacity", "We wait for a service to have a place"
    SAFETY = "safety", "Safety"
    COURT_ORDER = "court_order", "A court order"
    CONSENT_CHANGE = "consent_change", "An agreement was changed or taken back"
    CAPACITY_CHANGE = "capacity_change", "Somebody’s ability to decide has changed"
    CONFLICT_OF_INTEREST = "conflict_of_interest", "A conflict of interest"
    FAMILY_REQUEST = "family_request", "The family asked"


# These read alike to the family, byte for byte: which of them it is could tell of the other side.
UNSPOKEN = frozenset({
    PauseReason.SAFETY, PauseReason.COURT_ORDER, PauseReason.CONSENT_CHANGE, PauseReason.CAPACITY_CHANGE,
    PauseReason.CONFLICT_OF_INTEREST,
})  # fmt: skip


class Pause(Acted):
    """One pause of one question. ``review_on`` is when we look again; where the reason is unspoken the family sees
    another day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    track = models.ForeignKey(ShortTermTrack, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=30, choices=PauseReason)
    why = SealedTextField(blank=True)
    review_on = models.DateField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["track"], condition=models.Q(ended_at=None), name="one_open_pause"),
            models.CheckConstraint(condition=models.Q(reason__in=PauseReason.values), name="pause_reason_known"),
        ]
