"""`manage.py worker`: sends notices and does whatever else falls due, until it is told to stop."""

import argparse
import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand

from portal.notifications import worker


class Command(BaseCommand):
    help = "Run the sweeps of WORKER_SWEEPS until SIGTERM or Ctrl+C; any number of workers can run at once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            worker.run_once()
            return
        stop = Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
        worker.run(stop)
