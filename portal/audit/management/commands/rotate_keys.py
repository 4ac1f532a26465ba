"""Wraps every key by the first of PORTAL_MASTER_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.audit.actor import CLOCK
from portal.audit.rotation import rotate_keys


class Command(BaseCommand):
    help = "Wraps every key by the first of PORTAL_MASTER_KEYS. Safe while the service runs; recorded."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{rotate_keys(actor=CLOCK)} keys rotated")
