"""What the guards read: screens, proceedings, and how people need to be spoken to.

All but a need and a watch are records: added, never changed.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from portal.audit.triggers import append_only
from portal.encryption.fields import SealedTextField
from portal.workflow import clock
from reconciliation.families.models import FamilyEngagement, Person
from reconciliation.safeguards.gates import CHASES_TO_ESCALATE
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
    """One check with an officer, answered or not, and when the next one is due."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(FamilyEngagement, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=clock.now)
    officer_role = models.CharField(max_length=120)
    officer_ref = SealedTextField(blank=True)
    outcome = SealedTextField(blank=True)
    answered = models.BooleanField(default=True)
    # How many checks in a row, this one included, had no answer.
    chase_count = models.PositiveSmallIntegerField(default=0)
    next_check_due = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_post = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["engagement", "-checked_at"], name="check_engagement_at")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(answered=True, chase_count=0) | models.Q(answered=False, chase_count__gt=0),
                name="check_chase_without_answer",
            )
        ]

    def __str__(self) -> str:
        return f"proceedings check {self.pk}"

    @property
    def holder(self) -> uuid.UUID:
        return self.engagement_id


@append_only
class ProceedingsEscalation(Recorded):
    """A supervisor took a chase without an answer to the partnership contact, whose post it was then."""

    chase = models.ForeignKey(ProceedingsCheck, on_delete=models.PROTECT, related_name="+")
    contact = models.CharField(max_length=200)
    taken_on = models.DateField()
    note = SealedTextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["engagement", "-at"], name="escalation_engagement_at")]


class ProceedingsWatch(models.Model):
    """What of the records counts now, one row a family, so that lists by date need not search them.

    ``next_due`` is empty where nobody's decision is waited for; ``escalation`` belongs to the chases that still run.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.OneToOneField(FamilyEngagement, on_delete=models.PROTECT, related_name="+")
    status = models.ForeignKey(ProceedingsStatus, on_delete=models.PROTECT, related_name="+")
    last_check = models.ForeignKey(ProceedingsCheck, on_delete=models.PROTECT, null=True, related_name="+")
    escalation = models.ForeignKey(ProceedingsEscalation, on_delete=models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    next_due = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["next_due", "id"], name="watch_by_date")]

    def __str__(self) -> str:
        return f"proceedings watch {self.pk}"

    @property
    def chases(self) -> int:
        """How many checks in a row had no answer."""
        return self.last_check.chase_count if self.last_check else 0

    @property
    def escalated(self) -> bool:
        """It is with the supervisor, or was taken on to the partnership."""
        return self.next_due is not None and self.chases >= CHASES_TO_ESCALATE

    @property
    def to_take_on(self) -> bool:
        """The supervisor has something to take to the partnership: again, where it was chased once more since."""
        return self.escalated and (self.escalation is None or self.escalation.chase_id != self.last_check_id)


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
