"""What can be done in a conversation: each names its actor, asks the policy and goes on the record."""

from portal.messaging.actions.reading import keep_draft, look, mark_read
from portal.messaging.actions.sending import Sent, release, send
from portal.messaging.actions.taking_back import take_back, take_back_held
from portal.messaging.actions.threads import close, hand_over, join, leave, open_again, open_thread, settle

__all__ = [
    "Sent",
    "close",
    "hand_over",
    "join",
    "keep_draft",
    "leave",
    "look",
    "mark_read",
    "open_again",
    "open_thread",
    "release",
    "send",
    "settle",
    "take_back",
    "take_back_held",
]
