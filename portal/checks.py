"""Checks that stop the server: unsafe production settings, and names in settings that lead nowhere."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from portal import env
from portal.settings.demo import DEMO_MASTER_KEYS, DEMO_SECRET_KEY

REQUIRED = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "PORTAL_MASTER_KEYS",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "PORTAL_HELPLINES",
)
SHORTEST_SECRET = 50


def unsafe_settings() -> list[str]:
    """What is wrong with the environment of a production server, each fault naming its variable."""
    faults = [f"{name} is not set" for name in REQUIRED if not env.given(name)]
    if env.flag("PORTAL_DEMO", default=False):
        faults.append("PORTAL_DEMO is on: it lets anybody sign in")
    secret = env.given("SECRET_KEY") or ""
    if secret == DEMO_SECRET_KEY:
        faults.append("SECRET_KEY is the demo value")
    elif secret and len(secret) < SHORTEST_SECRET:
        faults.append(f"SECRET_KEY is shorter than {SHORTEST_SECRET} characters")
    if env.given("PORTAL_MASTER_KEYS"):
        demo = set(env.read_keys("PORTAL_MASTER_KEYS", [DEMO_MASTER_KEYS]).values())
        if demo & set(env.master_keys("PORTAL_MASTER_KEYS").values()):
            faults.append("PORTAL_MASTER_KEYS holds the demo key")
    faults += _wrong_helplines()
    if env.given("ALLOWED_HOSTS") and any("*" in host for host in env.words("ALLOWED_HOSTS")):
        faults.append("ALLOWED_HOSTS allows any host")
    return faults


def _wrong_helplines() -> list[str]:
    """Numbers that are invented, or that nobody has called for a year, help nobody at night."""
    if not env.given("PORTAL_HELPLINES"):
        return []
    try:
        env.helplines("PORTAL_HELPLINES")
    except env.SettingError as error:
        return [str(error)]
    return []


def refuse_unsafe() -> None:
    """Stop the start of a production server that would not be safe."""
    faults = unsafe_settings()
    if faults:
        raise env.SettingError("; ".join(faults))


def handlers_resolve(**_: Any) -> Sequence[CheckMessage]:
    """Every event and every handler that settings name must exist."""
    names = [*settings.EVENT_HANDLERS]
    for handlers in settings.EVENT_HANDLERS.values():
        names.extend(handlers)
    errors = []
    for dotted in names:
        try:
            import_string(dotted)
        except ImportError:
            errors.append(Error(f"EVENT_HANDLERS names {dotted}, which does not exist", id="portal.E001"))
    return errors


def functions_resolve(**_: Any) -> Sequence[CheckMessage]:
    """Every function that settings name besides must exist."""
    named = {name: getattr(settings, name) for name in ("WORKER_SWEEPS", "DELIVERY_CHECKS")}
    for name in ("SAFE_CONTACT_SEEN_BY", "TOLD_WITHOUT_ACCOUNT", "RECEIPT_HOLDER"):
        named[name] = [getattr(settings, name)]
    errors = []
    for name, dotted in ((name, dotted) for name, listed in named.items() for dotted in listed):
        try:
            import_string(dotted)
        except ImportError:
            errors.append(Error(f"{name} names {dotted}, which does not exist", id="portal.E003"))
    return errors


def homes_resolve(**_: Any) -> Sequence[CheckMessage]:
    """Every home and every menu entry must lead to a page."""
    names = set(settings.ROLE_HOMES.values())
    for entries in settings.NAVIGATION.values():
        names.update(name for _label, name in entries)
    errors = []
    for name in sorted(names):
        try:
            reverse(name)
        except NoReverseMatch:
            errors.append(Error(f"No address is called {name}", id="portal.E002"))
    return errors


def register_all() -> None:
    """Called once by the app's configuration."""
    register(handlers_resolve, Tags.compatibility)
    register(functions_resolve, Tags.compatibility)
    register(homes_resolve, Tags.urls)
