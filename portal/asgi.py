"""The door for an ASGI server: pages, and the sockets of open conversations. Production starts from here."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import CookieMiddleware
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

pages = get_asgi_application()

from portal.messaging.urls import socket_patterns  # noqa: E402 - only once the applications are there

application = ProtocolTypeRouter(
    {"http": pages, "websocket": AllowedHostsOriginValidator(CookieMiddleware(URLRouter(socket_patterns)))}  # type: ignore[arg-type]
)
