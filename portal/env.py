"""Typed readers of the environment: each fails loudly and names the variable.

Every setting `NAME` may instead be given as `NAME_FILE`, the path of a file that holds the value.
"""

import base64
import binascii
import datetime as dt
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
LINES, FEWEST_DIGITS = ("front_door", "children"), 3


class SettingError(ImproperlyConfigured):
    """A setting is missing or cannot be read; the words name it and never repeat its value."""


def given(name: str) -> str | None:
    """The value of NAME, or of the file that NAME_FILE points to, or None."""
    plain, path = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if plain is not None and path is not None:
        raise SettingError(f"{name} and {name}_FILE are both set: keep one")
    if path is None:
        return plain.strip() if plain is not None else None
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{name}_FILE cannot be read") from error


def text(name: str, default: str | None = None) -> str:
    """A text that is not empty."""
    value = given(name)
    if not value:
        value = default
    if not value:
        raise SettingError(f"{name} is not set")
    return value


def flag(name: str, *, default: bool) -> bool:
    """A yes or no, written as on/off, true/false, yes/no or 1/0."""
    value = given(name)
    if not value:
        return default
    if value.lower() in {"1", "on", "true", "yes"}:
        return True
    if value.lower() in {"0", "off", "false", "no"}:
        return False
    raise SettingError(f"{name} must be on or off")


def number(name: str, *, default: int) -> int:
    """A whole number."""
    value = given(name)
    if not value:
        return default
    if not value.isdecimal():
        raise SettingError(f"{name} must be a whole number")
    return int(value)


def words(name: str, default: str | None = None) -> list[str]:
    """A list separated by commas, with at least one word."""
    found = [word.strip() for word in text(name, default).split(",") if word.strip()]
    if not found:
        raise SettingError(f"{name} is empty")
    return found


def master_keys(name: str, default: str | None = None) -> dict[str, bytes]:
    """Keys written as `name:base64 of 32 bytes`, separated by commas; the first is current."""
    return read_keys(name, words(name, default))


def read_keys(name: str, entries: list[str]) -> dict[str, bytes]:
    """The same, of a value at hand; a fault names the variable."""
    keys: dict[str, bytes] = {}
    for entry in entries:
        label, colon, encoded = entry.partition(":")
        if not label or not colon:
            raise SettingError(f"{name}: each key is written as name:base64")
        if label in keys:
            raise SettingError(f"{name}: two keys have the same name")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise SettingError(f"{name}: a key is not base64") from error
        if len(key) != KEY_BYTES:
            raise SettingError(f"{name}: a key is not {KEY_BYTES} bytes long")
        keys[label] = key
    return keys


# Numbers that the regulator keeps for invented people, and a service for real ones must not show.
INVENTED = re.compile(
    r"01632960\d{3}|08081570\d{3}|07700900\d{3}|0(113|114|115|116|117|118|121|131|141|151|161)4960\d{3}"
    r"|02079460\d{3}|01914980\d{3}|02896496\d{3}|02920180\d{3}|03069990\d{3}|09098790\d{3}"
)
HELPLINES_GOOD_FOR = dt.timedelta(days=366)


def helplines(name: str, *, today: dt.date | None = None) -> dict[str, dict[str, str]]:
    """Whom to call, as JSON: `front_door` and `children`, each with `name`, `phone` and `when`, and `checked_on`,
    the day in ISO form on which somebody last called every one of them: within a year."""
    try:
        said = json.loads(text(name))
        checked = dt.date.fromisoformat(str(said["checked_on"]))
        lines = {kind: {key: str(said[kind][key]).strip() for key in ("name", "phone", "when")} for kind in LINES}
    except (ValueError, TypeError, KeyError) as error:
        raise SettingError(f"{name} must be JSON with front_door, children and checked_on") from error
    day = today or dt.datetime.now(dt.UTC).date()
    if not day - HELPLINES_GOOD_FOR <= checked <= day:
        raise SettingError(f"{name}: checked_on must be a day within the last year: call each number, then date it")
    for line in lines.values():
        digits = re.sub(r"^(00)?440?", "0", "".join(sign for sign in line["phone"] if sign.isdecimal()))
        if len(digits) < FEWEST_DIGITS or INVENTED.fullmatch(digits):
            raise SettingError(f"{name}: a phone number is missing or invented")
    return lines


def mail_server(name: str) -> dict[str, Any]:
    """Django's settings of the mail server, from a URL: smtp, smtp+tls (STARTTLS) or smtp+ssl."""
    url = text(name)
    if url.partition(":")[0] not in {"smtp", "smtp+tls", "smtp+ssl"}:
        raise SettingError(f"{name} must begin with smtp:, smtp+tls: or smtp+ssl:")
    try:
        config = dict(environ.Env.email_url_config(url))
    except ValueError as error:
        raise SettingError(f"{name} is not the address of a mail server") from error
    if not config["EMAIL_HOST"]:
        raise SettingError(f"{name} is not the address of a mail server")
    config["EMAIL_PORT"] = config["EMAIL_PORT"] or {"smtp": 25, "smtp+tls": 587}.get(url.partition(":")[0], 465)
    return {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False} | config


SQLITE: Mapping[str, Any] = {
    # IMMEDIATE: a writer waits its turn instead of failing half-way; FULL: a commit that was
    # acknowledged survives a power cut.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
}


# A list reads the few rows of its page with all that belongs to each. Beyond eight joined tables PostgreSQL would keep
# the order in which they are written, and join everything for every row before it takes the few.
PLANNED_TOGETHER = "-c join_collapse_limit=12 -c from_collapse_limit=12"


def database(name: str, default: str | None = None, *, pool: bool = True) -> dict[str, Any]:
    """Django's settings of one database, from a URL: sqlite or postgresql."""
    url = text(name, default)
    # Judged before the parser sees it, whose own warning would quote the password.
    if url.partition(":")[0] not in {"sqlite", "postgres", "postgresql"}:
        raise SettingError(f"{name} must begin with sqlite: or postgresql:")
    try:
        config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    except ValueError as error:
        raise SettingError(f"{name} is not the address of a database") from error
    if url.startswith("sqlite:"):
        return config | {"OPTIONS": dict(SQLITE)}
    options = dict(config.get("OPTIONS", {}))
    options.setdefault("options", PLANNED_TOGETHER)
    if pool:
        options["pool"] = {"min_size": 2, "max_size": 20, "timeout": 10}
    return config | {"OPTIONS": options, "CONN_HEALTH_CHECKS": True}
