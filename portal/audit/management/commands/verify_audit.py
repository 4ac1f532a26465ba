"""Checks the record of changes; one fault a line."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from portal.audit.verify import verify


class Command(BaseCommand):
    help = "Checks every chain of the record and its triggers. Exit code 0, or 1 with one fault a line."

    def handle(self, *_args: Any, **_options: Any) -> None:
        faults = verify()
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            sys.exit(1)
