"""`manage.py bench`: what pages and changes cost, in a database of its own; one JSON object on standard output."""

import argparse
import json
import logging
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reconciliation.oversight.bench.run import SMALL, Size, run


class Command(BaseCommand):
    help = "Measure pages with a thousand and a hundred thousand families, in a temporary SQLite database."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--small", action="store_true", help="a few families only: whether it runs, not how fast")
        parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.PORTAL_DEMO:
            raise CommandError("The bench loads invented families: it runs only where PORTAL_DEMO is on.")
        if options["folder"] is None:
            self._in_own_database(small=options["small"])
        else:
            self._measure(options["folder"], SMALL if options["small"] else Size())

    def _in_own_database(self, *, small: bool) -> None:
        """The same command again, with a database that goes when it is done."""
        with TemporaryDirectory(prefix="portal-bench-") as folder:
            environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL_FILE"}
            environment["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench", "--folder", folder]
            done = subprocess.run([*command, *["--small"] * small], env=environment, check=False)  # noqa: S603
        if done.returncode:
            raise CommandError("The bench did not come to its end.", returncode=done.returncode)

    def _measure(self, folder: Path, size: Size) -> None:
        if Path(settings.DATABASES["default"]["NAME"]).parent != folder:
            raise CommandError("The bench fills a database of its own only.")
        # A refusal that is measured needs no line in a log.
        logging.getLogger("django.request").setLevel(logging.ERROR)
        start = time.monotonic()

        def tell(words: str) -> None:
            self.stderr.write(f"{time.monotonic() - start:6.1f} s  {words}")

        figures = run(size, tell)
        figures["seconds"] = time.monotonic() - start
        self.stdout.write(json.dumps({name: round(figure, 6) for name, figure in figures.items()}))
