"""Who may manage accounts and who may invite whom."""

from uuid import UUID

from portal.accounts.models import User
from portal.accounts.roles import FAMILY_ROLES, STAFF_ROLES, Role
from portal.audit.actor import Actor

MOST_PASSKEYS = 10


def may_manage_accounts(actor: Actor) -> bool:
    """Accounts are the administrator's; they carry no case content."""
    return actor.kind == "user" and actor.role == Role.ADMIN


def may_invite(actor: Actor, role: str, subject: UUID | None) -> bool:
    """The administrator invites staff, a supervisor a family, and the service its first administrator.

    A family is invited about one person's row; staff about none.
    """
    if actor.kind == "clock":
        return role == Role.ADMIN and not User.objects.filter(role=Role.ADMIN).exists()
    if role in STAFF_ROLES:
        return may_manage_accounts(actor) and subject is None
    return role in FAMILY_ROLES and actor.kind == "user" and actor.role == Role.SUPERVISOR and subject is not None


def may_go_without_second_factor(user: User) -> bool:
    """Families choose; whoever sees other people's families shows one."""
    return user.role in FAMILY_ROLES


def may_give_up(user: User, *, factors: int) -> bool:
    """One second factor of several can always go, the last one only where none is needed."""
    return factors > 1 or may_go_without_second_factor(user)


def may_add_passkey(count: int) -> bool:
    """So many phones, computers and keys are enough for one person."""
    return count < MOST_PASSKEYS
