"""The keys of the site itself, made before anybody needs one."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from . import keys
from .models import DataKey


def make_after_migrate(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Receiver of post_migrate: made and committed here, no request has to make one in its change."""
    if using == DEFAULT_DB_ALIAS and DataKey._meta.db_table in connection.introspection.table_names():
        keys.ensure_site()
