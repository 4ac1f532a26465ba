"""A conversation that is open in a browser. Every frame, and every few seconds without one, it is asked anew."""

import asyncio
import json
from collections import deque
from contextlib import suppress
from time import monotonic
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.db import OperationalError

from portal.messaging import frames
from portal.messaging.live import group_of

LOOK_EVERY = 5  # seconds
MOST_FRAMES, WITHIN = 60, 10  # frames, seconds
TRY_LATER, TOO_MANY = 1013, 4429


class TalkConsumer(AsyncJsonWebsocketConsumer):
    """One socket of one browser on one thread."""

    async def connect(self) -> None:
        """Accepted first: a socket that is closed before it is answered tells its browser nothing."""
        self.came: deque[float] = deque(maxlen=MOST_FRAMES)
        self.watch: asyncio.Task[None] | None = None
        self.session = str(self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, ""))
        self.thread_id = self.scope["url_route"]["kwargs"]["thread"]
        await self.accept()
        if await self._answered({"type": "stay"}):
            await self.channel_layer.group_add(group_of(self.thread_id), self.channel_name)
            self.watch = asyncio.create_task(self._keep_watch())

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 - Channels names it
        """The other browsers go on."""
        if self.watch is not None:
            self.watch.cancel()
            with suppress(asyncio.CancelledError):
                await self.watch
            await self.channel_layer.group_discard(group_of(self.thread_id), self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any) -> None:
        """Bytes are a frame that nobody understands."""
        await super().receive(text_data if bytes_data is None else "{}", None, **kwargs)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:  # noqa: ARG002 - Channels names it
        """One frame of the browser."""
        now = monotonic()
        if len(self.came) == MOST_FRAMES and now - self.came[0] < WITHIN:
            await self.close(TOO_MANY)
            return
        self.came.append(now)
        await self._answered(content if isinstance(content, dict) else {})

    async def talk_news(self, event: dict[str, Any]) -> None:
        """Somebody wrote, took back or read: who may still read is told that there is something."""
        if await self._answered({"type": "stay"}):
            await self.send_json({"type": "news", "number": event["number"]})

    async def _answered(self, frame: frames.Frame) -> bool:
        """Answer a frame; False where that closed the socket."""
        try:
            answer = await database_sync_to_async(frames.answer)(self.session, self.thread_id, frame)
        except OperationalError:
            await self.close(TRY_LATER)
            return False
        if answer.close:
            await self.close(answer.close)
            return False
        if answer.frame is not None:
            await self.send_json(answer.frame)
        return True

    async def _keep_watch(self) -> None:
        """Asking is no activity: it keeps no sign-in alive."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            if not await self._answered({"type": "stay"}):
                return

    @classmethod
    async def decode_json(cls, text_data: str) -> Any:
        """What is no JSON, or holds half a character, is a frame that nobody understands."""
        try:
            frame = json.loads(text_data)
            json.dumps(frame, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            return {}
        return frame


class Nowhere(AsyncJsonWebsocketConsumer):
    """Any other address: as a thread that is not yours."""

    async def connect(self) -> None:
        """Accepted, then closed."""
        await self.accept()
        await self.close(frames.NOT_THERE)
