"""Accounts and the invitations that make them."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from portal.accounts.managers import UserManager
from portal.accounts.roles import FAMILY_ROLES, STAFF_ROLES, Role
from portal.encryption.fields import SealedTextField
from portal.encryption.keys import SITE

__all__ = ["FAMILY_ROLES", "STAFF_ROLES", "Invitation", "KeptWork", "Role", "SignIn", "User"]


class User(AbstractBaseUser):
    """One person's sign-in. The address is in clear: sign-in has to find it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = SealedTextField()
    role = models.CharField(max_length=30, choices=Role.choices)
    post_title = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=12, default="en")
    is_active = models.BooleanField(default=True)
    # Part of every session's fingerprint: one more ends all sessions of this account at once.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "accounts_user"
        constraints: ClassVar = [
            models.CheckConstraint(name="accounts_user_role_known", condition=models.Q(role__in=Role.values)),
            models.CheckConstraint(name="accounts_user_email_lower", condition=models.Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        """Never the name or the address: this ends up in logs."""
        return f"{self.role} {self.pk}"

    @property
    def holder(self) -> uuid.UUID:
        """Sign-in belongs to the site, not to any one family."""
        return SITE

    @property
    def post(self) -> str:
        """What this person is called in a record: the post title, else the role."""
        return self.post_title or str(Role(self.role).label)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        return salted_hmac(
            "portal.accounts.User.session",
            f"{self.password}:{self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class Invitation(models.Model):
    """A link that makes one account, once, before it expires. The link itself is never stored.

    The address and the name are sealed under the key of `holder`: the site for staff, the engagement
    for a family, so that they go when the family's key is destroyed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    email = SealedTextField()
    name = SealedTextField()
    role = models.CharField(max_length=30, choices=Role.choices)
    post_title = models.CharField(max_length=120, blank=True)
    subject = models.UUIDField(null=True, blank=True)
    holder = models.UUIDField(db_index=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        db_table = "accounts_invitation"
        constraints: ClassVar = [
            models.CheckConstraint(name="accounts_invitation_role_known", condition=models.Q(role__in=Role.values)),
            models.CheckConstraint(
                name="accounts_invitation_one_end",
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    def is_open(self, at: datetime) -> bool:
        """Neither used, nor taken back, nor too old."""
        return self.accepted_at is None and self.revoked_at is None and at < self.expires_at


class SignIn(models.Model):
    """One browser in which somebody is signed in; its session names this row and is worth nothing without it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins")
    # A few words, such as "Firefox, Windows": no address of the machine, nothing to know it again by.
    device = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    proved_at = models.DateTimeField()
    second_factor = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "accounts_sign_in"
        indexes: ClassVar = [models.Index(fields=["user", "ended_at"])]

    def __str__(self) -> str:
        return f"sign-in {self.pk}"


class KeptWork(models.Model):
    """What someone typed and sent after their sign-in had ended: theirs alone, for a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kept_work")
    path = models.CharField(max_length=500)
    # A list of [label, text] as JSON.
    fields = SealedTextField()
    kept_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_kept_work"
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "path"], name="accounts_kept_work_one_a_page")]

    def __str__(self) -> str:
        return f"kept work {self.pk}"

    @property
    def holder(self) -> uuid.UUID:
        """It is kept before anybody asks which family it is about."""
        return SITE
