"""What the guards read: screens, proceedings, and how people need to be spoken to.

All but a need are records: added, never changed.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from portal.audit.triggers import append_only
from portal.encryption.fields import SealedTextField
from portal.workflow import clock
from reconciliation.families.models import FamilyEngagement, Person
from reconciliation.safeguards.words import Format, HowMet, Language, Proceedings, ScreenOutcome


class Recorded(models.Model):
    """A fact of one engagement, with who recorded it and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(FamilyEngagement, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_post = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def holder(self) -> uuid.UUID:
        return self.engagement_id


@append_only
class SafetyScreen(Recorded):
    """Is a child in danger now? Asked of every question, each time that it comes to screening."""

    subject = models.UUIDField()
    outcome = models.CharField(max_length=20, choices=ScreenOutcome)
    contact_outcome = SealedTextField(blank=True)
    reason = SealedTextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "-at"], name="screen_subject_at")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(outcome__in=ScreenOutcome.values), name="screen_outcome_known")
        ]


@append_only
class ProceedingsStatus(Recorded):
    """Where police and court work stands; the newest counts."""

    status = models.CharField(max_length=30, choices=Proceedings)
    note = SealedTextField(blank=True)
    non_objection = models.BooleanField(default=False)
    non_objection_ref = SealedTextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["engagement", "-at"], name="proceedings_engagement_at")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(status__in=Proceedings.values), name="proceedings_status_known")
        ]


@append_only
class ProceedingsCheck(models.Model):
    """One check with an officer, and when the next one is due."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(FamilyEngagement, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=clock.now)
    officer_role = models.CharField(max_length=120)
    officer_ref = SealedTextField(blank=True)
    outcome = SealedTextField(blank=True)
    next_check_due = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["engagement", "-checked_at"], name="check_engagement_at")]

    def __str__(self) -> str:
        return f"proceedings check {self.pk}"

    @property
    def holder(self) -> uuid.UUID:
        return self.engagement_id


class CommunicationNeed(models.Model):
    """The language and the format in which a person can be told something; one at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="communication_needs")
    language = models.CharField(max_length=3, choices=Language, default=Language.ENGLISH)
    format = models.CharField(max_length=20, choices=Format, default=Format.STANDARD)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(until=None), name="one_need_a_person"),
            models.CheckConstraint(condition=models.Q(language__in=Language.values), name="need_language_known"),
            models.CheckConstraint(condition=models.Q(format__in=Format.values), name="need_format_known"),
        ]

    def __str__(self) -> str:
        return f"communication need {self.pk}"

    @property
    def is_plain(self) -> bool:
        """English in standard print: nothing has to be arranged."""
        return (self.language, self.format) == (Language.ENGLISH, Format.STANDARD)


@append_only
class NeedMet(Recorded):
    """How one person's need was met for one question."""

    subject = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=20, choices=HowMet)
    interpreter = SealedTextField(blank=True)
    conflict_checked = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "person", "-at"], name="met_subject_person_at")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(how__in=HowMet.values), name="need_met_how_known")
        ]
