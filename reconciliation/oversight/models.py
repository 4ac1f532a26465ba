"""What this room keeps of its own: the dated results of written scenarios."""

import uuid
from typing import ClassVar

from django.db import models

from portal.audit.triggers import append_only
from portal.encryption import keys
from portal.workflow import clock
from portal.workflow.models import Acted


class ScenarioRun(Acted):
    """One run of one written scenario. ``steps`` is what happened, step by step: everybody in it is invented.

    ``digest`` names the exact text of the file that was played, so that a result says what it is the result of.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)
    passed = models.BooleanField()
    steps = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["slug", "-at", "-id"], name="scenario_run_newest")]

    @property
    def holder(self) -> uuid.UUID:
        """It is of no family."""
        return keys.SITE


append_only(ScenarioRun)
