"""The log: one JSON object a line, built from an allow-list, so that no private text reaches it."""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

# Keys a caller may add with `extra=`; everything else is dropped.
ALLOWED = ("event", "method", "route", "status_code", "duration_ms", "count", "sweep", "id")


class JsonFormatter(logging.Formatter):
    """Writes the message template, never its arguments, and of an error its type and place only."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": str(record.msg) if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        line |= {key: value for key in ALLOWED if (value := getattr(record, key, None)) is not None}
        line |= _request(record)
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__qualname__
            frames = traceback.extract_tb(record.exc_info[2])
            line["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
        return json.dumps(line, default=str)


def _request(record: logging.LogRecord) -> dict[str, str]:
    """The method and the route (the pattern, not the address) of the request Django attached."""
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    found = {"method": getattr(request, "method", None), "route": getattr(match, "route", None)}
    return {key: value for key, value in found.items() if value}
