"""What the administrator does to an account."""

from uuid import UUID

from django.db import transaction

from portal.accounts.models import User
from portal.accounts.policy import may_manage_accounts
from portal.accounts.roles import STAFF_ROLES
from portal.audit.actor import Actor
from portal.audit.record import record
from portal.encryption.keys import SITE
from portal.ui.refusals import NotYours


@transaction.atomic
def set_active(*, actor: Actor, user_id: UUID, active: bool) -> User:
    """Let someone sign in again, or no longer; then their sessions end at once and for good."""
    user = _locked(actor, user_id)
    if user.pk == actor.id:
        # Nobody locks themselves, and so perhaps everybody, out.
        raise NotYours
    if user.is_active != active:
        user.is_active = active
        user.session_epoch += 1
        user.save(update_fields=["is_active", "session_epoch"])
        _write(actor, user, "account_activated" if active else "account_deactivated")
    return user


@transaction.atomic
def set_post_title(*, actor: Actor, user_id: UUID, post_title: str) -> User:
    """Change what a member of staff is called in records from now on; families have no post."""
    user = _locked(actor, user_id)
    if user.role not in STAFF_ROLES:
        raise NotYours
    if user.post_title != post_title:
        user.post_title = post_title
        user.save(update_fields=["post_title"])
        _write(actor, user, "post_title_changed")
    return user


def _locked(actor: Actor, user_id: UUID) -> User:
    if not may_manage_accounts(actor):
        raise NotYours
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotYours
    return user


def _write(actor: Actor, user: User, action: str) -> None:
    record(actor=actor, holder=SITE, action=action, table=User._meta.db_table, row=user.pk)
