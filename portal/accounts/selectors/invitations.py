"""Invitations: those that are open, and the one of a link."""

import hashlib
import secrets
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.errors import InvitationUnusable
from portal.accounts.models import Invitation
from portal.accounts.policy import may_manage_accounts
from portal.accounts.roles import STAFF_ROLES
from portal.accounts.selectors.accounts import PAGE_SIZE
from portal.audit.actor import Actor
from portal.encryption import keys
from portal.ui.refusals import NotYours


def open_staff_invitations(actor: Actor) -> QuerySet[Invitation]:
    """The newest invitations of staff that could still be used (families' are the families room's)."""
    if not may_manage_accounts(actor):
        raise NotYours
    return (
        still_open(timezone.now())
        .filter(holder=keys.SITE, role__in=STAFF_ROLES)
        .order_by("-created_at", "pk")[:PAGE_SIZE]
    )


def still_open(at: datetime) -> QuerySet[Invitation]:
    """Invitations that could be used at this moment."""
    return Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)


def hash_of(token: str) -> str:
    """What is stored of a link: 32 random bytes need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_by(token: str, *, lock: bool = False) -> Invitation:
    """The open invitation of this link; every other link is refused in the same way."""
    wanted = hash_of(token)
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    found = rows.filter(token_hash=wanted).first()
    # The look-up is by a hash, so its timing tells nothing of a token; the comparison is constant too.
    if found is None or not secrets.compare_digest(found.token_hash, wanted):
        raise InvitationUnusable
    if not found.is_open(timezone.now()):
        raise InvitationUnusable
    return found
