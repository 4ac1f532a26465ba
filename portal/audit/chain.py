"""How entries hang together: a MAC covers an entry and the link before it, a link the place in the chain.

The head stores the link. Whoever cuts the end of a chain without the site's key would need a link for the
shorter chain, which was never stored beside it.
"""

from uuid import UUID

from portal.encryption import keys

from .canonical import canonical
from .models import AuditEntry

_COVERED = [field.attname for field in AuditEntry._meta.concrete_fields if field.name != "mac"]


def mac_of(entry: AuditEntry, *, after: str) -> str:
    """The MAC of an entry that follows the link `after`."""
    covered = {name: getattr(entry, name) for name in _COVERED}
    return _mac(["entry", covered, after])


def link_of(chain: UUID, sequence: int, mac: str) -> str:
    """The link that the next entry hangs on; the head holds it. A chain starts at link_of(chain, 0, "")."""
    return _mac(["link", chain, sequence, mac])


def _mac(parts: list[object]) -> str:
    return keys.blind("audit_mac", canonical(parts)).hex()
