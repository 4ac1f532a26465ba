"""Two public addresses for the machines that watch this one."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from portal.audit.triggers import missing_triggers
from portal.encryption import keys

OK = "ok"
Check = Callable[[], str]


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} migrations have not been run" if waiting else OK


def _triggers() -> str:
    missing = missing_triggers()
    return "missing: " + ", ".join(missing) if missing else OK


def _keys() -> str:
    """A key of the site opens: the master keys here are those that the data was written under."""
    if not settings.PORTAL_MASTER_KEYS:
        return "no master key is set"
    try:
        keys.blind("audit_mac", "health")
    except (keys.KeyMissing, keys.SealBroken) as error:
        return type(error).__name__
    return OK


CHECKS: dict[str, Check] = {
    "database": _database,
    "migrations": _migrations,
    "keys": _keys,
    "append_only": _triggers,
}


def _outcome(check: Check) -> str:
    try:
        return check()
    except DatabaseError as error:
        # The type only: a driver's message can quote an address or a value.
        return type(error).__name__


def _answer(checks: dict[str, str]) -> JsonResponse:
    failing = any(result != OK for result in checks.values())
    body = {"status": "failing" if failing else OK, "checks": checks}
    return JsonResponse(body, status=503 if failing else 200)


@login_not_required
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return _answer({"process": OK})


@login_not_required
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """The process can do its work: database, tables, keys and the triggers that guard the record."""
    return _answer({name: _outcome(check) for name, check in CHECKS.items()})
