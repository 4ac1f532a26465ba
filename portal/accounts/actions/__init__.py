"""What can be done to accounts and invitations: each names its actor and goes on the record."""

from portal.accounts.actions.accounts import set_active, set_post_title
from portal.accounts.actions.invitations import accept, accept_as, fits, invite, revoke

__all__ = ["accept", "accept_as", "fits", "invite", "revoke", "set_active", "set_post_title"]
