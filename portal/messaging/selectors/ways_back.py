"""How a message can still be taken back."""

import datetime as dt

from portal.messaging.models import Ending, Member, Message, Party, Reading
from portal.workflow import clock

RETRACT_WITHIN = dt.timedelta(minutes=5)


def way_back(message: Message) -> Ending | None:
    """How its sender can still take this message back, if at all."""
    if message.party == Party.STAFF and not opened_by_family(message):
        return Ending.RECALLED
    return Ending.RETRACTED if clock.now() - message.sent_at < RETRACT_WITHIN else None


def opened_by_family(message: Message) -> bool:
    """Whether anybody of the family who takes part, or took part, has read as far as this."""
    family = Member.objects.filter(thread_id=message.thread_id, party=Party.FAMILY).values("user_id")
    read = Reading.objects.filter(thread_id=message.thread_id, user_id__in=family, number__gte=message.number)
    return read.exists()
