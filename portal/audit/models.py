"""The record of changes and of sensitive reads: one hash chain a holder, append-only in the database."""

import uuid

from django.db import models
from django.utils import timezone

from .triggers import append_only

READ = "opened."
"""How the action of an entry begins that tells of a page being read, and of no change."""


@append_only
class AuditEntry(models.Model):
    """One entry of a holder's chain. It names ids, states and guards, never a private text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.UUIDField()
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=64)
    actor_post = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=100)
    is_read = models.BooleanField(default=False)
    table_name = models.CharField(max_length=100)
    row_id = models.UUIDField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    mac = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_entry"
        verbose_name_plural = "audit entries"
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="audit_one_entry_a_place")]
        indexes = [
            models.Index(fields=["-at", "-id"], condition=models.Q(is_read=True), name="audit_reads"),
            models.Index(fields=["actor_id", "row_id", "at"], condition=models.Q(is_read=True), name="audit_reader"),
            models.Index(fields=["chain", "-at", "-id"], condition=models.Q(is_read=True), name="audit_reads_of_chain"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence} {self.action}"


class AuditHead(models.Model):
    """The end of a chain: how many entries it has, and a link that only the service can make."""

    chain = models.UUIDField(primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    mac = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_head"

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}"


@append_only
class AuditAnchor(models.Model):
    """A head as it was when it was anchored: one row each time that it had moved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.UUIDField()
    sequence = models.PositiveBigIntegerField()
    mac = models.CharField(max_length=64)
    anchored_at = models.DateTimeField()

    class Meta:
        db_table = "audit_anchor"
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="audit_one_anchor_a_place")]

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}"
