"""The wrapped keys. A holder is known by its UUID alone: the ground does not know what it is."""

import uuid

from django.db import models


class DataKey(models.Model):
    """One key of one holder for one purpose; empty once it was destroyed.

    Wrapped by a master key, or, where ``under`` names another holder, by that one's data key: it then opens only as
    long as that one does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    purpose = models.CharField(max_length=32)
    wrapped = models.BinaryField()
    master_name = models.CharField(max_length=64, blank=True)
    under = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["holder", "purpose"], name="encryption_one_key_a_purpose")]

    def __str__(self) -> str:
        return f"{self.purpose} key of {self.holder}"
