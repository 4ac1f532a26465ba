"""Words that a family must not read, as keyed hashes, and texts that wait for a second person."""

import uuid
from typing import ClassVar

from django.db import models

from portal.encryption.fields import SealedTextField
from portal.workflow import clock


class ProtectedWord(models.Model):
    """A word of the other side, hashed under the key of the family that must not read it.

    So a dump joins no two sides: the same word has another hash in every family.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    mac = models.BinaryField(max_length=32)
    common = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["holder", "mac"], name="one_protected_word_a_holder")]

    def __str__(self) -> str:
        return f"protected word {self.pk}"


class HoldState(models.TextChoices):
    OPEN = "open", "Waiting for a second person"
    RELEASED = "released", "Released"
    KEPT_BACK = "kept_back", "Kept back"


class Hold(models.Model):
    """One exact text that waits, or waited, for a second person. A changed text needs a new look."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    subject = models.UUIDField()
    text_digest = models.BinaryField(max_length=32)
    state = models.CharField(max_length=10, choices=HoldState, default=HoldState.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.UUIDField(null=True)
    # Set when the text was changed, or replaced by another version: this wording goes nowhere any more.
    superseded_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_post = models.CharField(max_length=200, blank=True)
    reason = SealedTextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "opened_at"], name="hold_state_opened")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["holder", "subject", "text_digest"], name="one_hold_a_text"),
            models.CheckConstraint(condition=models.Q(state__in=HoldState.values), name="hold_state_known"),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class FamilyMatch(models.Model):
    """A text that a family sent and that names the other side. It was delivered; the safeguarding lead alone is told.

    Nothing of it goes on the family's chain: an entry would tell its team of another side.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    subject = models.UUIDField(unique=True)
    found_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    read_by = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["read_at", "found_at"], name="family_match_unread")]

    def __str__(self) -> str:
        return f"family match {self.pk}"
