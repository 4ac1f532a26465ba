"""Sessions whose content is sealed: codes on their way, a second factor being set up, an address just typed.

Django stores them encoded only. The seal binds each to its own key, so a copied row opens under no other cookie.
"""

import base64
import binascii
import json
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from portal.encryption import keys


class SessionStore(DatabaseStore):
    """Django's own, with the content sealed under the site's key."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """What is stored of this session."""
        return base64.b64encode(keys.seal(keys.SITE, self._label(), json.dumps(session_dict))).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """The content; one that does not open is an empty session, and so nobody's."""
        try:
            opened = keys.open_sealed(keys.SITE, self._label(), base64.b64decode(session_data, validate=True))
        except (keys.SealBroken, binascii.Error):
            return {}
        content: dict[str, Any] = json.loads(opened)
        return content

    def _label(self) -> str:
        return f"session:{self.session_key}"
