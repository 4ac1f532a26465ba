"""What the administrator does to an account."""

from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from portal.accounts.actions.sign_ins import end_other_sign_ins
from portal.accounts.actors import actor_of
from portal.accounts.models import SignIn, User
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
        end_other_sign_ins(user=user)
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


def change_password(*, user: User, sign_in: SignIn, password: str) -> User:
    """A new password; wherever else this account is signed in, it is so no longer."""
    hashed = make_password(password)  # slow on purpose, so before the transaction and its locks
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        row.password = hashed
        row.save(update_fields=["password"])
        end_other_sign_ins(user=row, keep=sign_in.pk)
        _write(actor_of(row), row, "password_changed")
    return row


def _locked(actor: Actor, user_id: UUID) -> User:
    if not may_manage_accounts(actor):
        raise NotYours
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotYours
    return user


def _write(actor: Actor, user: User, action: str) -> None:
    record(actor=actor, holder=SITE, action=action, table=User._meta.db_table, row=user.pk)
