"""`manage.py serve`: the whole service in one process, the worker in a thread of it."""

import argparse
import signal
import sys
import warnings
from typing import Any

import uvicorn
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal import env
from portal.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from portal.notifications import worker

# A frame larger than this is refused before it is read.
LARGEST_FRAME = 65_536


class Command(BaseCommand):
    help = "Serve on 127.0.0.1, port PORT or 8000, in one process."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="first migrate, and where the demo is on and the database is empty, load its data",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["prepare"]:
            self._prepare()
        host, port = options["host"], env.number("PORT", default=8000)
        self.stdout.write(f"{settings.SERVICE_NAME} is at http://{host}:{port}/ (stop with Ctrl+C)")
        self.stdout.flush()
        # Static files are read by threads, which is as meant.
        warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
        # uvicorn raises the signal that ended it once more: as an exit, so that the worker can finish its mail.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        with worker.running():
            uvicorn.run(
                "portal.asgi:application",
                host=host,
                port=port,
                lifespan="off",
                access_log=False,
                log_config=None,
                server_header=False,
                ws_max_size=LARGEST_FRAME,
            )

    def _prepare(self) -> None:
        call_command("migrate", verbosity=0, stdout=self.stdout)
        if not settings.PORTAL_DEMO:
            return
        if not get_user_model()._default_manager.exists():
            self.stdout.write("Loading the invented families of Arrowmere ...")
            self.stdout.flush()
            call_command("load_demo", stdout=self.stdout)  # which prints the accounts
            return
        self.stdout.write(f"Demo accounts, all with the password {DEMO_PASSWORD} (or one click at /demo/):")
        for account in DEMO_ACCOUNTS:
            self.stdout.write(f"  {account.email:42} {account.role.label}")
