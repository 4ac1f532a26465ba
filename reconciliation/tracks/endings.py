"""Around the end of a question: what the family was told, a proposal to go no further, reminders, and coming back."""

import uuid
from typing import ClassVar

from django.db import models

from portal.audit.triggers import append_only
from portal.encryption.fields import SealedTextField
from portal.workflow.models import Acted
from reconciliation.tracks.parts import ProposalState
from reconciliation.tracks.short_term import ShortTermTrack


class Elsewhere(models.TextChoices):
    """To which other procedure a question belongs."""

    COMPLAINT = "complaint", "A complaint"
    ACCESS_REQUEST = "access_request", "A request to see records"
    SAFEGUARDING_REPORT = "safeguarding_report", "A report that a child is at risk"
    CLAIM = "claim", "A legal claim"
    OTHER_AREA = "other_area", "Another council or area"


class TextKind(models.TextChoices):
    """On what occasion the family was told something beside an answer."""

    REDIRECT = "redirect", "Where it can be answered"
    PAUSE = "pause", "Why it is paused"
    NO_FURTHER_ACTION = "no_further_action", "Why we do not go on"


class ToldText(Acted):
    """What the family was told in a decision, as they read it; it passes the recipient check as an answer does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    track = models.ForeignKey(ShortTermTrack, on_delete=models.PROTECT, related_name="told_texts")
    kind = models.CharField(max_length=20, choices=TextKind)
    text = SealedTextField()
    support = SealedTextField(blank=True)
    kept_words = SealedTextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    @property
    def texts(self) -> list[str]:
        """What the family reads, and what the recipient check reads before."""
        return [self.text, self.support]


class ClosingProposal(Acted):
    """A worker proposes not to go on, with a reason and an offer of support; an approver decides on exactly this."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    track = models.ForeignKey(ShortTermTrack, on_delete=models.PROTECT, related_name="closing_proposals")
    told = models.ForeignKey(ToldText, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    reason = SealedTextField()
    told_how = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=ProposalState, default=ProposalState.PROPOSED)
    at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    return_reason = SealedTextField(blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["track", "number"], name="one_closing_proposal_a_number"),
            models.UniqueConstraint(
                fields=["track"], condition=models.Q(state=ProposalState.PROPOSED), name="one_open_closing_proposal"
            ),
        ]  # fmt: skip

    @property
    def digest(self) -> str:
        """The name of this exact version: a proposal is never changed, so its id is enough."""
        return str(self.pk)


class Reminder(models.Model):
    """The service reminded the family that their answer is there; ``sent`` is False where no channel is safe."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    track = models.ForeignKey(ShortTermTrack, on_delete=models.PROTECT, related_name="reminders")
    number = models.PositiveSmallIntegerField()
    sent = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]


class ComeBack(Acted):
    """Why a question was opened again, in the words of who did it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    track = models.ForeignKey(ShortTermTrack, on_delete=models.PROTECT, related_name="come_backs")
    words = SealedTextField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]


append_only(ToldText)
append_only(Reminder)
append_only(ComeBack)
