"""Somebody's browser without a browser: a socket on the service at a real port of this machine."""

import json
import uuid
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

PATIENCE = 20  # seconds


class Socket:
    """One open conversation, by the cookie of somebody who is signed in."""

    def __init__(self, port: int, client: Client | None, path: str, origin: str = "http://localhost") -> None:
        cookie = client.cookies.get(settings.SESSION_COOKIE_NAME) if client else None
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie.value}"} if cookie else {}
        address = f"ws://127.0.0.1:{port}{path}"
        self.opened = ExitStack()
        self.connection: ClientConnection = self.opened.enter_context(
            connect(address, additional_headers=headers, origin=Origin(origin))
        )

    def send(self, **frame: Any) -> None:
        self.connection.send(json.dumps(frame))

    def say(self, text: str, client_id: uuid.UUID | None = None) -> dict[str, Any]:
        """Send a message and wait until it is stored."""
        self.send(type="send", text=text, client_id=str(client_id or uuid.uuid4()))
        return self.hear("sent", "refused")

    def since(self, number: int) -> dict[str, Any]:
        self.send(type="since", number=number)
        return self.hear("lines")

    def hear(self, *kinds: str) -> dict[str, Any]:
        """The next frame of one of these kinds."""
        while True:
            frame: dict[str, Any] = json.loads(self.connection.recv(timeout=PATIENCE))
            if frame["type"] in kinds:
                return frame

    def closed_with(self) -> int:
        """The code with which the server closes it, whatever it says before."""
        try:
            while True:
                self.connection.recv(timeout=PATIENCE)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0

    def close(self) -> None:
        self.opened.close()
