"""A table of its own for the sealed fields: its app is not installed, so no migration knows it."""

import uuid

from django.db import models

from portal.encryption.fields import SealedDateField, SealedTextField


class Letter(models.Model):
    """A row with every kind of sealed field."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.UUIDField()
    title = models.CharField(max_length=50, blank=True)
    text = SealedTextField()
    note = SealedTextField(blank=True)
    reply = SealedTextField(null=True)
    born = SealedDateField(null=True)

    class Meta:
        app_label = "sealed_rows"

    @property
    def holder(self) -> uuid.UUID:
        return self.owner
