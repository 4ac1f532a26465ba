"""A question asked without an account: what is being written, the receipt, the calls, and whose it turned out to be."""

import uuid
from typing import ClassVar

from django.db import models

from portal.encryption import keys
from portal.encryption.fields import SealedTextField
from portal.workflow import clock
from portal.workflow.models import Acted
from reconciliation.families.models import FamilyEngagement, Person
from reconciliation.families.references import new_reference
from reconciliation.tracks.models import ShortTermTrack


class Reach(models.TextChoices):
    """How, or whether, to reach somebody who has no account."""

    COME_BACK = "come_back", "They come back by themselves"
    EMAIL = "email", "Email"
    CALL = "call", "A call"


class AskDraft(models.Model):
    """What somebody without an account is writing. The site holds it, so that one who goes away leaves this row alone,
    and it goes too. Its id becomes the question's, so that sending twice makes one question."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    secret_mac = models.BinaryField(max_length=32)
    unsafe = models.BooleanField()
    text = SealedTextField(blank=True)
    # A machine filled a box that nobody sees: it is kept, and read last.
    by_machine = models.BooleanField(default=False)
    began_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def holder(self) -> uuid.UUID:
        return keys.SITE


class Receipt(models.Model):
    """What opens one question to whoever asked it, until they have an account. Its id is the question's own."""

    question = models.OneToOneField(ShortTermTrack, on_delete=models.PROTECT, primary_key=True, related_name="receipt")
    reference = models.CharField(max_length=9, unique=True)
    secret_mac = models.BinaryField(max_length=32)
    unsafe = models.BooleanField()
    by_machine = models.BooleanField(default=False)
    reach = models.CharField(max_length=10, choices=Reach)
    # When they are called, in their own words.
    call_when = SealedTextField(blank=True)
    # Since when somebody is owed a call; none once they were spoken to.
    call_since = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(reach__in=Reach.values), name="reach_known"),
        ]

    def __str__(self) -> str:
        return f"receipt {self.pk}"

    @property
    def holder(self) -> uuid.UUID:
        return uuid.UUID(str(self.pk))


class MailedCode(models.Model):
    """A code that was sent to the address of one receipt: another way back, for some minutes and a few tries."""

    receipt = models.OneToOneField(Receipt, on_delete=models.CASCADE, primary_key=True, related_name="mailed_code")
    code_mac = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"code {self.pk}"


class CallOutcome(models.TextChoices):
    SPOKE = "spoke", "Spoke to them"
    NO_ANSWER = "no_answer", "Nobody answered"
    SOMEBODY_ELSE = "somebody_else", "Somebody else answered; nothing was said"
    WRONG_NUMBER = "wrong_number", "The number does not work"
    NOT_AGAIN = "not_again", "They asked not to be called again"


# After these nobody waits for a call any more.
SETTLED = frozenset({CallOutcome.SPOKE, CallOutcome.NOT_AGAIN})


class Call(Acted):
    """One call that a duty worker made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="calls")
    outcome = models.CharField(max_length=15, choices=CallOutcome)
    note = SealedTextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    @property
    def holder(self) -> uuid.UUID:
        return uuid.UUID(str(self.receipt_id))


class How(models.TextChoices):
    BY_PHONE = "phone", "On the phone"
    IN_PERSON = "in_person", "In person"
    IN_THE_QUESTION = "in_question", "In their question or in what they wrote here"
    BY_EMAIL = "email", "By email"


class Said(Acted):
    """What whoever asked said of who they are, and whether they agree that it is tied to their family. The newest one
    counts: an agreement can be taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="said")
    name = SealedTextField()
    words = SealedTextField()
    how = models.CharField(max_length=15, choices=How)
    agrees = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    @property
    def holder(self) -> uuid.UUID:
        return uuid.UUID(str(self.receipt_id))


class Tie(models.Model):
    """The question turned out to be of this family, as the safeguarding lead decided, until that was undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="ties")
    family = models.ForeignKey(FamilyEngagement, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # Whether the person was added to the family by this.
    added = models.BooleanField()
    reason = SealedTextField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField(default=clock.now)
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_because = SealedTextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["receipt"], condition=models.Q(undone_at=None), name="one_tie_a_question"),
        ]

    def __str__(self) -> str:
        return f"tie {self.pk}"

    @property
    def holder(self) -> uuid.UUID:
        return uuid.UUID(str(self.receipt_id))
