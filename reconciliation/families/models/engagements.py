"""One family's whole relationship with the service for one incident."""

import uuid

from django.conf import settings
from django.db import models

from portal.encryption.fields import SealedTextField
from portal.workflow import clock
from reconciliation.families.models.teams import Team
from reconciliation.families.references import new_reference


class Side(models.TextChoices):
    HARMED = "harmed", "Child who was harmed"
    CHILD_WHO_HARMED = "child_who_harmed", "Child who has harmed"
    AFFECTED = "affected", "Affected in another way"
    # Of a question that was asked without an account, until it is tied to a family.
    UNKNOWN = "unknown", "Not known yet"


class SideBasis(models.TextChoices):
    REPORTED = "reported", "Reported"
    ACKNOWLEDGED = "acknowledged", "Acknowledged by the family"
    FOUND = "found", "Found by a court or an investigation"


class FamilyEngagement(models.Model):
    """Holds its own key and its own audit chain, both under its id.

    A question asked without an account stands in one of its own, of which no side is known: whatever is done for a
    family's question is done for it in the same way. ``tied_to`` is the family that it turned out to belong to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="engagements")
    side = models.CharField(max_length=20, choices=Side)
    side_basis = models.CharField(max_length=20, choices=SideBasis)
    known_to_social_care = models.BooleanField()
    external_system = models.CharField(max_length=80, blank=True)
    external_ref = SealedTextField(blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # Indexed below where there is one: an index of the many without any is taken for a good one, and reads them all.
    tied_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="tied", db_index=False)
    # Set when the answers were checked: from then on the side is no longer changed here.
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["tied_to"], condition=models.Q(tied_to__isnull=False), name="family_tied"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="side_known"),
            models.CheckConstraint(condition=models.Q(side_basis__in=SideBasis.values), name="side_basis_known"),
            models.CheckConstraint(
                condition=models.Q(tied_to=None) | models.Q(side=Side.UNKNOWN), name="only_a_question_is_tied"
            ),
            models.CheckConstraint(
                condition=models.Q(side=Side.UNKNOWN) | models.Q(opened_by__isnull=False), name="a_family_is_opened_by"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return f"/engagements/{self.pk}/"

    @property
    def caption(self) -> str:
        """What stands over the heading of every page about this family: which one, and on which side."""
        return f"{self.reference}, side: {self.get_side_display()}" if self.is_family else "No family yet"

    @property
    def is_family(self) -> bool:
        """Whether it is a family, and not a question that belongs to none yet."""
        return self.side != Side.UNKNOWN

    @property
    def holder(self) -> uuid.UUID:
        return self.pk
