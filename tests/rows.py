"""The rows of a database, taken and put back as they are: after a flush that is quicker than to make the cast again."""

from typing import Any

from django.db import connection, transaction

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]

# Django fills these itself after each flush.
NOT_TAKEN = {"django_migrations", "django_content_type", "auth_permission"}


def taken() -> Rows:
    """Everything that the tables of the models hold."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.django_table_names(only_existing=True)) - NOT_TAKEN:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if rows := cursor.fetchall():
                found[table] = ([column[0] for column in cursor.description], rows)
    return found


def put_back(rows: Rows) -> None:
    """In place of what a flush left or made anew, such as the keys of the site; references are checked at the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, values) in rows.items():
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT 1 FROM {name} LIMIT 1")
            if cursor.fetchone():
                cursor.execute(f"DELETE FROM {name}")
            names, places = ", ".join(map(connection.ops.quote_name, columns)), ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {name} ({names}) VALUES ({places})", values)
