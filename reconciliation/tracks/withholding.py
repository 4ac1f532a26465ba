"""What is withheld: the whole item, which only who looks at the decision again reads, and what was covered in it."""

import re
import uuid
from typing import ClassVar

from django.db import models

from portal.audit.triggers import append_only
from portal.encryption.fields import SealedTextField
from portal.workflow.models import Acted
from reconciliation.tracks.parts import Answer, QuestionPart, ReasonCode


def in_paragraphs(text: str) -> list[str]:
    """What stands between empty lines; a line of blanks is an empty one."""
    return [block.strip() for block in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n")) if block.strip()]


class WithheldItem(Acted):
    """One version of an item that was not, or not wholly, shared: what it is and its whole text, by paragraphs.

    Where the item is not text, or we do not keep it, ``kept_where`` says where the reviewer reads it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    part = models.ForeignKey(QuestionPart, on_delete=models.PROTECT, related_name="withheld")
    version = models.PositiveSmallIntegerField()
    what = SealedTextField()
    text = SealedTextField(blank=True)
    kept_where = SealedTextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["part_id", "version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["part", "version"], name="one_item_a_version")]

    @property
    def paragraphs(self) -> list[str]:
        """The text by paragraphs: what stands between empty lines."""
        return in_paragraphs(self.text)


class ReviewRequest(Acted):
    """Somebody asks that the decision on one part is looked at again, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    part = models.ForeignKey(QuestionPart, on_delete=models.PROTECT, related_name="reviews")
    words = SealedTextField(blank=True)
    at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["part"], condition=models.Q(decided_at=None), name="one_open_review_a_part")
        ]


class Covered(models.Model):
    """One paragraph that was covered in what was shared, and why. The covered words themselves stand in no answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="covered")
    item = models.ForeignKey(WithheldItem, on_delete=models.PROTECT, related_name="+")
    paragraph = models.PositiveSmallIntegerField()
    reason_code = models.CharField(max_length=30, choices=ReasonCode)

    class Meta:
        ordering: ClassVar = ["answer_id", "paragraph"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "paragraph"], name="a_paragraph_is_covered_once")
        ]


append_only(WithheldItem)
append_only(Covered)
