"""What joins the sides. Only the safeguarding lead reads these two tables."""

import uuid

from django.conf import settings
from django.db import models

from portal.encryption import keys
from portal.encryption.fields import SealedTextField
from portal.workflow import clock
from reconciliation.families.models.engagements import FamilyEngagement
from reconciliation.families.references import new_reference


class Incident(models.Model):
    """The event, or events, that link children."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = SealedTextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-opened_at", "id"])]

    def __str__(self) -> str:
        return self.reference

    @property
    def holder(self) -> uuid.UUID:
        return keys.SITE


class IncidentLink(models.Model):
    """An engagement belongs to one incident at most."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links")
    engagement = models.OneToOneField(FamilyEngagement, on_delete=models.PROTECT, related_name="incident_link")
    linked_at = models.DateTimeField(default=clock.now)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"incident link {self.pk}"
