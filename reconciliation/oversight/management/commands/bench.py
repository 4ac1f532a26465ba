"""`manage.py bench`: what pages and changes cost, in a database of its own; one JSON object on standard output."""

import argparse
import json
import os
import subprocess
import sys
import time
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from reconciliation.oversight.bench.run import SMALL, Size, run


class Command(BaseCommand):
    help = "Measure pages with a thousand and with a hundred thousand families, in a database of its own."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--small", action="store_true", help="a few families only: whether it runs, not how fast")
        parser.add_argument("--database", metavar="URL", help="an empty PostgreSQL database; else a temporary SQLite")
        parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError("The bench loads invented families: it runs only where PORTAL_DEMO is on.")
        if options["here"]:
            self._measure(SMALL if options["small"] else Size())
        elif options["database"]:
            self._in(options["database"], small=options["small"])
        else:
            with TemporaryDirectory(prefix="portal-bench-") as folder:
                self._in(f"sqlite:///{folder}/bench.sqlite3", small=options["small"])

    def _in(self, url: str, *, small: bool) -> None:
        """The same command again, in a database that is there for it alone."""
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL_FILE"}
        environment["DATABASE_URL"] = url
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench", "--here"]
        done = subprocess.run([*command, *["--small"] * small], env=environment, check=False)  # noqa: S603
        if done.returncode:
            raise CommandError("The bench did not come to its end.", returncode=done.returncode)

    def _measure(self, size: Size) -> None:
        if connection.introspection.table_names():
            raise CommandError("The bench fills an empty database of its own only.")
        start = time.monotonic()

        def tell(words: str) -> None:
            self.stderr.write(f"{time.monotonic() - start:6.1f} s  {words}")

        figures = run(size, tell)
        figures["seconds"] = time.monotonic() - start
        self.stdout.write(json.dumps({name: round(figure, 6) for name, figure in figures.items()}))
