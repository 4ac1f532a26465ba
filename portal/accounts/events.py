"""What happens here that upper rooms react to."""

from dataclasses import dataclass
from uuid import UUID

from portal.events import Event


@dataclass(frozen=True)
class InvitationAccepted(Event):
    """Someone has used an invitation; `subject` is the row it was about, if any."""

    invitation_id: UUID
    subject: UUID | None
    user_id: UUID
