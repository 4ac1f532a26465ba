"""Move records, decision records and the deadline ledger. Records are append-only, by the database itself."""

import uuid
from typing import ClassVar

from django.db import models

from portal.audit.triggers import append_only
from portal.encryption.fields import SealedTextField


class Acted(models.Model):
    """Who did it: the actor as a plain value, with the post title held at the time."""

    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=30)
    actor_post = models.CharField(max_length=120, blank=True)
    actor_name = SealedTextField(blank=True)

    class Meta:
        abstract = True


class MoveRecord(Acted):
    """One move of one track: from, to, who, when, and what each guard answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    track_kind = models.CharField(max_length=20)
    track_id = models.UUIDField()
    number = models.PositiveIntegerField()
    move_id = models.CharField(max_length=8)
    event = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40)
    at = models.DateTimeField()
    guard_results = models.JSONField(default=list)
    process_version = models.CharField(max_length=20)

    class Meta:
        ordering: ClassVar = ["track_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["track_id", "number"], name="one_move_a_number"),
        ]


class DecisionRecord(Acted):
    """The full form of a decision: what, why, the options weighed, and what the family was told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    track_kind = models.CharField(max_length=20)
    track_id = models.UUIDField(db_index=True)
    move = models.OneToOneField(MoveRecord, on_delete=models.PROTECT, null=True, related_name="decision")
    event = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40)
    to_state = models.CharField(max_length=40)
    decision_text = SealedTextField()
    reason_code = models.CharField(max_length=40, blank=True)
    reason_text = SealedTextField(blank=True)
    options_considered = SealedTextField(blank=True)
    decided_at = models.DateTimeField()
    approver_id = models.UUIDField(null=True)
    approver_post = models.CharField(max_length=120, blank=True)
    child_voice = SealedTextField(blank=True)
    family_view = SealedTextField(blank=True)
    family_told = SealedTextField(blank=True)
    told_by = SealedTextField(blank=True)
    told_how = models.CharField(max_length=40, blank=True)
    told_at = models.DateTimeField(null=True)
    told_language = models.CharField(max_length=12, blank=True)
    not_told_reason = SealedTextField(blank=True)
    next_owner_post = models.CharField(max_length=120, blank=True)
    next_owner_name = SealedTextField(blank=True)
    next_due = models.DateField(null=True)
    guidance_version = models.CharField(max_length=20)
    process_version = models.CharField(max_length=20)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True)

    class Meta:
        ordering: ClassVar = ["decided_at", "id"]


class Deadline(models.Model):
    """A promise with a date. ``subject`` is the track, or the part of a question that the date is about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    track_kind = models.CharField(max_length=20)
    track_id = models.UUIDField()
    subject = models.UUIDField()
    kind = models.CharField(max_length=30)
    counted_from = models.DateTimeField()
    days = models.PositiveIntegerField(null=True)
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [models.Index(fields=["track_id", "stopped_at"], name="deadline_track_open")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "kind"], condition=models.Q(stopped_at=None), name="one_open_deadline_a_kind"
            )
        ]


class DeadlineChange(Acted):
    """One extension: from which date to which, why, and what the family was told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="changes")
    old_due = models.DateField()
    new_due = models.DateField()
    reason = SealedTextField()
    family_told = SealedTextField()
    kept_words = SealedTextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["-at", "id"], name="deadline_change_newest")]


append_only(MoveRecord)
append_only(DecisionRecord)
append_only(DeadlineChange)
