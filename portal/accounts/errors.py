"""Refusals of this room."""

from portal.ui.refusals import Refusal


class InvitationUnusable(Refusal):
    """Unknown, used, taken back, expired or somebody else's: one page for all, so it tells none apart."""

    status = 410
    template = "accounts/invitation_unusable.html"
