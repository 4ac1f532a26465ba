"""Around the asking: the draft, the wording that the family confirms, and whom a question is shared with."""

import json
import uuid
from typing import ClassVar

from django.db import models

from portal.encryption.fields import SealedTextField
from portal.workflow.models import Acted
from reconciliation.families.models import Person
from reconciliation.tracks.short_term import ShortTermTrack


class QuestionDraft(models.Model):
    """What somebody is writing. Its id becomes the question's, so that sending twice makes one question."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    written_by = models.UUIDField()
    text = SealedTextField()
    saved_at = models.DateTimeField()


class QuestionShare(models.Model):
    """The person who asked lets another member of the family read along, until they end it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    track = models.ForeignKey(ShortTermTrack, on_delete=models.PROTECT, related_name="shares")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["track", "person"], condition=models.Q(until=None), name="one_open_share_a_person"
            )
        ]


class Restatement(Acted):
    """One version of what we understood, in parts. ``verbatim``: it is the family's own wording, unchanged."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    track = models.ForeignKey(ShortTermTrack, on_delete=models.PROTECT, related_name="restatements")
    version = models.PositiveSmallIntegerField()
    verbatim = models.BooleanField(default=False)
    parts_text = SealedTextField()
    kept_words = SealedTextField(blank=True)
    at = models.DateTimeField()
    rejected_at = models.DateTimeField(null=True)
    rejected_because = SealedTextField(blank=True)

    class Meta:
        ordering: ClassVar = ["version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["track", "version"], name="one_restatement_a_version"),
        ]

    @property
    def parts(self) -> list[str]:
        """The wording of each part."""
        return [str(part) for part in json.loads(self.parts_text)]
