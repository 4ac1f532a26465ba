"""How a person can be reached safely, and what waits to be sent.

Both are held by the site and not by a family: one sign-in can belong to two families, and a row under either family's
key would tie it to that side and end with it. A notice holds no word of any family.
"""

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from portal.encryption import keys
from portal.encryption.fields import SealedTextField
from portal.notifications.windows import Window
from portal.notifications.words import Channel, Day, Format, SubjectStyle, Wording
from portal.workflow import clock

RECONFIRM_AFTER = dt.timedelta(days=30)


def _every_day() -> list[str]:
    return list(Day.values)


class OfTheSite(models.Model):
    """A row that the site holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def holder(self) -> uuid.UUID:
        return keys.SITE


class SafeContact(OfTheSite):
    """What one person says about how, where and when they can be told that something waits for them.

    Until it was confirmed once nothing is sent; after that a preference that was not confirmed again opens a task.
    """

    user_id = models.UUIDField(unique=True)
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.PORTAL_ONLY)
    address = SealedTextField(blank=True)
    # Found by, so that one address on two sides shows; see `keys.blind`.
    address_mac = models.BinaryField(max_length=32, null=True)
    is_private = models.BooleanField(null=True)
    who_else_sees_it = SealedTextField(blank=True)
    safe_days = models.JSONField(default=_every_day)
    safe_from = models.TimeField(null=True)
    safe_to = models.TimeField(null=True)
    voicemail_ok = models.BooleanField(default=False)
    may_say_service_name = models.BooleanField(default=False)
    wording = models.CharField(max_length=12, choices=Wording, default=Wording.MESSAGE)
    subject_style = models.CharField(max_length=8, choices=SubjectStyle, default=SubjectStyle.NEUTRAL)
    code_word = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default=settings.LANGUAGE_CODE)
    format = models.CharField(max_length=12, choices=Format, default=Format.STANDARD)
    never_use = models.JSONField(default=list)
    confirmed_at = models.DateTimeField(null=True)
    reconfirm_due = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["address_mac"], name="safe_contact_address"),
            models.Index(fields=["reconfirm_due"], name="safe_contact_ask_again"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(channel__in=Channel.values), name="safe_contact_channel_known"),
            models.CheckConstraint(condition=models.Q(wording__in=Wording.values), name="safe_contact_wording_known"),
        ]

    @property
    def window(self) -> Window:
        """When a notice may arrive."""
        return Window([int(day) for day in self.safe_days], self.safe_from, self.safe_to)

    @property
    def takes_notices(self) -> bool:
        """Whether this service may send them anything itself."""
        chosen = self.channel == Channel.EMAIL and Channel.EMAIL not in self.never_use
        return chosen and bool(self.address) and self.confirmed_at is not None

    @property
    def is_due(self) -> bool:
        """Whether it is time to ask again."""
        return self.reconfirm_due is not None and self.reconfirm_due < clock.today()


class Kind(models.TextChoices):
    NOTICE = "notice", "Notice"
    ACCOUNT = "account", "Account mail"


WAITING = models.Q(sent_at=None, withdrawn_at=None, given_up_at=None)


class Outbox(OfTheSite):
    """One e-mail that waits, or waited. It is written in the transaction of what it tells of.

    Account mail (codes to sign in) has no person: it goes to whoever asked for it, at once.
    """

    user_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=8, choices=Kind)
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.EMAIL)
    address = SealedTextField()
    subject = SealedTextField(blank=True)
    body = SealedTextField()
    created_at = models.DateTimeField(default=clock.now)
    not_before = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Whoever sends it holds it until then; a worker that died holds it no longer.
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    # The kind of the last failure: a mail server's own words can quote an address.
    last_error = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = "mail"
        indexes: ClassVar = [
            models.Index(fields=["kind", "not_before"], condition=WAITING, name="outbox_waiting"),
            models.Index(fields=["-created_at"], name="outbox_newest"),
            models.Index(fields=["user_id", "-created_at"], name="outbox_of_a_person"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user_id"], condition=WAITING & models.Q(kind=Kind.NOTICE), name="one_waiting_notice_a_person"
            ),
        ]
