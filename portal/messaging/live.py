"""Tells the browsers that have a conversation open that there is something new: its number, and never its words.

Whatever is lost on this way (a full queue, a Redis that is away) is asked for by the browser itself before long.
"""

import logging
from functools import partial

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from redis.exceptions import RedisError

from portal.messaging.models import Thread

log = logging.getLogger(__name__)


def group_of(thread_id: object) -> str:
    """The name under which the open browsers of a thread are told."""
    return f"thread.{thread_id}"


def tell(thread: Thread, number: int) -> None:
    """Once this change is stored: something at this number is new or has changed."""
    transaction.on_commit(partial(_tell, group_of(thread.pk), number))


def _tell(group: str, number: int) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        async_to_sync(layer.group_send)(group, {"type": "talk.news", "number": number})
    except (RedisError, OSError):
        log.warning("open conversations could not be told of something new")
