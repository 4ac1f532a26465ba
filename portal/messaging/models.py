"""Conversations with dated members, and what was said in them.

A thread belongs to one person of one holder; this room knows neither persons nor families, only their ids. A message is
a row that never changes: what becomes of it later (taken back, read) stands in rows of its own.
"""

import uuid
from typing import ClassVar

from django.db import models

from portal.audit.triggers import append_only
from portal.encryption.fields import SealedTextField
from portal.workflow import clock


class Party(models.TextChoices):
    FAMILY = "family", "Family"
    STAFF = "staff", "Staff"


class Sealed(models.Model):
    """A row with a text under its holder's key. The holder is a column: a text opens without asking for its thread."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"


class Thread(models.Model):
    """One person's conversation with whoever works with them.

    ``last_number`` counts what reached the thread; whatever is delivered takes the next number under this row's lock.
    ``waits_since`` is when the oldest message of the family came that nobody has replied to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.UUIDField()
    about = models.UUIDField(unique=True)
    opened_at = models.DateTimeField(default=clock.now)
    last_number = models.PositiveIntegerField(default=0)
    answered_number = models.PositiveIntegerField(default=0)
    waits_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["holder"], name="thread_holder"),
            models.Index(fields=["waits_since", "id"], name="thread_waits"),
        ]

    def __str__(self) -> str:
        return f"thread {self.pk}"


class Member(models.Model):
    """Who takes part, from when until when. Whoever was invited reads from ``first_number`` on, and nothing earlier."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="members")
    user_id = models.UUIDField()
    party = models.CharField(max_length=8, choices=Party)
    # Whose conversation it is: they invite, and nobody removes them.
    owner = models.BooleanField(default=False)
    first_number = models.PositiveIntegerField(default=1)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user_id", "until"], name="member_user")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["thread", "user_id"], condition=models.Q(until=None), name="one_open_member"
            ),
            models.UniqueConstraint(
                fields=["thread"], condition=models.Q(until=None, party=Party.STAFF), name="one_worker_a_thread"
            ),
            models.CheckConstraint(condition=models.Q(party__in=Party.values), name="member_party_known"),
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"


class Written(Sealed):
    """What somebody wrote, with their name's account and the post that they had then.

    ``client_id`` is drawn by whoever sends, once a message: sent again it is the same message.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="%(class)ss")
    author_id = models.UUIDField()
    author_role = models.CharField(max_length=30)
    author_post = models.CharField(max_length=200, blank=True)
    client_id = models.UUIDField()
    text = SealedTextField()
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


@append_only
class Message(Written):
    """What reached the thread. Its number is its place; the record holds its digest."""

    number = models.PositiveIntegerField()
    party = models.CharField(max_length=8, choices=Party)
    sent_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["author_id", "sent_at"], name="message_author_sent")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "number"], name="one_message_a_place"),
            models.UniqueConstraint(fields=["author_id", "client_id"], name="one_message_a_client_id"),
            models.CheckConstraint(condition=models.Q(party__in=Party.values), name="message_party_known"),
        ]


class HeldMessage(Written):
    """What staff wrote and a second person has to read first. Released it becomes a message under the same id."""

    taken_back_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author_id", "client_id"], name="one_held_message_a_client_id"),
        ]


class Ending(models.TextChoices):
    # Seen, or within the five minutes: a mark stays for everybody.
    RETRACTED = "retracted", "Taken back"
    # Of staff, before anybody of the family opened it: the family never learns of it.
    RECALLED = "recalled", "Recalled before it was opened"


@append_only
class TakenBack(models.Model):
    """A message that nobody reads any more. Its text stays sealed: it is a record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="taken_back")
    how = models.CharField(max_length=10, choices=Ending)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(how__in=Ending.values), name="ending_known")]

    def __str__(self) -> str:
        return f"taken back {self.pk}"


class Reading(models.Model):
    """How far somebody has read, and whether a notice told them that there is more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="readings")
    user_id = models.UUIDField()
    number = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    noticed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["thread", "user_id"], name="one_reading_a_member")]

    def __str__(self) -> str:
        return f"reading {self.pk}"


class Draft(Sealed):
    """What somebody has not sent yet: theirs alone."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="drafts")
    user_id = models.UUIDField()
    text = SealedTextField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["thread", "user_id"], name="one_draft_a_member")]


class Look(Sealed):
    """Somebody who takes no part read it, for a written reason and until the end of the next day."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="looks")
    user_id = models.UUIDField()
    role = models.CharField(max_length=30)
    post = models.CharField(max_length=200, blank=True)
    reason = SealedTextField()
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user_id", "until"], name="look_user")]
