"""Who may reach an engagement, from when until when, and who must not."""

import uuid

from django.conf import settings
from django.db import models

from portal.encryption.fields import SealedTextField
from portal.workflow import clock
from reconciliation.families.models.engagements import FamilyEngagement


class ConflictKind(models.TextChoices):
    RELATIONSHIP = "relationship", "I am related to, or a friend of, someone involved"
    NEIGHBOUR = "neighbour", "I live near someone involved"
    SCHOOL = "school", "I am a governor of, or work at, a school involved"
    PAST_WORK = "past_work", "I have worked with someone involved before"
    COUNCILLOR = "councillor", "I have a link to a councillor involved"
    OTHER = "other", "Something else"


class ConflictStatus(models.TextChoices):
    NONE_DECLARED = "none_declared", "None declared"
    DECLARED = "declared", "Declared"
    DETECTED = "detected", "Detected"
    UPHELD = "upheld", "Upheld"
    NOT_UPHELD = "not_upheld", "Not upheld"


BARRING = (ConflictStatus.DECLARED, ConflictStatus.UPHELD)


class GrantKind(models.TextChoices):
    REASONED_LOOK = "reasoned_look", "Opened with a reason"
    REVIEW = "review", "Review"
    ACCESS_REQUEST = "access_request", "Access request"


class Assignment(models.Model):
    """The named caseworker of an engagement: one at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(FamilyEngagement, on_delete=models.PROTECT, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["user", "until"])]
        constraints = [
            models.UniqueConstraint(fields=["engagement"], condition=models.Q(until=None), name="one_open_assignment")
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"


class Conflict(models.Model):
    """What a worker said, or what was found, about their own interest in a family."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(FamilyEngagement, on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    kind = models.CharField(max_length=20, choices=ConflictKind, blank=True)
    status = models.CharField(max_length=20, choices=ConflictStatus)
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = SealedTextField(blank=True)
    # A match that was found is decided by a supervisor, within a working day.
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = SealedTextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "status"]),
            models.Index(fields=["status", "recorded_at", "id"], name="conflict_status_recorded"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=ConflictStatus.values), name="conflict_status_known")
        ]

    def __str__(self) -> str:
        return f"conflict {self.pk}"

    @property
    def holder(self) -> uuid.UUID:
        return self.engagement_id


class Handover(models.Model):
    """What the next worker needs to know, so that the family does not have to tell it again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(FamilyEngagement, on_delete=models.PROTECT, related_name="handovers")
    from_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    summary = SealedTextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"handover {self.pk}"

    @property
    def holder(self) -> uuid.UUID:
        return self.engagement_id


class AccessGrant(models.Model):
    """A dated reason to see one engagement, for someone who is not of its team."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_grants")
    engagement = models.ForeignKey(FamilyEngagement, on_delete=models.PROTECT, related_name="access_grants")
    kind = models.CharField(max_length=20, choices=GrantKind)
    reason = SealedTextField()
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "until"])]

    def __str__(self) -> str:
        return f"access grant {self.pk}"

    @property
    def holder(self) -> uuid.UUID:
        return self.engagement_id
