"""Invitations: the only way into the service."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts import policy
from portal.accounts.actors import actor_of
from portal.accounts.errors import InvitationUnusable
from portal.accounts.events import InvitationAccepted
from portal.accounts.models import Invitation, User
from portal.accounts.selectors import hash_of, invitation_by, still_open
from portal.audit.actor import Actor
from portal.audit.digest import digest_of
from portal.audit.record import record
from portal.encryption.keys import SITE
from portal.events import publish
from portal.ui.refusals import NotYours, OutOfDate


@transaction.atomic
def invite(
    *,
    actor: Actor,
    email: str,
    name: str,
    role: str,
    post_title: str = "",
    subject: UUID | None = None,
    holder: UUID = SITE,
    days: int = 14,
) -> tuple[Invitation, str]:
    """Make an invitation and its link's token, which is returned this once and stored nowhere.

    Whether the address has an account already is not looked at: the answer would tell. An earlier open
    invitation of the same address about the same subject stops working, so that one link counts.
    """
    if not policy.may_invite(actor, role, subject):
        raise NotYours
    address = str(User._meta.get_field("email").clean(email.strip().lower(), None))
    now = timezone.now()
    for earlier in still_open(now).filter(holder=holder, subject=subject).select_for_update():
        if earlier.email == address:
            _close(actor, earlier)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_hash=hash_of(token),
        email=address,
        name=name,
        role=role,
        post_title=post_title,
        subject=subject,
        holder=holder,
        created_at=now,
        expires_at=now + timedelta(days=days),
        invited_by_id=actor.id,
    )
    _write(actor, invitation, "invited")
    return invitation, token


@transaction.atomic
def revoke(*, actor: Actor, invitation_id: UUID) -> Invitation:
    """Take an invitation back, by whoever could have made it; a used one stays as it is.

    Which supervisor works with which family is for the families room to ask before it calls this.
    """
    invitation = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if invitation is None or not policy.may_invite(actor, invitation.role, invitation.subject):
        raise NotYours
    if not invitation.is_open(timezone.now()):
        raise OutOfDate
    _close(actor, invitation)
    return invitation


def accept(*, token: str, password: str) -> User:
    """Make the account of this invitation, once.

    Where the address has an account already, the link alone changes nothing of it: its owner signs in
    and accepts as themselves (`accept_as`). Until then the refusal is that of any unusable link.
    """
    # Slow on purpose: before the transaction and its locks, and before the look-up, so all ways cost one.
    hashed = make_password(password)
    with transaction.atomic():
        invitation = invitation_by(token, lock=True)
        user = User(
            email=invitation.email,
            password=hashed,
            name=invitation.name,
            role=invitation.role,
            post_title=invitation.post_title,
        )
        _insert(user)
        _use(invitation, user)
    return user


@transaction.atomic
def accept_as(*, token: str, user: User) -> User:
    """Accept as the account that is signed in: its address and its role have to be the invited ones."""
    invitation = invitation_by(token, lock=True)
    if not fits(invitation, user):
        raise InvitationUnusable
    _use(invitation, user)
    return user


def fits(invitation: Invitation, user: User) -> bool:
    """An invitation never reaches another person, and never changes what an account may do."""
    return user.email == invitation.email and user.role == invitation.role


def _insert(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise InvitationUnusable from None


def _use(invitation: Invitation, user: User) -> None:
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    _write(actor_of(user), invitation, "invitation_accepted")
    publish(InvitationAccepted(invitation.pk, invitation.subject, user.pk))


def _close(actor: Actor, invitation: Invitation) -> None:
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    _write(actor, invitation, "invitation_revoked")


def _write(actor: Actor, invitation: Invitation, action: str) -> None:
    record(
        actor=actor,
        holder=invitation.holder,
        action=action,
        table=Invitation._meta.db_table,
        row=invitation.pk,
        digest=digest_of(invitation),
        details={"role": invitation.role},
    )
