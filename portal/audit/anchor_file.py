"""The file outside the database that the site's own head goes to, one JSON object a line.

Whoever can change the database, and even put back an old copy of all of it, still has to change this file. Each line
names the database it is of by a keyed hash, so that the file of a machine outlives a database that was made anew.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from portal.encryption import keys


@dataclass(frozen=True)
class Line:
    """The head of the site's chain at a moment, and how many chains there were."""

    site: str
    at: str
    sequence: int
    mac: str
    chains: int


def site_mark() -> str:
    """What this database is known by in the file: it goes with the key of the record."""
    return keys.blind("audit_mac", "anchor file").hex()[:32]


def add(line: Line) -> None:
    """One more line, in one write: two at once leave two lines."""
    path = Path(settings.ANCHOR_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(line)) + "\n")


def own_lines() -> list[Line]:
    """The lines of this database. A line that cannot be read is left out: its place is then missed elsewhere."""
    mark = site_mark()
    return [line for line in _lines() if line.site == mark]


def _lines() -> Iterator[Line]:
    path = Path(settings.ANCHOR_FILE)
    if not path.exists():
        return
    for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            said = json.loads(text)
            yield Line(str(said["site"]), str(said["at"]), int(said["sequence"]), str(said["mac"]), int(said["chains"]))
        except (ValueError, KeyError, TypeError):
            continue
